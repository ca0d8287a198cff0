import { valueAt } from "../../chain/config-value.js";
import type { JsonObject } from "../../schema/json.js";

/** The default of `dataset.name`. */
const UNNAMED = "unnamed";

/** @returns `dataset.name`; undefined where nobody gave one. */
export function datasetName(config: JsonObject): string | undefined {
  const name = valueAt(config, "dataset.name");
  return typeof name === "string" && name !== UNNAMED ? name : undefined;
}
