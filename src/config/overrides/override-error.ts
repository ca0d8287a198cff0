import { ConfigError, type ConfigErrorKind } from "../error.js";
import type { GrammarError } from "./grammar-error.js";

/** Characters shown on each side of the place, so that an override of megabytes gives a message of a line. */
const CONTEXT = 60;

/** A message may quote a word of the override, which may be long too. */
const MAX_MESSAGE = 400;

/**
 * @returns the error for people: the problem, the override with a caret under the place, what to write instead.
 * A parse error begins with the line that Hydra's begin with.
 */
export function overrideError(
  text: string,
  { message, at = 0, hint }: GrammarError,
  kind: ConfigErrorKind = "parse",
): ConfigError {
  const before = printable(text.slice(Math.max(0, at - CONTEXT), at), { cutBefore: at > CONTEXT });
  const after = printable(text.slice(at, at + CONTEXT), { cutAfter: at + CONTEXT < text.length });
  const shown = text.length > 2 * CONTEXT ? before + after : printable(text);
  const lines = kind === "parse" ? [`Error parsing override '${shown}'`] : [];
  lines.push(
    printable(message.slice(0, MAX_MESSAGE), { cutAfter: message.length > MAX_MESSAGE }),
    `  ${before}${after}`,
    `  ${" ".repeat([...before].length)}^`,
  );
  if (hint !== undefined) lines.push(hint);
  const column = at + 1;
  return new ConfigError(kind, lines.join("\n"), { origin: { type: "override", text, column }, column });
}

/** The text on one line, one column a character: a tab or a newline would move the caret. */
function printable(
  text: string,
  cut: { readonly cutBefore?: boolean; readonly cutAfter?: boolean } = {},
): string {
  return (cut.cutBefore ? "…" : "") + text.replace(/\p{Cc}/gu, " ") + (cut.cutAfter ? "…" : "");
}
