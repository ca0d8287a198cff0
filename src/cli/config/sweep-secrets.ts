import { isObject } from "../../chain/config-value.js";
import type { ServiceManifest } from "../../chain/manifest.js";
import { partSecrets } from "../../chain/secrets.js";
import { resolveAt } from "../../config/nodes/interpolation/resolve.js";
import type { ConfigNode } from "../../config/nodes/node.js";
import { maskSecret } from "../../run/provenance.js";
import { coerce } from "../../schema/coerce.js";
import type { Configuration } from "./configuration.js";
import { servicesOf } from "./services-of.js";
import { withoutSecrets } from "./without-secrets.js";

/** Hides the secrets of a sweep in what it writes and shows. */
export interface SweepSecrets {
  /** @returns an override, without its value where its key is a secret. */
  hide(override: string): string;
  /** @returns the sweep's config as `multirun.yaml` may show it. */
  hideIn(config: ConfigNode): ConfigNode;
}

/** @param configuration of the sweep, whose jobs are yet to be composed. Services that cannot be loaded have none. */
export function sweepSecrets({ job, context, overrides }: Configuration, cwd: string): SweepSecrets {
  const loaded = servicesOf(resolveAt(job, "services_path", context), cwd);
  const services: ReadonlyMap<string, ServiceManifest> = loaded.ok ? loaded.value : new Map();
  const hide = (override: string) => maskSecret(override, services);
  const config = coerce(job, {}, cwd);
  const written = isObject(config) ? [...partSecrets(config, services).secrets.values()] : [];
  const texts = written.filter((text) => !text.includes("${"));
  const swept = overrides.task.filter((text) => hide(text) !== text);
  const values = swept.map((text) => text.slice(text.indexOf("=") + 1));
  return { hide, hideIn: (node) => withoutSecrets(node, [...texts, ...values]) };
}
