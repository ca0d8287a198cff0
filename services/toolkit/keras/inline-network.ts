import { configError } from "./config/config-error.js";
import { field, textField } from "./config/json-record.js";
import type { Member, Network, Node, TensorReference } from "./config/network.js";
import { keyOf, orderedNodes } from "./config/ordered-nodes.js";
import type { KerasLayer, KerasModel, KerasTensor, KerasWeight, LayerCall } from "./model.js";

export type WeightsOf = (member: Member) => ReadonlyMap<string, KerasWeight>;

/** A model that calls its inner models twice, and these theirs, grows without bound; real ones have some thousand. */
const MOST_CALLS = 100_000;

/**
 * Takes nested models apart into one list of calls, without those whose results reach no output.
 *
 * @throws ServiceError `keras_config_invalid`, `keras_input_unknown`
 */
export function inlineNetwork(network: Network, weightsOf: WeightsOf): KerasModel {
  const inputs = network.inputs.map((reference) => inputTensor(network, reference));
  const inlining: Inlining = { calls: [], layers: new Map(), weightsOf };
  const outputs = inline(network, inputs, "", inlining);
  return {
    name: network.name,
    inputs,
    outputs,
    outputLayers: network.outputs.map(({ layer }) => layer),
    ...(network.outputKeys === undefined ? {} : { outputKeys: network.outputKeys }),
    calls: reachable(inlining.calls, outputs),
  };
}

interface Inlining {
  readonly calls: LayerCall[];
  readonly layers: Map<Member, KerasLayer>;
  readonly weightsOf: WeightsOf;
}

function inputTensor(network: Network, { layer }: TensorReference): KerasTensor {
  const member = network.members.find(({ name }) => name === layer);
  const shape = field(member?.config, "batch_shape") ?? field(member?.config, "batch_input_shape");
  const type = textField(member?.config, "dtype") ?? "float32";
  if (!isShape(shape))
    throw configError(
      `the shape of the input '${layer}' is not told; the model was saved before it was built`,
    );
  return { name: layer, shape, ...(type === "float32" ? {} : { type }) };
}

function isShape(value: unknown): value is (number | null)[] {
  const isDimension = (size: unknown) =>
    size === null || (typeof size === "number" && Number.isInteger(size) && size > 0);
  return Array.isArray(value) && value.length > 0 && value.every(isDimension);
}

function inline(network: Network, inputs: readonly KerasTensor[], at: string, to: Inlining): KerasTensor[] {
  if (inputs.length !== network.inputs.length)
    throw configError(
      `the model '${network.name}' takes ${network.inputs.length} inputs and is given ${inputs.length}`,
    );
  const values = new Map<string, readonly KerasTensor[]>();
  network.inputs.forEach(({ layer }, i) => {
    const input = inputs[i];
    if (input !== undefined) values.set(keyOf(layer, 0), [input]);
  });
  const tensorOf = ({ layer, node, tensor }: TensorReference) => {
    const value = values.get(keyOf(layer, node))?.[tensor];
    if (value === undefined)
      throw configError(`output ${tensor} of call ${node} of '${at}${layer}' is used but not made`);
    return value;
  };
  for (const { member, node, index, outputs } of orderedNodes(network))
    values.set(
      keyOf(member.name, index),
      call(member, node, { outputs, at, to, inputs: node.inputs.map(tensorOf) }),
    );
  return network.outputs.map(tensorOf);
}

interface Call {
  readonly inputs: readonly KerasTensor[];
  /** How many of its outputs are used, as far as the config tells. */
  readonly outputs: number;
  readonly at: string;
  readonly to: Inlining;
}

function call(member: Member, node: Node, { inputs, outputs, at, to }: Call): readonly KerasTensor[] {
  if (member.network !== undefined) return inline(member.network, inputs, `${at}${member.name}/`, to);
  if (to.calls.length >= MOST_CALLS) throw configError(`the model has more than ${MOST_CALLS} layer calls`);
  const layer = to.layers.get(member) ?? makeLayer(member, node, at, to.weightsOf);
  to.layers.set(member, layer);
  const made = Array.from({ length: outputs }, () => ({ name: layer.name }));
  to.calls.push({ layer, inputs, outputs: made });
  return made;
}

function makeLayer(member: Member, { operation }: Node, at: string, weightsOf: WeightsOf): KerasLayer {
  return {
    name: `${at}${member.name}`,
    className: member.className,
    config: member.config,
    ...(operation === undefined ? {} : { operation }),
    weights: weightsOf(member),
  };
}

function reachable(calls: readonly LayerCall[], outputs: readonly KerasTensor[]): LayerCall[] {
  const needed = new Set(outputs);
  const kept = calls.toReversed().filter((made) => {
    if (!made.outputs.some((tensor) => needed.has(tensor))) return false;
    for (const input of made.inputs) needed.add(input);
    return true;
  });
  return kept.reverse();
}
