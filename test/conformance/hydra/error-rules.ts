/** The README's rules for errors: that there is one and its kind; the first line only for what users see often. */
import type { ConfigError, ConfigErrorKind } from "../../../src/config/error.js";

/** Python's exception to the kinds that say the same. Composition is how Hydra reports most of the others. */
const KINDS: Readonly<Record<string, readonly ConfigErrorKind[]>> = {
  OverrideParseException: ["parse"],
  GrammarParseError: ["parse"],
  ScannerError: ["parse"],
  ParserError: ["parse"],
  ComposerError: ["parse"],
  ConstructorError: ["parse"],
  MissingConfigException: ["missing_config"],
  ValidationError: ["validation"],
  KeyValidationError: ["validation", "key"],
  ConfigTypeError: ["merge", "validation", "key"],
  ConfigKeyError: ["key", "composition"],
  ConfigAttributeError: ["key", "composition"],
  ConfigIndexError: ["key"],
  ConfigCompositionException: ["composition"],
  ValueError: ["composition", "validation"],
  OSError: ["validation"],
};

/** Messages whose first line is the target. */
const OFTEN = [
  /^Could not override/,
  /^In '.*': Could not (?:find|override|load)/,
  /^Could not delete/,
  /^Ambiguous value/,
  /^Sweep parameters/,
  /^You must specify/,
  /^Cannot find primary config/,
  /^Multiple values for/,
  /appears more than once/,
];

/** @returns what differs between our error and the expected one. */
export function errorDifference(ours: ConfigError, expected: unknown): string | undefined {
  const wanted = asError(expected);
  if (wanted === undefined) return `threw ${ours.kind}: ${ours.message}`;
  const kinds = kindsOf(wanted);
  if (kinds !== undefined && !kinds.includes(ours.kind))
    return `error kind: got ${ours.kind} (${ours.message}), expected ${kinds.join(" or ")} (${wanted.message})`;
  const [first = ""] = ours.message.split("\n");
  if (!OFTEN.some((often) => often.test(wanted.first_line)) || first === wanted.first_line) return undefined;
  return `first line: got ${first}, expected ${wanted.first_line}`;
}

interface Expected {
  readonly class: string;
  readonly first_line: string;
  readonly message: string;
  readonly cause?: Expected;
}

/** The class of the cause tells more than the composition that failed by it; so does one named in the message. */
function kindsOf({ class: name, message, cause }: Expected): readonly ConfigErrorKind[] | undefined {
  const inner = cause?.class ?? /(\w+Error) raised while composing/.exec(message)?.[1];
  return KINDS[inner ?? name];
}

function asError(value: unknown): Expected | undefined {
  return isExpected(value) ? value : undefined;
}

function isExpected(value: unknown): value is Expected {
  return typeof value === "object" && value !== null && "class" in value && "first_line" in value;
}
