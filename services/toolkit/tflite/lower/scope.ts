import type { Operator, Tensor, TensorData, TensorType } from "../graph.js";
import type { BuiltinOperator } from "../schema/builtin-operators.js";
import type { OperatorOptions } from "../schema/options.js";

const ARRAY_TYPES: ReadonlyMap<unknown, TensorType> = new Map<unknown, TensorType>([
  [Float32Array, "FLOAT32"],
  [Int32Array, "INT32"],
]);

interface Emitted {
  readonly op: BuiltinOperator;
  readonly inputs: readonly (Tensor | undefined)[];
  /** Shape of the output, -1 where a size is unknown. */
  readonly sizes: readonly number[];
  readonly options?: OperatorOptions;
  /** The last part of the output's name; the operator's own name by default. */
  readonly label?: string;
  /** Type of the output; the first input's by default. */
  readonly type?: TensorType;
}

/** A graph in the making: operators in their order, tensors with names of their own. */
export class Scope {
  readonly operators: Operator[] = [];
  /** The version of Keras that wrote the network. */
  readonly keras: 2 | 3;
  readonly #shared = new Map<object, Tensor>();
  readonly #names = new Set<string>();
  #layer = "";

  constructor({ keras }: { readonly keras: 2 | 3 }) {
    this.keras = keras;
  }

  /** Begins the names of what follows with the name of a layer. */
  enter(layer: string): void {
    this.#layer = layer;
  }

  /** Adds an operator of one output. @returns the output */
  emit({ op, inputs, sizes, options, label = op, type }: Emitted): Tensor {
    const output = this.tensor(label, sizes, type ?? inputs[0]?.type ?? "FLOAT32");
    this.operators.push({ op, inputs: [...inputs], outputs: [output], options });
    return output;
  }

  /** A tensor named after the layer and a label; `sizes` are its shape with -1 where a size is unknown. */
  tensor(label: string, sizes: readonly number[], type: TensorType = "FLOAT32"): Tensor {
    return this.named(`${this.#layer}/${label}`, sizes, type);
  }

  /** A constant whose type is that of its array. */
  constant(label: string, data: Float32Array | Int32Array, shape: readonly number[] = [data.length]): Tensor {
    const tensor = this.tensor(label, shape, ARRAY_TYPES.get(data.constructor) ?? "FLOAT32");
    tensor.data = data satisfies TensorData;
    return tensor;
  }

  /** The constant made of a weight: one for all calls of the layers that hold it. */
  shared(weight: object, make: () => Tensor): Tensor {
    const made = this.#shared.get(weight) ?? make();
    this.#shared.set(weight, made);
    return made;
  }

  /** A tensor with a name of its own: the one given, or that with a number where it is taken. */
  named(name: string, sizes: readonly number[], type: TensorType = "FLOAT32"): Tensor {
    const signature = sizes.includes(-1) ? sizes : undefined;
    const shape = sizes.map((size) => (size === -1 ? 1 : size));
    return { name: this.#unique(name), type, shape, ...(signature && { signature }) };
  }

  #unique(name: string): string {
    let unique = name;
    for (let count = 1; this.#names.has(unique); count++) unique = `${name}_${count}`;
    this.#names.add(unique);
    return unique;
  }
}
