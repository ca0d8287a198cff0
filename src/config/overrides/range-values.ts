/** The numbers of a `range(…)`, one at a time: it may have no end. */
import { addDecimals, compareDecimals, type Decimal, decimalToNumber, toDecimal } from "./decimal.js";
import { GrammarError } from "./grammar-error.js";
import { comparable } from "./python-arithmetic.js";
import type { FloatValue, IntValue, RangeSweep } from "./value.js";

/**
 * @returns the numbers from `start` on, without `stop`: integers when all three are, otherwise floats made by
 * adding exact decimals. Checks the range before it returns.
 * @throws GrammarError for a step of zero, nan, and infinities that cancel out.
 */
export function rangeValues(range: RangeSweep): Iterable<IntValue | FloatValue> {
  const { at } = range;
  const [start, stop, step] = [comparable(range.start), comparable(range.stop), comparable(range.step)];
  if (step >= 0 && step <= 0)
    throw new GrammarError("Invalid range values: the step is 0", { at: range.step.at });
  if (typeof start === "bigint" && typeof stop === "bigint" && typeof step === "bigint")
    return integers({ start, stop, step }, at);
  if (isNotANumber(start) || isNotANumber(stop) || isNotANumber(step))
    throw new GrammarError("Invalid range values: nan is no bound and no step", { at });
  if (!isBounded(start) && !isBounded(step) && start < 0 !== step < 0 && isBefore(start, stop, step))
    throw new GrammarError("Invalid range values: start and step are opposite infinities", { at });
  return floats({ start, stop, step }, at);
}

/**
 * @returns how many numbers the range has: exact for integers; for floats the quotient of the distance and the
 * step, rounded up, which the rounding of sums can make wrong by one in long ranges; Infinity without end.
 * @throws GrammarError as `rangeValues`.
 */
export function countRange(range: RangeSweep): bigint | number {
  const values = rangeValues(range)[Symbol.iterator]();
  if (values.next().done) return 0n;
  const [start, stop, step] = [comparable(range.start), comparable(range.stop), comparable(range.step)];
  if (!isBounded(start) || !isBounded(stop)) return isBounded(step) || !isBounded(start) ? Infinity : 1n;
  if (!isBounded(step)) return 1n;
  const [first, last, size] = alignedDigits([toDecimal(start), toDecimal(stop), toDecimal(step)]);
  const distance = last - first;
  const count = distance / size;
  return distance % size === 0n ? count : count + 1n;
}

interface Bounds<T> {
  readonly start: T;
  readonly stop: T;
  readonly step: T;
}

function* integers({ start, stop, step }: Bounds<bigint>, at: number): Generator<IntValue> {
  for (let value = start; step > 0n ? value < stop : value > stop; value += step)
    yield { kind: "int", value, at };
}

function* floats({ start, stop, step }: Bounds<bigint | number>, at: number): Generator<FloatValue> {
  if (!isBefore(start, stop, step)) return;
  yield { kind: "float", value: Number(start), at };
  if (!isBounded(start)) {
    for (;;) yield { kind: "float", value: Number(start), at };
  }
  if (!isBounded(step)) {
    if (isBefore(step, stop, step)) for (;;) yield { kind: "float", value: Number(step), at };
    return;
  }
  const end = isBounded(stop) ? toDecimal(stop) : undefined;
  const size = toDecimal(step);
  const sign = step > 0 ? -1 : 1;
  let value = addDecimals(toDecimal(start), size);
  for (; end === undefined || compareDecimals(value, end) === sign; value = addDecimals(value, size))
    yield { kind: "float", value: decimalToNumber(value), at };
}

function isBefore(value: bigint | number, stop: bigint | number, step: bigint | number): boolean {
  return step > 0 ? value < stop : value > stop;
}

function alignedDigits(decimals: readonly [Decimal, Decimal, Decimal]): [bigint, bigint, bigint] {
  const exponent = Math.min(...decimals.map((decimal) => decimal.exponent));
  const align = ({ digits, exponent: own }: Decimal) => digits * 10n ** BigInt(own - exponent);
  return [align(decimals[0]), align(decimals[1]), align(decimals[2])];
}

function isNotANumber(value: bigint | number): boolean {
  return typeof value === "number" && Number.isNaN(value);
}

function isBounded(value: bigint | number): boolean {
  return typeof value === "bigint" || Number.isFinite(value);
}
