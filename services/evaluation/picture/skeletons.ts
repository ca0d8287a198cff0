/** Which key points are joined by a line. */
export type Edge = readonly [number, number];

/** Shoulders, arms, hips and legs, counted from the left shoulder. */
const BODY: readonly Edge[] = [
  [0, 1],
  [0, 2],
  [2, 4],
  [1, 3],
  [3, 5],
  [0, 6],
  [1, 7],
  [6, 7],
  [6, 8],
  [8, 10],
  [7, 9],
  [9, 11],
];
const FACE: readonly Edge[] = [
  [0, 1],
  [0, 2],
  [1, 3],
  [2, 4],
  [3, 5],
  [4, 6],
];
const HEAD: readonly Edge[] = [
  [0, 1],
  [0, 2],
];

const SKELETONS: ReadonlyMap<number, readonly Edge[]> = new Map([
  [17, [...FACE, ...bodyFrom(5)]],
  [13, [...HEAD, ...bodyFrom(1)]],
]);

/** @returns the lines of COCO's 17 key points and of the zoo's 13 (a head and COCO's body); none for other numbers. */
export function skeleton(keypoints: number): readonly Edge[] {
  return SKELETONS.get(keypoints) ?? [];
}

/** @returns whose side a key point is on, the person's; both layouts put left before right behind the first point. */
export function sideOf(point: number, keypoints: number): "left" | "right" | "middle" {
  if (point === 0 || !SKELETONS.has(keypoints)) return "middle";
  return point % 2 === 1 ? "left" : "right";
}

function bodyFrom(shoulder: number): readonly Edge[] {
  return BODY.map(([from, to]) => [from + shoulder, to + shoulder]);
}
