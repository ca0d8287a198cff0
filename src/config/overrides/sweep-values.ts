/** The value texts that one override stands for, as Hydra's BasicSweeper enumerates them. */

import { filterNames } from "./glob.js";
import { GrammarError } from "./grammar-error.js";
import type { Override } from "./override.js";
import { countRange, rangeValues } from "./range-values.js";
import { shuffled } from "./shuffled.js";
import { valueText } from "./text.js";
import type { GlobSweep, RangeSweep } from "./value.js";

/** A range is shuffled in memory; a longer one is more likely a mistake. */
const MAX_SHUFFLED = 10_000_000;

export interface SweepOptions {
  /** Gives the options of a config group, sorted; `glob` chooses among them. */
  readonly listOptions?: (group: string) => readonly string[];
}

export interface SweepValues {
  /** Exact, but for long ranges of floats, which may be one off; Infinity for a range without end. */
  readonly size: bigint | number;
  /** Made as they are asked for, the same in each iteration. */
  readonly texts: Iterable<string>;
}

/**
 * @returns the texts for the part behind `=`; one for an override that is no sweep.
 * @throws GrammarError for an interval, a `glob` without `listOptions`, a range with step 0 or nan, a sweep inside
 * of a value.
 */
export function sweepValues({ key, value }: Override, { listOptions }: SweepOptions): SweepValues {
  switch (value?.kind) {
    case "choice": {
      const texts = value.list.map((item) => valueText(item));
      return { size: BigInt(texts.length), texts: value.shuffle ? shuffled(texts) : texts };
    }
    case "range":
      return ofRange(value);
    case "glob": {
      const texts = ofGlob(value, listOptions?.(key));
      return { size: BigInt(texts.length), texts };
    }
    case "interval":
      throw new GrammarError("BasicSweeper does not support sweep type : INTERVAL_SWEEP", {
        at: value.at,
        hint: "an interval has no values to enumerate: use range() or choice()",
      });
    default:
      return { size: 1n, texts: [valueText(value)] };
  }
}

function ofRange(range: RangeSweep): SweepValues {
  const size = countRange(range);
  if (!range.shuffle) return { size, texts: { [Symbol.iterator]: () => rangeTexts(range) } };
  if (size > MAX_SHUFFLED)
    throw new GrammarError(`a range of ${size} numbers cannot be shuffled`, { at: range.at });
  return { size, texts: shuffled({ [Symbol.iterator]: () => rangeTexts(range) }) };
}

function* rangeTexts(range: RangeSweep): Generator<string> {
  for (const value of rangeValues(range)) yield valueText(value);
}

function ofGlob(glob: GlobSweep, options: readonly string[] | undefined): string[] {
  if (options === undefined)
    throw new GrammarError("there are no config groups to glob over", { at: glob.at });
  return filterNames(glob, options);
}
