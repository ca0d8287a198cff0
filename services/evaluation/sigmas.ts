/** COCO's spread of annotators per key point, as shares of the person's size. */
const FACE = [0.026, 0.025, 0.025, 0.035, 0.035];
const BODY = [0.079, 0.079, 0.072, 0.072, 0.062, 0.062, 0.107, 0.107, 0.087, 0.087, 0.089, 0.089];
/** The head point of the 13-point layout stands for the face points. */
const HEAD = 0.035;

const TABLES: ReadonlyMap<number, readonly number[]> = new Map([
  [17, [...FACE, ...BODY]],
  [13, [HEAD, ...BODY]],
]);

/**
 * @returns the sigmas of the zoo for a number of key points: those of COCO for 17, a head point and COCO's body for 13;
 *   undefined for any other number. The zoo takes zeros then, so that no pose scores.
 */
export function sigmas(keypoints: number): readonly number[] | undefined {
  return TABLES.get(keypoints);
}
