import type { Preprocessing } from "../toolkit/image/preprocessing.js";
import type { IntegerCode } from "./quantized-values.js";

/** The largest value of a photo's sample. */
const WHITE = 255;
/** Steps of the input by which two ranges may differ and still be meant as the same one. */
const TOLERANCE = 1.01;

/**
 * @returns in words how the values that `preprocessing.rescaling` gives differ from those that a network's integer
 *   input can take; undefined when they agree to a step
 */
export function inputRangeNote(
  { scale, zeroPoint, least, largest }: IntegerCode,
  { scale: rescale, offset }: Preprocessing,
): string | undefined {
  const covered = [scale * (least - zeroPoint), scale * (largest - zeroPoint)] as const;
  const given = [
    Math.min(offset, WHITE * rescale + offset),
    Math.max(offset, WHITE * rescale + offset),
  ] as const;
  const apart = Math.max(Math.abs(covered[0] - given[0]), Math.abs(covered[1] - given[1]));
  if (apart <= TOLERANCE * scale) return undefined;
  const clipped = given[0] < covered[0] - scale || given[1] > covered[1] + scale;
  const consequence = clipped ? "values beyond are clipped" : "a part of its integers is never used";
  return (
    `The network's input covers ${range(covered)} (scale ${short(scale)}, zero point ${zeroPoint}), but ` +
    `preprocessing.rescaling gives ${range(given)}: ${consequence}. Images are quantized with the network's own scale ` +
    "and zero point; the zoo undoes the rescaling instead, so its figure differs."
  );
}

function range([least, largest]: readonly [number, number]): string {
  return `[${short(least)}, ${short(largest)}]`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
