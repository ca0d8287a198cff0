import { notFinite } from "../../not-finite.js";
import type { Ranges } from "../ranges.js";
import type { ProbeOutput, Segment } from "./probed-model.js";

interface Extremes {
  min: number;
  max: number;
}

/** The extremes of tensors over all measures that it was shown. */
export class ExtremesSoFar {
  readonly #found = new Map<string, Extremes>();

  /**
   * Reads one output of a run: rows of segments.
   *
   * @throws ServiceError `calibration_not_finite` naming the tensor when a value is infinite or no number.
   */
  observe({ segments }: ProbeOutput, rows: Float32Array): void {
    for (let start = 0; start < rows.length; )
      for (const segment of segments) {
        this.#add(segment, extremesOf(rows, start, start + segment.length));
        start += segment.length;
      }
  }

  /** @returns the ranges of all tensors measured; a minimum that was not measured is 0, or the maximum below that. */
  ranges(): Ranges {
    return new Map(
      [...this.#found].map(([name, { min, max }]) => [
        name,
        { min: min === Number.POSITIVE_INFINITY ? Math.min(0, max) : min, max },
      ]),
    );
  }

  #add({ probe: { measure, place } }: Segment, { min, max }: Extremes): void {
    const { name } = place.tensor;
    if (measure === "mean") {
      if (Number.isNaN(max)) throw notFinite(name, { min, max });
      return;
    }
    const found = this.#found.get(name) ?? { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
    if (measure === "negated-min") found.min = Math.min(found.min, 0 - max);
    else found.max = Math.max(found.max, max);
    if (measure === "values") found.min = Math.min(found.min, min);
    const isMeasured = measure !== "max";
    if (!Number.isFinite(found.max) || (isMeasured && !Number.isFinite(found.min)))
      throw notFinite(name, found);
    this.#found.set(name, found);
  }
}

/** Both extremes are NaN when one of the values is. */
function extremesOf(values: Float32Array, start: number, end: number): Extremes {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = start; i < end; i++) {
    const value = values[i] ?? 0;
    if (value < min) min = value;
    if (value > max) max = value;
    if (Number.isNaN(value)) return { min: value, max: value };
  }
  return { min, max };
}
