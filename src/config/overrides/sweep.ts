/** The jobs of a multirun, as Hydra's BasicSweeper orders them: the last override varies fastest. */
import { ConfigError } from "../error.js";
import { GrammarError } from "./grammar-error.js";
import type { Override } from "./override.js";
import { overrideError } from "./override-error.js";
import { type SweepOptions, type SweepValues, sweepValues } from "./sweep-values.js";
import { keyElement } from "./text.js";

/** Values of one override that are kept as texts, so that they are made once. */
const MAX_KEPT = 100_000;

/** The override texts of one job: one for each key, in the order in which keys were first given. */
export type JobOverrides = readonly string[];

export interface ExpandedSweep {
  /** Number of jobs; Infinity when a range has no end. Long ranges of floats may make it slightly wrong. */
  readonly size: bigint | number;
  /** Made as they are asked for; every iteration gives the same jobs. */
  readonly jobs: Iterable<JobOverrides>;
}

/**
 * @param overrides those of `hydra.sweeper.params` first, then those of the command line.
 * @returns the product of all overrides. A key given again, prefix and package included, keeps its place and
 * takes the last value.
 * @throws ConfigError (composition) for an interval, a `glob` without `listOptions`, a range with step 0 or nan,
 * and a sweep inside of a list or dict.
 */
export function expandSweep(overrides: readonly Override[], options: SweepOptions = {}): ExpandedSweep {
  const dimensions = new Map<string, SweepValues>();
  for (const override of overrides) dimensions.set(keyElement(override), dimension(override, options));
  const all = [...dimensions.values()];
  return { size: product(all.map(({ size }) => size)), jobs: { [Symbol.iterator]: () => combine(all) } };
}

/**
 * @returns the jobs in batches of at most `size`; in a single one, even if it is empty, without a size.
 * @throws ConfigError (validation) for a size below 1.
 */
export function* batches(jobs: Iterable<JobOverrides>, size?: number): Generator<JobOverrides[]> {
  if (size === undefined) {
    yield [...jobs];
    return;
  }
  if (!(size >= 1))
    throw new ConfigError("validation", `hydra.sweeper.max_batch_size is ${size}; it must be 1 or more`);
  let batch: JobOverrides[] = [];
  for (const job of jobs) {
    batch.push(job);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function dimension(override: Override, options: SweepOptions): SweepValues {
  try {
    const { size, texts } = sweepValues(override, options);
    return { size, texts: { [Symbol.iterator]: () => prefixed(`${keyElement(override)}=`, texts) } };
  } catch (error) {
    if (error instanceof GrammarError) throw overrideError(override.text, error, "composition");
    throw error;
  }
}

function* prefixed(prefix: string, texts: Iterable<string>): Generator<string> {
  for (const text of texts) yield prefix + text;
}

function product(sizes: readonly (bigint | number)[]): bigint | number {
  if (sizes.includes(0n)) return 0n;
  let size = 1n;
  for (const factor of sizes) {
    if (typeof factor === "number") return factor;
    size *= factor;
  }
  return size;
}

/** Turns like an odometer: the last wheel that has a next text moves, the wheels behind it begin again. */
function* combine(dimensions: readonly SweepValues[]): Generator<JobOverrides> {
  if (dimensions.some(({ size }) => size === 0n)) return;
  const wheels = dimensions.map((values) => new Wheel(values));
  const job = wheels.map((wheel) => wheel.next() ?? "");
  for (;;) {
    yield job.slice();
    let at = wheels.length - 1;
    let text = wheels[at]?.next();
    while (text === undefined && at > 0) text = wheels[--at]?.next();
    if (text === undefined) return;
    job[at] = text;
    while (++at < wheels.length) job[at] = wheels[at]?.restart() ?? "";
  }
}

/** Keeps its texts while they are few, since making the numbers of a range costs more than turning. */
class Wheel {
  readonly #values: SweepValues;
  readonly #known: string[] | undefined;
  #iterator: Iterator<string>;
  #index = 0;

  constructor(values: SweepValues) {
    this.#values = values;
    this.#known = values.size <= MAX_KEPT ? [] : undefined;
    this.#iterator = values.texts[Symbol.iterator]();
  }

  /** @returns the next text, or undefined behind the last. */
  next(): string | undefined {
    const text = this.#known?.[this.#index];
    if (text === undefined) return this.#make();
    this.#index++;
    return text;
  }

  /** @returns the first text. */
  restart(): string | undefined {
    this.#index = 0;
    if (this.#known === undefined) this.#iterator = this.#values.texts[Symbol.iterator]();
    return this.next();
  }

  #make(): string | undefined {
    const { done, value } = this.#iterator.next();
    if (done) return undefined;
    this.#known?.push(value);
    this.#index++;
    return value;
  }
}
