import type { Operator, Tensor } from "../../graph.js";

/** Operators that are being rewritten, with who makes and who reads each tensor. */
export class GraphEditor {
  readonly #slots: (Operator | undefined)[];
  readonly #places = new Map<Operator, number>();
  readonly #producers = new Map<Tensor, Operator>();
  readonly #readers = new Map<Tensor, Operator[]>();
  readonly outputs: Tensor[];

  constructor(operators: readonly Operator[], outputs: readonly Tensor[]) {
    this.#slots = [...operators];
    this.outputs = [...outputs];
    for (const [place, operator] of operators.entries()) this.#enter(operator, place);
  }

  /** The operators that are left, in an order in which they can run. */
  get operators(): Operator[] {
    return this.#slots.filter((operator) => operator !== undefined);
  }

  /** How many places for operators there are; a place may have become empty. */
  get places(): number {
    return this.#slots.length;
  }

  at(place: number): Operator | undefined {
    return this.#slots[place];
  }

  producerOf(tensor: Tensor | undefined): Operator | undefined {
    return tensor && this.#producers.get(tensor);
  }

  /** How many times a tensor is read, as an output of the graph too. */
  usesOf(tensor: Tensor): number {
    const outside = this.outputs.filter((output) => output === tensor).length;
    return outside + (this.#readers.get(tensor)?.length ?? 0);
  }

  /** The producer of a tensor that nothing else reads. */
  soleProducerOf(tensor: Tensor | undefined): Operator | undefined {
    return tensor && this.usesOf(tensor) === 1 ? this.#producers.get(tensor) : undefined;
  }

  /** Puts an operator with the same outputs in the place of another; what then has no reader goes. */
  replace(old: Operator, operator: Operator): void {
    const place = this.#places.get(old);
    if (place === undefined) return;
    this.#leave(old);
    this.#slots[place] = operator;
    this.#enter(operator, place);
    this.#release(old.inputs);
  }

  /** Lets the readers of an operator's output read another tensor instead; the operator goes. */
  bypass(operator: Operator, tensor: Tensor): void {
    const [output] = operator.outputs;
    if (output === undefined) return;
    for (const reader of new Set(this.#readers.get(output))) {
      const inputs = reader.inputs.map((input) => (input === output ? tensor : input));
      this.replace(reader, { ...reader, inputs });
    }
    for (const [index, one] of this.outputs.entries()) if (one === output) this.outputs[index] = tensor;
    this.#remove(operator);
  }

  /** Takes out every operator that nothing reads. */
  dropUnread(): void {
    for (const operator of this.#slots.toReversed()) if (operator !== undefined) this.#dropIfUnread(operator);
  }

  #enter(operator: Operator, place: number): void {
    this.#places.set(operator, place);
    for (const output of operator.outputs) this.#producers.set(output, operator);
    for (const input of operator.inputs) {
      if (input === undefined) continue;
      const readers = this.#readers.get(input);
      if (readers === undefined) this.#readers.set(input, [operator]);
      else readers.push(operator);
    }
  }

  #leave(operator: Operator): void {
    this.#places.delete(operator);
    for (const input of operator.inputs) {
      const readers = input && this.#readers.get(input);
      readers?.splice(readers.indexOf(operator), 1);
    }
  }

  #remove(operator: Operator): void {
    const place = this.#places.get(operator);
    if (place === undefined) return;
    this.#leave(operator);
    this.#slots[place] = undefined;
    for (const output of operator.outputs) this.#producers.delete(output);
    this.#release(operator.inputs);
  }

  #release(inputs: readonly (Tensor | undefined)[]): void {
    for (const input of inputs) {
      const producer = this.producerOf(input);
      if (producer !== undefined) this.#dropIfUnread(producer);
    }
  }

  #dropIfUnread(operator: Operator): void {
    if (operator.outputs.every((output) => this.usesOf(output) === 0)) this.#remove(operator);
  }
}
