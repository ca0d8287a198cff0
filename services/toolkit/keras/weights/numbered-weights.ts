import { isOperation, type Member, type Network } from "../config/network.js";
import type { Hdf5File } from "../hdf5/hdf5-file.js";
import type { LayerWeights } from "./layer-weights.js";
import { missing, readWeight } from "./read-weight.js";
import { COUNT, weightSlots } from "./weight-slots.js";

/**
 * Reads `model.weights.h5` of a `.keras` file: data sets `layers/<class>_<n>/vars/<i>`, where layers of one class are
 * counted in the order of the model (`keras.src.saving.saving_lib`).
 *
 * @throws ServiceError of `readWeight`
 */
export function numberedWeights(file: Hdf5File, network: Network): LayerWeights {
  // The folder's name in files of TensorFlow 2.12.
  const folder = file.children("layers") === undefined ? "_layer_checkpoint_dependencies" : "layers";
  const weights: LayerWeights = new Map();
  readMembers(network, { file, folder, weights, group: "", at: "" });
  return weights;
}

interface Place {
  readonly file: Hdf5File;
  readonly folder: string;
  readonly weights: LayerWeights;
  readonly group: string;
  readonly at: string;
}

function readMembers(network: Network, place: Place): void {
  const used = new Map<string, number>();
  for (const member of network.members) {
    if (isOperation(member) && member.className === "Operation") continue;
    const name = snakeCase(member.className);
    const count = used.get(name) ?? 0;
    used.set(name, count + 1);
    const group = `${place.group}${place.folder}/${name}${count === 0 ? "" : `_${count}`}`;
    const at = `${place.at}${member.name}`;
    if (member.network === undefined) readLayer(member, { ...place, group, at });
    else readMembers(member.network, { ...place, group: `${group}/`, at: `${at}/` });
  }
}

function readLayer(member: Member, { file, weights, group, at }: Place): void {
  const slots = weightSlots(member.className, member.config);
  if (slots === undefined) return;
  const found = file.children(`${group}/vars`)?.length ?? 0;
  if (found !== slots.length)
    throw missing(
      `the layer '${at}' (class ${member.className}) has ${slots.length} weights, of which ${found}`,
    );
  const read = slots.flatMap((slot, i) =>
    slot.role === COUNT
      ? []
      : [[slot.role, readWeight(file, { layer: at, slot, path: `${group}/vars/${i}` })] as const],
  );
  weights.set(member, new Map(read));
}

/** `to_snake_case` of `keras.src.utils.naming`. */
function snakeCase(className: string): string {
  return className
    .slice(className.lastIndexOf(">") + 1)
    .replace(/\W+/g, "")
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
