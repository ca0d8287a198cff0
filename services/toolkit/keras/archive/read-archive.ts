import { readFileSync } from "node:fs";
import { ServiceError } from "../../service/error.js";
import { parseConfig } from "../config/parse-config.js";
import { readNetwork } from "../config/read-network.js";
import { memorySource } from "../hdf5/byte-source.js";
import { Hdf5File } from "../hdf5/hdf5-file.js";
import { inlineNetwork } from "../inline-network.js";
import type { KerasModel } from "../model.js";
import { weightsByRole } from "../weights/layer-weights.js";
import { numberedWeights } from "../weights/numbered-weights.js";
import { writtenBy } from "../written-by.js";
import { unpack } from "./unpack.js";
import { type ZipEntry, zipDirectory } from "./zip-directory.js";

const MEBIBYTE = 2 ** 20;

/** What a part of a network for a microcontroller never reaches; a hostile archive unpacks to more. */
const LARGEST = {
  "config.json": 64 * MEBIBYTE,
  "metadata.json": MEBIBYTE,
  "model.weights.h5": 2048 * MEBIBYTE,
} as const;

/**
 * Reads a `.keras` network of Keras 2 or 3: a zip archive of `config.json` and `model.weights.h5`.
 *
 * @throws ServiceError as `readKeras`, without the path
 */
export function readArchive(path: string): KerasModel {
  const archive = readFileSync(path);
  const entries = zipDirectory(archive);
  const part = (name: keyof typeof LARGEST) => {
    const entry = entries.find((candidate) => candidate.name === name);
    if (entry === undefined) throw incomplete(name, entries);
    return unpack(archive, entry, LARGEST[name]);
  };
  const network = readNetwork(parseConfig(part("config.json").toString("utf8")));
  const weights = new Hdf5File(memorySource(part("model.weights.h5")));
  const model = inlineNetwork(network, weightsByRole(numberedWeights(weights, network)));
  const hasMetadata = entries.some(({ name }) => name === "metadata.json");
  return hasMetadata ? writtenBy(model, versionIn(part("metadata.json").toString("utf8"))) : model;
}

/** Nothing depends on the file but this: one that cannot be read tells no version. */
function versionIn(metadata: string): unknown {
  try {
    const value: unknown = JSON.parse(metadata);
    return typeof value === "object" && value !== null && "keras_version" in value
      ? value.keras_version
      : undefined;
  } catch {
    return undefined;
  }
}

function incomplete(name: string, entries: readonly ZipEntry[]): ServiceError {
  const names = entries.map((entry) => entry.name);
  const held = names.length === 0 ? "nothing" : names.slice(0, 5).join(", ");
  const isPyTorch = names.some((entry) => entry.endsWith("/data.pkl"));
  return new ServiceError(
    "model_unreadable",
    isPyTorch
      ? "it is a PyTorch file, not a Keras network"
      : `it is a zip archive without ${name}, so no Keras network; it holds ${held}`,
    { hint: "Save the network with model.save('model.keras')." },
  );
}
