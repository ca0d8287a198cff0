import type { FlatFile } from "../flatbuffer/flat-file.js";
import type { Quantization, Tensor, TensorData, TensorType } from "../graph.js";
import type { ModelTable, QuantizationTable, TensorTable } from "../schema/model-tables.js";
import { byteSize, TENSOR_TYPE_NAMES, TENSOR_TYPES } from "../schema/tensor-types.js";
import { bufferBytes } from "./buffer-bytes.js";

/** The tensors of a subgraph; each is one object however often it is asked for. */
export class TensorReader {
  readonly #file: FlatFile;
  readonly #model: ModelTable;
  /** Tensors of one type and buffer hold the same array. */
  readonly #views = new Map<string, TensorData>();
  readonly #tensors: readonly Tensor[];

  /** @throws ServiceError when any tensor is wrong, whether an operator uses it or not. */
  constructor(file: FlatFile, model: ModelTable, tables: readonly TensorTable[]) {
    this.#file = file;
    this.#model = model;
    const names = new Set<string>();
    this.#tensors = tables.map((table, i) => this.#read(table, i, names));
  }

  /** @throws ServiceError when there is no such tensor. */
  at(index: number, where: string): Tensor {
    return this.#tensors[index] ?? this.#file.fail(where, `name tensor ${index} of ${this.#tensors.length}`);
  }

  list(indices: readonly number[] | undefined, where: string): Tensor[] {
    return (indices ?? []).map((index) => this.at(index, where));
  }

  #read(table: TensorTable, index: number, names: Set<string>): Tensor {
    const where = `subgraphs[0].tensors[${index}]`;
    const type = this.#typeOf(table, where);
    const shape = table.shape ?? [];
    if (shape.some((size) => size < 0) || !Number.isSafeInteger(byteSize(type, shape)))
      this.#file.fail(where, `has the shape [${shape}]`);
    if (table.externalBuffer !== 0) this.#file.refuse("keeps constants in other files");
    const data = this.#dataOf(table, type, shape, where);
    return {
      name: unique(table.name || `tensor_${index}`, index, names),
      type,
      shape,
      ...(table.shapeSignature === undefined ? {} : { signature: table.shapeSignature }),
      ...(data === undefined ? {} : { data }),
      ...this.#quantizationOf(table.quantization, shape, where),
      ...(table.sparsity === undefined ? {} : { sparsity: table.sparsity }),
      ...(table.isVariable ? { variable: true } : {}),
    };
  }

  #typeOf({ type }: TensorTable, where: string): TensorType {
    const name = TENSOR_TYPE_NAMES[type];
    if (name === undefined) return this.#file.fail(where, `is of the unknown type ${type}`);
    if (isTensorType(name)) return name;
    const known = Object.keys(TENSOR_TYPES).join(", ");
    return this.#file.refuse(`has a tensor of the type ${name} (${where}); there are: ${known}`);
  }

  #dataOf(table: TensorTable, type: TensorType, shape: readonly number[], where: string) {
    const bytes = bufferBytes(this.#file, this.#model, table.buffer, where);
    const expected = byteSize(type, shape);
    const { bits } = TENSOR_TYPES[type];
    if (bytes === undefined || bytes.length === 0)
      return expected === 0 ? this.#view(type, new Uint8Array(), where) : undefined;
    const fits = table.sparsity === undefined ? bytes.length === expected : (bytes.length * 8) % bits === 0;
    if (!fits)
      this.#file.fail(where, `has ${bytes.length} bytes for ${type} [${shape}], which takes ${expected}`);
    const key = `${table.buffer} ${type}`;
    const data = this.#views.get(key) ?? this.#view(type, bytes, where);
    this.#views.set(key, data);
    return data;
  }

  #view(type: TensorType, bytes: Uint8Array, where: string): TensorData {
    const { bits, view } = TENSOR_TYPES[type];
    if ((bytes.byteOffset * 8) % bits !== 0) this.#file.spend(bytes.length, where);
    return view(bytes);
  }

  #quantizationOf(
    table: QuantizationTable | undefined,
    shape: readonly number[],
    where: string,
  ): Pick<Tensor, "quantization"> {
    if (table?.details !== undefined) this.#file.refuse(`has a ${table.details.type} (${where})`);
    if (table?.scale === undefined || table.scale.length === 0) return {};
    const { scale, zeroPoint = [], quantizedDimension: dimension } = table;
    if (zeroPoint.length !== scale.length)
      this.#file.fail(where, `has ${scale.length} scales and ${zeroPoint.length} zero points`);
    if (scale.length > 1 && shape[dimension] !== scale.length)
      this.#file.fail(where, `has ${scale.length} scales along dimension ${dimension} of [${shape}]`);
    const quantization: Quantization = {
      scale: Float32Array.from(scale),
      zeroPoint: zeroPoint.map(Number),
      dimension,
    };
    return { quantization };
  }
}

function isTensorType(name: string): name is TensorType {
  return Object.hasOwn(TENSOR_TYPES, name);
}

function unique(name: string, index: number, names: Set<string>): string {
  let free = name;
  while (names.has(free)) free = `${free}_${index}`;
  names.add(free);
  return free;
}
