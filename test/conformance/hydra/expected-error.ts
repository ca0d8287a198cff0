/** The comparison rule for errors: that there is one, and its kind; wording is free. */
import { ConfigError, type ConfigErrorKind } from "../../../src/config/error.js";

/** Kinds that stand for an error class of the reference. */
const KINDS: Readonly<Record<string, readonly ConfigErrorKind[]>> = {
  ParserError: ["parse"],
  ScannerError: ["parse"],
  ReaderError: ["parse"],
  ComposerError: ["parse"],
  ConstructorError: ["parse"],
  GrammarParseError: ["parse"],
  OverrideParseException: ["parse"],
  ConfigCompositionException: ["composition"],
  IndexError: ["parse", "key"],
  TypeError: ["validation", "parse"],
  KeyValidationError: ["key"],
  UnsupportedValueType: ["validation"],
  ConfigTypeError: ["merge", "validation"],
  ConfigKeyError: ["key"],
  ConfigAttributeError: ["key"],
  ConfigIndexError: ["key"],
  ValueError: ["validation", "parse", "composition"],
  AssertionError: ["validation"],
  MissingMandatoryValue: ["missing_value"],
  InterpolationResolutionError: ["interpolation"],
  InterpolationKeyError: ["interpolation"],
  InterpolationToMissingValueError: ["interpolation"],
  UnsupportedInterpolationType: ["interpolation"],
};

interface ExpectedError {
  readonly class: string;
  readonly first_line: string;
  readonly message: string;
}

/** @returns the result of the work, or the ConfigError that it threw. */
export function outcome<T>(work: () => T): { readonly value: T } | { readonly error: ConfigError } {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof ConfigError) return { error };
    throw error;
  }
}

/** @returns what differs between an error and the expected one, or undefined. */
export function differenceOfErrors(error: ConfigError | undefined, expected: unknown): string | undefined {
  if (!isExpectedError(expected)) return error && `unexpected error (${error.kind}): ${error.message}`;
  const theirs = `${expected.class}: ${expected.first_line}`;
  if (error === undefined) return `expected an error: ${theirs}`;
  const kinds = KINDS[expected.class];
  if (kinds === undefined) return `no kind is named for ${theirs}`;
  return kinds.includes(error.kind) ? undefined : `got ${error.kind} (${error.message}), expected ${theirs}`;
}

function isExpectedError(value: unknown): value is ExpectedError {
  return typeof value === "object" && value !== null && "class" in value && "first_line" in value;
}
