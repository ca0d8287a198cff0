import type { TensorTarget } from "../toolkit/image/image-tensor.js";

/** What a network answered to a batch of images. */
export interface NetworkOutput {
  /** dims[0] images after each other. */
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** A network ready to run, whatever its file format. */
export interface Network {
  readonly input: TensorTarget;
  /** Images that a run takes; undefined when it takes any number. */
  readonly batch: number | undefined;
  readonly quantized: boolean;
  /**
   * @param data count × channels × height × width values in the input's layout
   * @returns the first output, of exactly `count` images
   */
  run(data: Float32Array, count: number): Promise<NetworkOutput>;
  close(): Promise<void>;
}
