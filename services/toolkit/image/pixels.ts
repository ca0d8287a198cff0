/** A size in pixels. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/** An image: rows top to bottom, channels interleaved (HWC). */
export interface Raster extends Size {
  readonly channels: number;
  readonly data: Uint8Array | Float32Array;
}

/** A decoded image: one byte a sample. */
export interface Pixels extends Raster {
  readonly data: Uint8Array;
}

/** A resized image, which belongs to its receiver. */
export interface FloatRaster extends Raster {
  readonly data: Float32Array<ArrayBuffer>;
}
