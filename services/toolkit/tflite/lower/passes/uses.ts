import type { Graph, Operator, Tensor } from "../../graph.js";

/** Who writes and who reads each tensor of a graph, as the graph was when this was made. */
export class Uses {
  readonly #writers = new Map<Tensor, Operator>();
  readonly #readers = new Map<Tensor, Operator[]>();
  readonly #ends: ReadonlySet<Tensor>;

  constructor(graph: Graph) {
    this.#ends = new Set(graph.outputs);
    for (const operator of graph.operators) {
      for (const output of operator.outputs) this.#writers.set(output, operator);
      for (const input of operator.inputs) if (input !== undefined) this.#add(input, operator);
    }
  }

  writer(tensor: Tensor | undefined): Operator | undefined {
    return tensor && this.#writers.get(tensor);
  }

  /** The one operator that reads a tensor, once, where nothing else needs it: it is no output of the graph. */
  onlyReader(tensor: Tensor | undefined): Operator | undefined {
    if (tensor === undefined || this.#ends.has(tensor)) return undefined;
    const [reader, ...more] = this.#readers.get(tensor) ?? [];
    return more.length === 0 ? reader : undefined;
  }

  #add(input: Tensor, operator: Operator): void {
    const readers = this.#readers.get(input);
    if (readers === undefined) this.#readers.set(input, [operator]);
    else readers.push(operator);
  }
}
