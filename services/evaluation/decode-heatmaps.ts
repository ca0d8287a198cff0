/** How heat maps lie in memory: channels last (the zoo's) or channels first (what its own converter writes). */
export interface MapsShape {
  readonly rows: number;
  readonly columns: number;
  readonly keypoints: number;
  readonly layout: "nhwc" | "nchw";
}

/**
 * Takes each map's first maximum, rows before columns; no refinement within a cell.
 * @param maps rows × columns × keypoints values of one image in the shape's layout
 * @returns x, y, confidence per key point: the cell's centre as a share of the map, and its value
 */
export function decodeHeatmaps(maps: Float32Array, shape: MapsShape): Float32Array {
  const { rows, columns, keypoints, layout } = shape;
  const cells = rows * columns;
  const [cellStride, pointStride] = layout === "nhwc" ? [keypoints, 1] : [1, cells];
  const pose = new Float32Array(3 * keypoints);
  for (let point = 0; point < keypoints; point++) {
    const cell = firstMaximum(maps, point * pointStride, cellStride, cells);
    pose[3 * point] = ((cell % columns) + 0.5) / columns;
    pose[3 * point + 1] = (Math.floor(cell / columns) + 0.5) / rows;
    pose[3 * point + 2] = maps[point * pointStride + cell * cellStride] ?? 0;
  }
  return pose;
}

function firstMaximum(values: Float32Array, start: number, stride: number, count: number): number {
  let best = 0;
  let bestValue = values[start] ?? 0;
  for (let i = 1, at = start + stride; i < count; i++, at += stride) {
    const value = values[at] ?? 0;
    if (value > bestValue) {
      best = i;
      bestValue = value;
    }
  }
  return best;
}
