import { valueAt } from "../../chain/config-value.js";
import type { JsonObject } from "../../schema/json.js";
import type { World } from "../world.js";

/** The default of `general.project_name`. */
const UNNAMED = "<unnamed>";
const VARIABLE = "MLFLOW_EXPERIMENT_NAME";

/** @returns `general.project_name`, or else what MLFLOW_EXPERIMENT_NAME says. */
export function experimentName(config: JsonObject, env: World["env"]): string {
  const name = valueAt(config, "general.project_name");
  return typeof name === "string" && name !== UNNAMED ? name : env[VARIABLE] || UNNAMED;
}
