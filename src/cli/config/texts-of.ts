import { join } from "node:path";
import type { Texts } from "../../schema/place-of.js";
import type { Configuration } from "./configuration.js";

/** @returns the files and overrides that a configuration was made from. */
export function textsOf({ located: { folder, name }, defaultsFile, overrides }: Configuration): Texts {
  return {
    file: join(folder, `${name}.yaml`),
    defaultsFile,
    overrides: [...overrides.task, ...overrides.hydra],
  };
}
