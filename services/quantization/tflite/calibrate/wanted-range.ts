/** A tensor whose range is asked for. */
export interface WantedRange {
  /** Its name. */
  readonly tensor: string;
  /** Whether its minimum matters; it costs more than the maximum, and is 0 at least after a ReLU. */
  readonly needsMin: boolean;
}
