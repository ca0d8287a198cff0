import { loadServices } from "../../chain/load-services.js";
import type { ServiceManifest } from "../../chain/manifest.js";
import type { Result } from "../../chain/problem.js";
import type { ConfigNode } from "../../config/nodes/node.js";
import { coerce } from "../../schema/coerce.js";
import { sections } from "../../schema/sections/sections.js";

/**
 * @param servicesPath the value of `services_path`, resolved.
 * @returns the shipped services and the user's own by name, or what is wrong with them.
 */
export function servicesOf(
  servicesPath: ConfigNode | undefined,
  cwd: string,
): Result<ReadonlyMap<string, ServiceManifest>> {
  return loadServices(servicesPath && coerce(servicesPath, sections.services_path, cwd));
}
