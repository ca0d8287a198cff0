import type { Quantization, Tensor, TensorData } from "../graph.js";
import type { BufferTable, QuantizationTable, TensorTable } from "../schema/model-tables.js";
import { TENSOR_TYPES } from "../schema/tensor-types.js";

/** What the tables of a tensor take at most, its name, scales and data left out. */
const TENSOR_SIZE = 512;
/** Of a scale with its zero point. */
const SCALE_SIZE = 12;
/** UTF-8 takes at most three bytes for a unit of a string. */
const UNIT_SIZE = 3;

/** The tensors and buffers of a file, in the order in which tensors are first asked for. */
export class TensorWriter {
  readonly tables: TensorTable[] = [];
  /** Buffer 0 stands for none, as readers expect. */
  readonly buffers: BufferTable[] = [bufferTable(undefined)];
  readonly #indices = new Map<Tensor, number>();
  readonly #buffers = new Map<TensorData, number>();
  #bytes = 0;

  /** At least the bytes that the tensors and buffers take. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @returns the index of a tensor, which is added when it is new. */
  index(tensor: Tensor): number {
    const known = this.#indices.get(tensor);
    if (known !== undefined) return known;
    const index = this.tables.length;
    this.#indices.set(tensor, index);
    this.tables.push(this.#tableOf(tensor));
    return index;
  }

  #tableOf({ name, type, shape, signature, data, quantization, sparsity, variable }: Tensor): TensorTable {
    const scales = quantization?.scale.length ?? 0;
    const indices = sparsity === undefined ? 0 : (data?.byteLength ?? 0);
    this.#bytes += TENSOR_SIZE + UNIT_SIZE * name.length + SCALE_SIZE * scales + indices;
    return {
      shape,
      type: TENSOR_TYPES[type].code,
      buffer: data === undefined ? 0 : this.#bufferOf(data),
      name,
      quantization: quantization === undefined ? undefined : quantizationTable(quantization),
      isVariable: variable ?? false,
      sparsity,
      shapeSignature: signature,
      hasRank: true,
      externalBuffer: 0,
    };
  }

  #bufferOf(data: TensorData): number {
    const index = this.#buffers.get(data) ?? this.buffers.length;
    if (index < this.buffers.length) return index;
    this.#buffers.set(data, index);
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.buffers.push(bufferTable(bytes));
    this.#bytes += bytes.length;
    return index;
  }
}

function bufferTable(data: Uint8Array | undefined): BufferTable {
  return { data, offset: 0n, size: 0n };
}

function quantizationTable({ scale, zeroPoint, dimension }: Quantization): QuantizationTable {
  return {
    min: undefined,
    max: undefined,
    scale: Array.from(scale),
    zeroPoint: zeroPoint.map(BigInt),
    details: undefined,
    quantizedDimension: dimension,
  };
}
