import { ConfigError } from "../error.js";

/** As many digits as Python reads; longer texts would cost more than their length. */
const MAX_DIGITS = 4300;

/**
 * @returns the integer of decimal digits with an optional sign and underscores.
 * @throws ConfigError (parse) beyond 4300 digits.
 */
export function decimalInteger(text: string): bigint {
  const digits = text.includes("_") ? text.replaceAll("_", "") : text;
  if (digits.length > MAX_DIGITS)
    throw new ConfigError("parse", `An integer has at most ${MAX_DIGITS} digits, this has ${digits.length}`);
  if (digits.startsWith("-")) return -BigInt(digits.slice(1));
  return BigInt(digits.startsWith("+") ? digits.slice(1) : digits);
}
