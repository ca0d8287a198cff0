import { ServiceError } from "../../service/error.js";
import { classNameOf } from "./class-name.js";
import { configError } from "./config-error.js";
import { countFromZero } from "./count-from-zero.js";
import { field, isRecord, type JsonRecord, textField } from "./json-record.js";
import type { Member, Network, TensorReference } from "./network.js";
import { isKeras3Node, readNode, referenceOf } from "./read-nodes.js";
import { sequentialNetwork } from "./sequential-network.js";

/** Models inside models inside models: nobody nests them deeper. */
const DEEPEST = 32;

/**
 * Reads a serialized model, as the attribute `model_config` or `config.json` has it.
 *
 * @throws ServiceError `keras_config_invalid`, `keras_subclassed`, `keras_layer_unsupported` (Lambda)
 */
export function readNetwork(entry: unknown): Network {
  const network = networkOf(entry, "", 0);
  if (network !== undefined) return network;
  const className = textField(entry, "class_name") ?? "unknown";
  throw new ServiceError(
    "keras_subclassed",
    `it is a subclassed model (class ${className}): its layers are joined by Python code, which the file does not hold.`,
    {
      hint: "Rebuild it with the functional API, keras.Model(inputs, outputs), load the weights and save it.",
    },
  );
}

/** @returns `undefined` for a layer, or a model whose config does not tell its layers. */
function networkOf(entry: unknown, at: string, depth: number): Network | undefined {
  if (depth > DEEPEST) throw configError(`the model '${at}' is nested too deeply`);
  const className = classNameOf(entry);
  const config = field(entry, "config");
  const layers = Array.isArray(config) ? config : field(config, "layers");
  if (!Array.isArray(layers)) return undefined;
  const name = textField(config, "name") ?? textField(entry, "name") ?? className.toLowerCase();
  const read = (layer: unknown) => readMember(layer, at, depth);
  if (className === "Sequential") return sequentialNetwork(name, layers.map(read), entry);
  const [inputs, outputs] = [field(config, "input_layers"), field(config, "output_layers")];
  if (inputs === undefined || outputs === undefined) return undefined;
  return countFromZero(
    {
      name,
      sequential: false,
      members: layers.map(read),
      inputs: flatReferences(inputs),
      outputs: flatReferences(outputs),
      ...(isRecord(outputs) && { outputKeys: keysOf(outputs) }),
    },
    new Set(layers.filter(isOfKeras3).map((layer) => textField(layer, "name") ?? "")),
  );
}

function readMember(entry: unknown, at: string, depth: number): Member {
  const config = field(entry, "config");
  if (!isRecord(entry) || (!isRecord(config) && !Array.isArray(config)))
    throw configError(`a layer of '${at === "" ? "the model" : at}' has no config`);
  const name = textField(entry, "name") ?? textField(config, "name") ?? "";
  const path = at === "" ? name : `${at}/${name}`;
  const className = classNameOf(entry);
  if (className === "Lambda") throw lambda(path);
  const network = networkOf(entry, path, depth + 1);
  const nodes = field(entry, "inbound_nodes");
  const list = Array.isArray(nodes) ? nodes.filter(isNotEmpty) : [];
  const called = functionOf(className, entry);
  const layerConfig: JsonRecord = isRecord(config) ? config : {};
  return {
    name,
    className,
    config: called === undefined ? layerConfig : { ...layerConfig, function: called },
    nodes: list.map((node) =>
      readNode(node, {
        name: path,
        className,
        config: layerConfig,
        ...(called === undefined ? {} : { called }),
      }),
    ),
    ...(network === undefined ? {} : { network }),
  };
}

function functionOf(className: string, entry: unknown): string | undefined {
  if (className === "Operation") return textField(entry, "class_name") ?? "";
  if (className !== "TFOpLambda" && className !== "SlicingOpLambda") return undefined;
  return textField(field(entry, "config"), "function") ?? "";
}

function isOfKeras3(layer: unknown): boolean {
  const nodes = field(layer, "inbound_nodes");
  return Array.isArray(nodes) && nodes.some(isKeras3Node);
}

function isNotEmpty(node: unknown): boolean {
  return !(Array.isArray(node) && node.length === 0);
}

/** `[layer, node, tensor]`, or these in lists, or under names: then in the order of the names, as Keras does. */
function flatReferences(value: unknown): TensorReference[] {
  if (Array.isArray(value) && typeof value[0] === "string") return [referenceOf(value)];
  if (Array.isArray(value)) return value.flatMap(flatReferences);
  if (!isRecord(value)) throw configError("the inputs or outputs of a model are not listed");
  return Object.keys(value)
    .sort()
    .flatMap((key) => flatReferences(value[key]));
}

/** The name of each reference of a dict; those of a list in it share one. */
function keysOf(value: JsonRecord): string[] {
  return Object.keys(value)
    .sort()
    .flatMap((key) => flatReferences(value[key]).map(() => key));
}

function lambda(path: string): ServiceError {
  return new ServiceError(
    "keras_layer_unsupported",
    `The layer '${path}' (class Lambda) holds Python code, which is never run: what it computes is not known.`,
    {
      hint: "Replace it with ordinary layers (Rescaling, Activation, Multiply, …) and save the network again.",
    },
  );
}
