import type { KerasModel } from "./model.js";

/**
 * @param version - what the file says of the Keras that wrote it, `2.15.0` or `3.4.1`.
 * @returns the network with its major version; as it is where the text tells none that is known.
 */
export function writtenBy(model: KerasModel, version: unknown): KerasModel {
  const major = typeof version === "string" ? Number.parseInt(version, 10) : Number.NaN;
  if (major !== 2 && major !== 3) return model;
  return { ...model, version: major };
}
