import type { KerasModel } from "../../keras/model.js";
import { located } from "../../service/located.js";
import type { Graph } from "../graph.js";
import { lowerKeras } from "./lower-keras.js";

/**
 * Lowers the Keras network of a file.
 * @throws ServiceError as `lowerKeras`, each with the file's path
 */
export function graphOfKeras(model: KerasModel, path: string): Graph {
  try {
    return lowerKeras(model);
  } catch (cause) {
    throw located(cause, path);
  }
}
