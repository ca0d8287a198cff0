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
  const absent: Located[] = [];
  const read: Located[] = [];
  readMembers(network, { file, folder, weights, absent, read, group: "", at: "" });
  for (const layer of absent) weights.set(layer.member, weights.get(original(layer, read)) ?? new Map());
  return weights;
}

interface Located {
  readonly member: Member;
  /** Its name with those of the models around it. */
  readonly at: string;
}

/**
 * A layer that is part of several models is saved with the first of them alone, and keeps its name in all: of the
 * layers with that name the one with the most names of models around it in common.
 */
function original({ member, at }: Located, read: readonly Located[]): Member {
  const path = at.split("/").reverse();
  const common = (other: string) => {
    const names = other.split("/").reverse();
    const differs = path.findIndex((name, i) => name !== names[i]);
    return differs < 0 ? path.length : differs;
  };
  const alike = read
    .filter((other) => other.member.name === member.name && other.member.className === member.className)
    .map((other) => ({ member: other.member, common: common(other.at) }))
    .sort((a, b) => b.common - a.common);
  const [best, second] = alike;
  if (best !== undefined && best.common !== second?.common) return best.member;
  throw missing(`the data of the layer '${at}' (class ${member.className})`);
}

interface Place {
  readonly file: Hdf5File;
  readonly folder: string;
  readonly weights: LayerWeights;
  readonly absent: Located[];
  readonly read: Located[];
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

function readLayer(member: Member, { file, weights, absent, read, group, at }: Place): void {
  const slots = weightSlots(member.className, member.config);
  if (slots === undefined) return;
  const found = file.children(`${group}/vars`)?.length ?? 0;
  if (found === 0 && slots.length > 0) {
    absent.push({ member, at });
    return;
  }
  if (found !== slots.length)
    throw missing(`a part of the ${slots.length} weights of the layer '${at}' (class ${member.className})`);
  const own = slots.flatMap((slot, i) =>
    slot.role === COUNT
      ? []
      : [[slot.role, readWeight(file, { layer: at, slot, path: `${group}/vars/${i}` })] as const],
  );
  weights.set(member, new Map(own));
  read.push({ member, at });
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
