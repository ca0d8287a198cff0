import { ServiceError } from "../../service/error.js";
import type { Operation, OperationArgument } from "../operation.js";
import { configError } from "./config-error.js";
import { field, isRecord, type JsonRecord, textField } from "./json-record.js";
import type { Node, TensorReference } from "./network.js";
import { type FindTensor, readArgument } from "./operation-arguments.js";

/** What a node of Keras 2 has in the place of a layer's name for a constant. */
const CONSTANT = "_CONSTANT_VALUE";

/** The layer whose calls are read: `called` is the function of a layer that stands for one. */
export interface Caller {
  readonly name: string;
  readonly className: string;
  readonly config: JsonRecord;
  readonly called?: string;
}

/**
 * Reads one element of `inbound_nodes`: Keras 3's `{args, kwargs}`, or Keras 2's `[[layer, node, tensor, kwargs], …]`
 * in any nesting (a bare one for function calls, without kwargs in old files).
 *
 * @throws ServiceError `keras_config_invalid`; `keras_layer_unsupported` for a call as in training
 */
export function readNode(node: unknown, caller: Caller): Node {
  const inputs: TensorReference[] = [];
  const { args, kwargs } = isKeras3Node(node) ? keras3Arguments(node, inputs) : keras2Arguments(node, inputs);
  refuseTraining(caller, kwargs);
  if (caller.called === undefined) {
    if (inputs.length === 0) throw configError(`the layer '${caller.name}' is called on no tensor`);
    return { inputs };
  }
  const settings = isKeras3Node(node) ? settingsOf(caller.config) : [];
  const operation: Operation = { function: caller.called, args, kwargs: new Map([...settings, ...kwargs]) };
  return { inputs, operation };
}

export function isKeras3Node(node: unknown): boolean {
  return Array.isArray(field(node, "args")) && isRecord(field(node, "kwargs"));
}

interface Arguments {
  readonly args: readonly OperationArgument[];
  readonly kwargs: ReadonlyMap<string, OperationArgument>;
}

function keras3Arguments(node: unknown, inputs: TensorReference[]): Arguments {
  const args = field(node, "args");
  return {
    args: Array.isArray(args) ? args.map((value) => readArgument(value, kerasTensor, inputs)) : [],
    kwargs: readKwargs(field(node, "kwargs"), kerasTensor, inputs),
  };
}

const kerasTensor: FindTensor = (value) =>
  textField(value, "class_name") === "__keras_tensor__"
    ? referenceOf(field(field(value, "config"), "keras_history"))
    : undefined;

function keras2Arguments(node: unknown, inputs: TensorReference[]): Arguments {
  let kwargs: unknown;
  const first: OperationArgument = readArgument(
    node,
    (value) => {
      if (!isKeras2Reference(value)) return undefined;
      kwargs ??= value[3];
      return value[0] === CONSTANT ? undefined : referenceOf(value.slice(0, 3));
    },
    inputs,
  );
  const args = [unwrapConstant(single(first))];
  return { args, kwargs: readKwargs(kwargs, (value) => kwargTensor(value), inputs) };
}

/** A layer's only tensor stands in a list of one. */
function single(argument: OperationArgument): OperationArgument {
  const only = argument.kind === "list" && argument.items.length === 1 ? argument.items[0] : undefined;
  return only ?? argument;
}

function unwrapConstant(argument: OperationArgument): OperationArgument {
  if (argument.kind === "list") return { kind: "list", items: argument.items.map(unwrapConstant) };
  if (argument.kind !== "constant" || !Array.isArray(argument.value)) return argument;
  const [mark, , value] = argument.value;
  return mark === CONSTANT ? { kind: "constant", value: value ?? null } : argument;
}

function isKeras2Reference(value: unknown): value is unknown[] {
  return (
    Array.isArray(value) &&
    (value.length === 3 || value.length === 4) &&
    typeof value[0] === "string" &&
    Number.isInteger(value[1]) &&
    (value[3] === undefined || isRecord(value[3]))
  );
}

function kwargTensor(value: unknown): TensorReference | undefined {
  return isKeras2Reference(value) && value.length === 3 && value[0] !== CONSTANT
    ? referenceOf(value)
    : undefined;
}

function readKwargs(value: unknown, findTensor: FindTensor, inputs: TensorReference[]) {
  const entries = isRecord(value) ? Object.entries(value) : [];
  return new Map(entries.map(([key, item]) => [key, readArgument(item, findTensor, inputs)] as const));
}

function settingsOf(config: JsonRecord): [string, OperationArgument][] {
  return Object.entries(config)
    .filter(([key]) => key !== "name" && key !== "dtype" && key !== "trainable")
    .map(([key, value]) => [key, readArgument(value, () => undefined, [])]);
}

/** @throws ServiceError `keras_config_invalid` for what is not `[layer, node, tensor]` */
export function referenceOf(value: unknown): TensorReference {
  const [layer, node, tensor] = Array.isArray(value) ? value : [];
  if (typeof layer === "string" && isIndex(node) && isIndex(tensor)) return { layer, node, tensor };
  throw configError(`${JSON.stringify(value)?.slice(0, 80)} does not name a tensor ([layer, node, tensor])`);
}

function isIndex(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

/** Keras 3 calls a Resizing with `training=True` wherever nobody says otherwise; it makes no difference to it. */
const INDIFFERENT_TO_TRAINING: ReadonlySet<string> = new Set(["Resizing"]);

function refuseTraining({ name, className, called }: Caller, kwargs: Arguments["kwargs"]): void {
  const training = kwargs.get("training");
  if (called !== undefined || INDIFFERENT_TO_TRAINING.has(className) || training?.kind !== "constant") return;
  if (training.value !== true && training.value !== 1) return;
  throw new ServiceError(
    "keras_layer_unsupported",
    `The layer '${name}' is called with training=True: it would work as in training in the finished network too.`,
    { hint: "Build the network again without training=True." },
  );
}
