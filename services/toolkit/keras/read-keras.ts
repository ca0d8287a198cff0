import { closeSync, openSync, readSync, statSync } from "node:fs";
import { ServiceError } from "../service/error.js";
import { located } from "../service/located.js";
import { readArchive } from "./archive/read-archive.js";
import { diagnose } from "./diagnose.js";
import type { KerasModel } from "./model.js";
import { readLegacy } from "./read-legacy.js";

/**
 * Reads a Keras network, `.h5` or `.keras`, of Keras 2 or 3: its content decides, not its name. No code in it is run.
 *
 * @throws ServiceError `model_not_found`; `model_unreadable` (another format, cut short, damaged); `keras_weights_only`;
 * `keras_subclassed`; `keras_config_invalid`; `keras_layer_unsupported` (a Lambda layer, a layer called as in training);
 * `keras_weights_missing`, `keras_weights_type`, `keras_weights_invalid`; `weights_not_finite`. Each has the path.
 */
export async function readKeras(path: string): Promise<KerasModel> {
  const head = readHead(path);
  try {
    if (head.toString("latin1", 0, 4) === "\x89HDF") return readLegacy(path);
    if (head.toString("latin1", 0, 2) === "PK") return readArchive(path);
  } catch (cause) {
    throw located(cause, path);
  }
  const { what, hint } = diagnose(head);
  throw new ServiceError("model_unreadable", `${path} is not a Keras network: ${what}.`, {
    path,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** A pipe or a device is refused: reading one may never end. */
function readHead(path: string): Buffer {
  try {
    if (!statSync(path).isFile()) throw new Error("it is not a file");
    const descriptor = openSync(path, "r");
    try {
      const head = Buffer.alloc(256);
      return head.subarray(0, readSync(descriptor, head));
    } finally {
      closeSync(descriptor);
    }
  } catch (cause) {
    const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw isMissing
      ? new ServiceError("model_not_found", `There is no model ${path}.`, { path, cause })
      : new ServiceError("model_unreadable", `The model ${path} cannot be read: ${reason}`, { path, cause });
  }
}
