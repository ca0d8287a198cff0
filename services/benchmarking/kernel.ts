/** A network as it would run on the board: a sequence of fused kernels that read and write buffers. */

/** A buffer that a kernel reads or writes. */
export interface Buffer {
  readonly name: string;
  readonly elements: number;
  readonly bytes: number;
}

/** A constant that a kernel needs in flash. Kernels that share it name the same id. */
export interface Weight {
  readonly id: string;
  readonly bytes: number;
}

export interface Kernel {
  readonly name: string;
  /** The ONNX operator, `Conv`, with what is fused into it: `Conv+Relu`. */
  readonly op: string;
  /** Shape of the first output as the graph has it (NCHW for images). */
  readonly shape: readonly number[];
  readonly inputs: readonly Buffer[];
  readonly outputs: readonly Buffer[];
  readonly weights: readonly Weight[];
  readonly macc: number;
  /** May write its output over an input that nobody reads later. */
  readonly inPlace: boolean;
}

export interface Network {
  readonly inputs: readonly Buffer[];
  readonly kernels: readonly Kernel[];
  readonly outputs: readonly Buffer[];
  /** Operators whose work no formula describes: they count 0 MACC. */
  readonly uncounted: readonly string[];
}
