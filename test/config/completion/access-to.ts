import type { ConfigAccess } from "../../../src/config/completion/complete.js";
import { compose, openRepository } from "../../../src/config/compose.js";
import type { ComposeOptions } from "../../../src/config/composition.js";
import { resolveContext } from "../../../src/config/resolve-context.js";

/** @returns what completion needs of the configs that the options compose. */
export function accessTo(
  options: Omit<ComposeOptions, "overrides" | "mode"> & { cwd: string },
): ConfigAccess {
  return {
    compose: (overrides, { mode, repository }) => compose({ ...options, overrides, mode }, repository),
    repository: (overrides) => openRepository({ ...options, overrides }),
    context: (config) => resolveContext({ ...options, config }),
    cwd: options.cwd,
    ...(options.files && { files: options.files }),
  };
}
