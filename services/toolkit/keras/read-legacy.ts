import { ServiceError } from "../service/error.js";
import { parseConfig } from "./config/parse-config.js";
import { readNetwork } from "./config/read-network.js";
import { fileSource } from "./hdf5/byte-source.js";
import { Hdf5File } from "./hdf5/hdf5-file.js";
import { inlineNetwork } from "./inline-network.js";
import type { KerasModel } from "./model.js";
import { weightsByRole } from "./weights/layer-weights.js";
import { legacyWeights } from "./weights/legacy-weights.js";
import { writtenBy } from "./written-by.js";

/**
 * Reads an `.h5` network of Keras 2 or 3: the attribute `model_config` and the group `model_weights`.
 *
 * @throws ServiceError as `readKeras`, without the path
 */
export function readLegacy(path: string): KerasModel {
  const source = fileSource(path);
  try {
    const file = new Hdf5File(source);
    const config = file.attribute("", "model_config");
    if (typeof config !== "string") throw withoutConfig(file);
    const network = readNetwork(parseConfig(config));
    const model = inlineNetwork(network, weightsByRole(legacyWeights(file, network)));
    return writtenBy(model, file.attribute("", "keras_version"));
  } finally {
    source.close();
  }
}

function withoutConfig(file: Hdf5File): ServiceError {
  const holdsWeights =
    file.attribute("", "layer_names") !== undefined ||
    ["layers", "_layer_checkpoint_dependencies", "vars"].some((name) => file.children(name) !== undefined);
  if (!holdsWeights)
    return new ServiceError(
      "model_unreadable",
      "it is an HDF5 file, but no Keras network: it has no model_config",
      {
        hint: "Save the network with model.save('model.h5').",
      },
    );
  return new ServiceError(
    "keras_weights_only",
    "it holds weights without the network (made by save_weights): how its layers are joined is not in it",
    { hint: "Build the network in Keras, model.load_weights(…) this file, and model.save('model.h5') it." },
  );
}
