import type { Operation } from "../operation.js";
import type { JsonRecord } from "./json-record.js";

/** A Functional or Sequential model as its config tells it, in one form: members and who reads whom. */
export interface Network {
  readonly name: string;
  readonly sequential: boolean;
  /** In the config's order, the order in which files keep weights too. */
  readonly members: readonly Member[];
  readonly inputs: readonly TensorReference[];
  readonly outputs: readonly TensorReference[];
  /** What each output is called where they are a dict. */
  readonly outputKeys?: readonly string[];
}

export interface Member {
  readonly name: string;
  readonly className: string;
  readonly config: JsonRecord;
  readonly nodes: readonly Node[];
  /** Of a model inside a model. */
  readonly network?: Network;
}

/** One call of a member. */
export interface Node {
  readonly inputs: readonly TensorReference[];
  readonly operation?: Operation;
}

/** The output number `tensor` of the call number `node` of a member, both counted from 0. */
export interface TensorReference {
  readonly layer: string;
  readonly node: number;
  readonly tensor: number;
}

/** @returns whether a member is a function call, not a layer. */
export function isOperation({ className }: Member): boolean {
  return className === "TFOpLambda" || className === "SlicingOpLambda" || className === "Operation";
}
