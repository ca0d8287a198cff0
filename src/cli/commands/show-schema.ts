import { loadServices } from "../../chain/load-services.js";
import type { Arguments } from "../../config/app/flags/parse-arguments.js";
import { resolveAt } from "../../config/nodes/interpolation/resolve.js";
import { editorSchema } from "../../schema/editor-schema.js";
import { CliError } from "../cli-error.js";
import { configurationOf } from "../config/configuration.js";
import { openConfigs } from "../config/open-configs.js";
import { servicesOf } from "../config/services-of.js";
import type { World } from "../world.js";

/**
 * @returns the JSON Schema of a configuration file as its author writes it; with the services of a configuration
 *   that the command line names or changes.
 * @throws CliError for services that cannot be loaded; ConfigError as `compose`.
 */
export function showSchema(request: Arguments, world: World): string {
  const services = isNamed(request) ? ownServices(request, world) : loadServices(undefined);
  if (!services.ok) throw new CliError(services.problems.map(({ message }) => message).join("\n"));
  return `${JSON.stringify(editorSchema(services.value.values()), null, 2)}\n`;
}

function isNamed({ flags, words }: Arguments): boolean {
  return words.length > 0 || flags.has("config-name") || flags.has("config-path");
}

function ownServices({ flags, words }: Arguments, world: World) {
  const configs = openConfigs(flags, world);
  const { job, context } = configurationOf(configs, configs.compose(words).config);
  return servicesOf(resolveAt(job, "services_path", context), world.cwd);
}
