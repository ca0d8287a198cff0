/** The two parts of a training set, each in the seeded order. */
export interface TrainingSplit<T> {
  readonly training: readonly T[];
  readonly validation: readonly T[];
}

/**
 * Divides a training set as the zoo does when no validation set is given: the first `int(n · (1 − share))` of the
 * seeded order train, the rest validate.
 * @param ordered the set in its seeded order
 * @param share `dataset.validation_split`, in (0, 1)
 */
export function splitTraining<T>(ordered: readonly T[], share: number): TrainingSplit<T> {
  const count = Math.floor(ordered.length * (1 - share));
  return { training: ordered.slice(0, count), validation: ordered.slice(count) };
}
