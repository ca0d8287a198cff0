import type { TensorData } from "../graph.js";

/** The inputs of one run, in memory that threads share. */
export type SharedInputs = readonly TensorData[];

/**
 * Memory for the inputs of runs that another thread makes, used again from run to run: a message would copy them twice,
 * into memory that is new each time and costs more than the copying.
 */
export class InputMemory {
  readonly #free: SharedInputs[] = [];

  /** @returns copies of the inputs that are this run's until they are given back. */
  hold(inputs: readonly TensorData[]): SharedInputs {
    const known = this.#free.pop();
    const fits = known?.length === inputs.length && known.every((held, i) => isAlike(held, inputs[i]));
    const held = fits ? known : inputs.map(sharedLike);
    for (const [i, input] of inputs.entries()) bytesOf(held[i] ?? input).set(bytesOf(input));
    return held;
  }

  /** For a run that has ended. */
  giveBack(inputs: SharedInputs): void {
    this.#free.push(inputs);
  }
}

function isAlike(held: TensorData, input: TensorData | undefined): boolean {
  return held.constructor === input?.constructor && held.length === input.length;
}

function sharedLike(values: TensorData): TensorData {
  const Values = values.constructor as new (memory: SharedArrayBuffer) => TensorData;
  return new Values(new SharedArrayBuffer(values.byteLength));
}

function bytesOf({ buffer, byteOffset, byteLength }: TensorData): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
