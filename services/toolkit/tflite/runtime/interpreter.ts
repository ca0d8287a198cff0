import type { Quantization, TensorData, TensorType } from "../graph.js";

/** What goes into a network or comes out of it. */
export interface TensorDetails {
  readonly name: string;
  /** The model's own type. */
  readonly type: TensorType;
  /** NHWC for images; where the model leaves the batch open it is 1. */
  readonly shape: readonly number[];
  /** How its integers are to be read; undefined for tensors of floats or of plain integers. */
  readonly quantization?: Quantization | undefined;
}

/** A .tflite network ready to run in this thread. */
export interface Interpreter {
  readonly inputs: readonly TensorDetails[];
  readonly outputs: readonly TensorDetails[];
  /**
   * Runs the network once; one run at a time.
   * @param inputs the values of each input in the array type of its tensor type (see `TensorData`; FLOAT16 and FLOAT64
   *   as Float32Array), as integers where the model has integers
   * @returns the values of each output, likewise
   * @throws ServiceError `inference_failed` naming the model; RangeError for another number of values
   */
  run(inputs: readonly TensorData[]): Promise<readonly TensorData[]>;
  /** Frees its memory. */
  close(): void;
}
