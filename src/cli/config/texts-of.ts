import { join } from "node:path";
import type { Texts } from "../../schema/place-of.js";
import type { Configuration } from "./read-configuration.js";

/** @returns the files and overrides that a configuration was made from. */
export function textsOf({ located: { folder, name }, defaultsFile, composition }: Configuration): Texts {
  const { taskOverrides, hydraOverrides } = composition;
  const overrides = [...taskOverrides, ...hydraOverrides];
  return { file: join(folder, `${name}.yaml`), defaultsFile, overrides };
}
