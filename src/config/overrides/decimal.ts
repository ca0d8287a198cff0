/** Decimal arithmetic as Python's `decimal` does it by default: exact conversions, sums of 28 digits. */

const PRECISION = 28;
const LARGEST = 10n ** BigInt(PRECISION);

/** `digits` times ten to the power of `exponent`. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** @returns the exact value of an integer or of a finite float. */
export function toDecimal(value: bigint | number): Decimal {
  if (typeof value === "bigint") return { digits: value, exponent: 0 };
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = biased === 0 ? fraction : fraction | (1n << 52n);
  const mantissa = value < 0 ? -magnitude : magnitude;
  const power = Math.max(biased, 1) - 1075;
  if (power >= 0) return { digits: mantissa << BigInt(power), exponent: 0 };
  // m / 2^n = m * 5^n / 10^n, and a factor of two in m saves digits.
  const spare = trailingZeros(magnitude, -power);
  const tens = -power - spare;
  return { digits: (mantissa >> BigInt(spare)) * 5n ** BigInt(tens), exponent: -tens };
}

/** @returns the sum, rounded half to even to 28 digits. */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  return rounded({ digits: scaled(a, exponent) + scaled(b, exponent), exponent });
}

/** @returns a negative number, zero or a positive number, as `a` is less than, equal to or greater than `b`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const exponent = Math.min(a.exponent, b.exponent);
  const difference = scaled(a, exponent) - scaled(b, exponent);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** @returns the nearest float; an infinity beyond the largest. */
export function decimalToNumber({ digits, exponent }: Decimal): number {
  return Number(`${digits}e${exponent}`);
}

function scaled({ digits, exponent }: Decimal, to: number): bigint {
  return exponent === to ? digits : digits * 10n ** BigInt(exponent - to);
}

function rounded(value: Decimal): Decimal {
  const magnitude = value.digits < 0n ? -value.digits : value.digits;
  if (magnitude < LARGEST) return value;
  const excess = magnitude.toString().length - PRECISION;
  const unit = 10n ** BigInt(excess);
  const rest = magnitude % unit;
  const floor = magnitude / unit;
  const isUp = 2n * rest > unit || (2n * rest === unit && floor % 2n === 1n);
  const digits = isUp ? floor + 1n : floor;
  return { digits: value.digits < 0n ? -digits : digits, exponent: value.exponent + excess };
}

function trailingZeros(value: bigint, limit: number): number {
  let count = 0;
  while (count < limit && value !== 0n && ((value >> BigInt(count)) & 1n) === 0n) count++;
  return value === 0n ? limit : count;
}
