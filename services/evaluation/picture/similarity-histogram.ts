import { type Box, COLOURS, rectangle, text } from "../../toolkit/picture/svg.js";
import type { ImageScore } from "../scores.js";

const BINS = 20;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** @returns how many images scored what: a bar for each twentieth of the scale, and a line at the mean. */
export function similarityHistogram(scores: readonly ImageScore[], mean: number, box: Box): string {
  const counts = new Array<number>(BINS).fill(0);
  for (const { similarity } of scores) {
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor(similarity * BINS)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const most = Math.max(1, ...counts);
  const step = box.width / BINS;
  const bottom = box.y + box.height;
  const bars = counts.flatMap((count, bin) => {
    if (count === 0) return [];
    const height = (box.height * count) / most;
    const bar = { x: box.x + bin * step + 1, y: bottom - height, width: step - 2, height };
    const middle = bar.x + bar.width / 2;
    const number = { size: 10, colour: COLOURS.muted, anchor: "middle" } as const;
    return [rectangle(bar, COLOURS.bar), text(middle, bar.y - 4, String(count), number)];
  });
  const ticks = TICKS.map((share) => {
    const anchor = share === 0 ? "start" : share === 1 ? "end" : "middle";
    const style = { size: 10, colour: COLOURS.muted, anchor } as const;
    return text(box.x + share * box.width, bottom + 14, `${100 * share} %`, style);
  });
  const line = { x: box.x + mean * box.width - 1, y: box.y - 22, width: 2, height: box.height + 22 };
  const axis = rectangle({ x: box.x, y: bottom, width: box.width, height: 1 }, COLOURS.ink);
  const [x, anchor] = mean < 0.5 ? ([line.x + 6, "start"] as const) : ([line.x - 4, "end"] as const);
  const name = text(x, line.y + 4, "mean", { size: 10, colour: COLOURS.mark, anchor });
  return [...bars, axis, ...ticks, rectangle(line, COLOURS.mark), name].join("\n");
}
