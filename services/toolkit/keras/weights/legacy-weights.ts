import type { Member, Network } from "../config/network.js";
import type { Hdf5File } from "../hdf5/hdf5-file.js";
import type { LayerWeights } from "./layer-weights.js";
import { missing, readWeight } from "./read-weight.js";
import { COUNT, type WeightSlot, weightSlots } from "./weight-slots.js";

/**
 * Reads the weights of an `.h5` file: one group per layer of the outer model, whose attribute `weight_names` lists the
 * data sets. A nested model has one group for all of its layers.
 *
 * @throws ServiceError of `readWeight`
 */
export function legacyWeights(file: Hdf5File, network: Network): LayerWeights {
  const root = file.children("model_weights") === undefined ? "" : "model_weights/";
  const weights: LayerWeights = new Map();
  for (const member of network.members) {
    const group = `${root}${member.name}`;
    const names = textList(file, group, "weight_names");
    for (const { layer, at, slot, name } of assign(leavesOf(member), names)) {
      const own = weights.get(layer) ?? new Map();
      weights.set(layer, own);
      if (slot.role === COUNT) continue;
      own.set(slot.role, readWeight(file, { layer: at, slot, path: `${group}/${name}` }));
    }
  }
  return weights;
}

/** A list that is too long for one attribute is continued in `weight_names1`, `weight_names2`, … */
function textList(file: Hdf5File, group: string, name: string): readonly string[] {
  if (file.children(group) === undefined) return [];
  const whole = file.attribute(group, name);
  if (whole !== undefined) return typeof whole === "string" ? [whole] : whole;
  const list: string[] = [];
  for (let part = 0; ; part++) {
    const names = file.attribute(group, `${name}${part}`);
    if (names === undefined) return list;
    list.push(...(typeof names === "string" ? [names] : names));
  }
}

interface Leaf {
  readonly layer: Member;
  /** Its name with those of the models around it. */
  readonly at: string;
  readonly slots: readonly WeightSlot[];
}

interface Assigned {
  readonly layer: Member;
  readonly at: string;
  readonly slot: WeightSlot;
  readonly name: string;
}

function leavesOf(member: Member, at = ""): Leaf[] {
  const path = `${at}${member.name}`;
  if (member.network !== undefined)
    return member.network.members.flatMap((inner) => leavesOf(inner, `${path}/`));
  const slots = weightSlots(member.className, member.config) ?? [];
  return [{ layer: member, at: path, slots }];
}

/**
 * Keras writes all trainable weights of a group in the order of its layers, then all others. Names decide where the
 * places do not fit: layers that are not known here have weights too.
 */
function assign(leaves: readonly Leaf[], names: readonly string[]): Assigned[] {
  const places = leaves.flatMap((leaf) => leaf.slots.map((slot) => ({ ...leaf, slot })));
  const isTrainable = ({ layer, slot }: (typeof places)[number]) =>
    slot.trainable && layer.config.trainable !== false;
  const ordered = [...places.filter(isTrainable), ...places.filter((place) => !isTrainable(place))];
  const fits =
    ordered.length === names.length && ordered.every(({ slot }, i) => agrees(slot, names[i] ?? ""));
  if (fits) return ordered.map(({ layer, at, slot }, i) => ({ layer, at, slot, name: names[i] ?? "" }));
  return places.map(({ layer, at, slot }) => {
    const name = names.find((candidate) =>
      leaves.length === 1 ? isRole(candidate, slot) : isNamed(candidate, layer, slot),
    );
    if (name === undefined) throw missing(`the weight '${slot.role}' of the layer '${at}'`);
    return { layer, at, slot, name };
  });
}

const ROLES = new Set(
  "kernel bias depthwise_kernel pointwise_kernel gamma beta moving_mean moving_variance alpha mean variance count".split(
    " ",
  ),
);

function agrees(slot: WeightSlot, name: string): boolean {
  return !ROLES.has(lastPart(name)) || isRole(name, slot);
}

/** Keras 3 calls the kernel of a depthwise convolution just `kernel`. */
function isRole(name: string, { role }: WeightSlot): boolean {
  const last = lastPart(name);
  return last === role || (last === "kernel" && role === "depthwise_kernel");
}

function isNamed(name: string, { name: layer }: Member, slot: WeightSlot): boolean {
  return isRole(name, slot) && `/${name}`.includes(`/${layer}/`);
}

/** `stage1/conv/kernel:0` → `kernel` */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1).replace(/:\d+$/, "");
}
