import { configError } from "./config-error.js";
import { field } from "./json-record.js";
import type { Member, Network } from "./network.js";

/** The members of a Sequential model as calls one after the other; an input is put in front where the config has none. */
export function sequentialNetwork(name: string, layers: readonly Member[], entry: unknown): Network {
  if (layers.length === 0) throw configError(`the Sequential model '${name}' has no layers`);
  const [first] = layers;
  const hasInput = first?.className === "InputLayer";
  const members = hasInput ? [...layers] : [implicitInput(first, entry), ...layers];
  const chained = members.map((member, i) => {
    const before = members[i - 1];
    return before === undefined ? member : { ...member, nodes: [{ inputs: outputsOf(before) }] };
  });
  const [input, last] = [chained[0], chained.at(-1)];
  return {
    name,
    sequential: true,
    members: chained,
    inputs: input === undefined ? [] : outputsOf(input),
    outputs: last === undefined ? [] : outputsOf(last),
  };
}

/** A model in a chain may hand several tensors on. */
function outputsOf({ name, network }: Member) {
  const count = network?.outputs.length ?? 1;
  return Array.from({ length: count }, (_, tensor) => ({ layer: name, node: 0, tensor }));
}

function implicitInput(first: Member | undefined, entry: unknown): Member {
  return {
    name: `${first?.name ?? "model"}_input`,
    className: "InputLayer",
    config: { batch_shape: shapeOf(first) ?? builtShape(entry) ?? null },
    nodes: [],
  };
}

/** The shape that a layer was given for its input; of a model, that of its own first input. */
function shapeOf(member: Member | undefined): unknown {
  const own = field(member?.config, "batch_input_shape") ?? field(member?.config, "batch_shape");
  if (own !== undefined || member?.network === undefined) return own;
  const { inputs, members } = member.network;
  return shapeOf(members.find(({ name }) => name === inputs[0]?.layer));
}

function builtShape(entry: unknown): unknown {
  return (
    field(field(entry, "config"), "build_input_shape") ?? field(field(entry, "build_config"), "input_shape")
  );
}
