import { AsideFile } from "../aside-file.js";
import type { KerasLayer, KerasModel } from "./model.js";
import { networkConfig } from "./network-config.js";

/**
 * Writes a network as an `.h5` file that Keras 2 loads. Models inside it stay taken apart: their layers have their
 * full names. The file appears whole or not at all.
 *
 * @throws ServiceError `keras_write_unsupported`, `output_unwritable`
 */
export async function writeKeras(model: KerasModel, path: string): Promise<void> {
  const config = networkConfig(model);
  const { File, ready } = await import("h5wasm/node");
  await ready;
  // Opened before the library does, which would tell stderr of a file that cannot be made.
  const whole = new AsideFile(path);
  try {
    const file = new File(whole.aside, "w");
    try {
      for (const holder of [file, file.create_group("model_weights")]) {
        holder.create_attribute("keras_version", KERAS_VERSION);
        holder.create_attribute("backend", "tensorflow");
      }
      file.create_attribute("model_config", config);
      writeWeights(file, model);
    } finally {
      file.close();
    }
    whole.finish();
  } finally {
    whole.discard();
  }
}

/** The form of the config and of the names of weights is that of Keras 2. */
const KERAS_VERSION = "2.15.0";

type Group = import("h5wasm/node").Group;

function writeWeights(file: Group, { inputs, calls }: KerasModel): void {
  const root = groupIn(file, "model_weights");
  const layers = [...new Set(calls.map(({ layer }) => layer))];
  const names = [...inputs, ...layers].map(({ name }) => name);
  root.create_attribute("layer_names", names);
  for (const name of names) groupIn(root, name);
  for (const layer of layers) writeLayer(groupIn(root, layer.name), layer);
}

function writeLayer(group: Group, { name, weights }: KerasLayer): void {
  if (weights.size === 0) return;
  group.create_attribute(
    "weight_names",
    [...weights.keys()].map((role) => `${name}/${role}:0`),
  );
  const inner = groupIn(group, name);
  for (const [role, { shape, data }] of weights)
    inner.create_dataset({ name: `${role}:0`, data, shape: [...shape], dtype: "<f" });
}

/** The library makes only the last group of a path. */
function groupIn(root: Group, path: string): Group {
  let group = root;
  for (const name of path.split("/")) {
    const inner = group.keys().includes(name) ? group.get(name) : group.create_group(name);
    if (inner === null || !("create_group" in inner)) throw new Error(`${path} is no group`);
    group = inner;
  }
  return group;
}
