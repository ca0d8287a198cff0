import type { Operation } from "./operation.js";

/** A Keras network as data, of whatever version and file format: nested models are inlined into one list of calls. */
export interface KerasModel {
  readonly name: string;
  /** Of the Keras that wrote the file, where that tells: some layers of the same name differ. */
  readonly version?: 2 | 3;
  readonly inputs: readonly KerasTensor[];
  readonly outputs: readonly KerasTensor[];
  /** The layer that makes each output, where not `outputs` names it: a nested model counts as one layer. */
  readonly outputLayers?: readonly string[];
  /** The key of each output, where the model returns a dict of them. */
  readonly outputKeys?: readonly string[];
  /** Every layer call in an order in which they can run; a shared layer is called several times. */
  readonly calls: readonly LayerCall[];
}

/** A value between layer calls; its identity is its object. */
export interface KerasTensor {
  /** Name of the layer that makes it (of the InputLayer for inputs of the model). */
  readonly name: string;
  /** Of the model's inputs only: the shape with the batch first, null where it is not fixed. */
  readonly shape?: readonly (number | null)[];
  /** Of the model's inputs only, where it is not float32: `uint8`, `float16`, … */
  readonly type?: string;
}

export interface LayerCall {
  readonly layer: KerasLayer;
  readonly inputs: readonly KerasTensor[];
  readonly outputs: readonly KerasTensor[];
}

export interface KerasLayer {
  /** With the names of the nested models that hold it: `backbone/conv1`. */
  readonly name: string;
  /**
   * `Conv2D` for a layer that is built into Keras; `package>Name` for one that is not. `TFOpLambda`, `SlicingOpLambda`
   * (Keras 2) and `Operation` (Keras 3) stand for a function call, which `operation` tells.
   */
  readonly className: string;
  /** The layer's `config` as its JSON has it; data only. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Of a function call only; such a layer has one call. */
  readonly operation?: Operation;
  /**
   * By role, whatever the file calls them: kernel, bias, depthwise_kernel, pointwise_kernel, gamma, beta, moving_mean,
   * moving_variance, alpha, mean, variance.
   */
  readonly weights: ReadonlyMap<string, KerasWeight>;
}

/** Row-major float32 values in Keras's layout: Conv2D kernels are HWIO, depthwise HWIM, dense [in, out]. */
export interface KerasWeight {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}
