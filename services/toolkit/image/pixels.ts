/** A size in pixels. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/** A decoded image: rows top to bottom, channels interleaved (HWC), one byte a sample. */
export interface Pixels extends Size {
  readonly channels: number;
  readonly data: Uint8Array;
}
