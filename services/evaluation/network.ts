import type { TensorTarget } from "../toolkit/image/image-tensor.js";
import type { Preprocessing } from "../toolkit/image/preprocessing.js";
import type { Values } from "../toolkit/tensor/npy-file.js";

/** Values in a network's own type; dims[0] images after each other. */
export interface NetworkTensor {
  readonly data: Values;
  readonly dims: readonly number[];
}

/** What a network answered to a batch of images. */
export interface NetworkOutput {
  /** The first output as numbers, of dims[0] images. */
  readonly data: Float32Array;
  readonly dims: readonly number[];
  /** What the network was given and what it gave: for a network of integers those, else the floats. */
  readonly fed: NetworkTensor;
  readonly answered: NetworkTensor;
}

/** A network ready to run, whatever its file format. */
export interface Network {
  readonly input: TensorTarget;
  /** Images that a run takes; undefined when it takes any number. */
  readonly batch: number | undefined;
  /** Runs that may be under way at the same time. */
  readonly parallel: number;
  readonly quantized: boolean;
  /** Weights of a network as trained; undefined where a format has them folded. */
  readonly parameters?: number | undefined;
  /** What a user should know of how the images are fed. */
  readonly note?: string;
  /**
   * @param data count × channels × height × width values in the input's layout; not to be changed while it runs
   * @returns the first output, of exactly `count` images
   */
  run(data: Float32Array, count: number): Promise<NetworkOutput>;
  close(): Promise<void>;
}

/** What a network is opened for. */
export interface NetworkUse {
  /** How images are made into tensors. */
  readonly preprocessing: Preprocessing;
  /** How many images it will get. */
  readonly images: number;
}
