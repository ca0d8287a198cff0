/** The least and the greatest value that a tensor took over all samples. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Ranges by tensor name. */
export type Ranges = ReadonlyMap<string, Range>;
