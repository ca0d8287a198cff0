import { isObject } from "../../chain/config-value.js";
import type { ServiceManifest } from "../../chain/manifest.js";
import { partSecrets } from "../../chain/secrets.js";
import { withoutUrlSecrets } from "../../chain/url-secrets.js";
import { resolveAt } from "../../config/nodes/interpolation/resolve.js";
import type { ConfigNode } from "../../config/nodes/node.js";
import { sweeperParams } from "../../config/overrides/sweeper-params.js";
import { maskSecret } from "../../run/provenance.js";
import { coerce } from "../../schema/coerce.js";
import type { Configuration } from "./configuration.js";
import { servicesOf } from "./services-of.js";
import { textWithoutSecrets, withoutSecrets } from "./without-secrets.js";

/** Hides the secrets of a sweep in what it writes and shows. */
export interface SweepSecrets {
  /** Their texts, as far as they are written in the configuration. */
  readonly texts: readonly string[];
  /** @returns an override, without its value where its key is a secret. */
  hide(override: string): string;
  /** @returns a word of the command line that asked for the sweep, without the secrets anywhere in it. */
  hideInWord(word: string): string;
  /** @returns the sweep's config as `multirun.yaml` may show it. */
  hideIn(config: ConfigNode): ConfigNode;
}

/** @param configuration of the sweep, whose jobs are yet to be composed. Services that cannot be loaded have none. */
export function sweepSecrets(configuration: Configuration, cwd: string): SweepSecrets {
  const { job, context } = configuration;
  const loaded = servicesOf(resolveAt(job, "services_path", context), cwd);
  const services: ReadonlyMap<string, ServiceManifest> = loaded.ok ? loaded.value : new Map();
  const config = coerce(job, {}, cwd);
  const { secrets, paths } = partSecrets(isObject(config) ? config : {}, services);
  const written = [...secrets.values()].filter(isTold);
  const texts = [...written, ...sweptSecrets(configuration, services)];
  return {
    texts,
    hide: (override) => withoutUrlSecrets(maskSecret(override, services)),
    hideInWord: (word) => textWithoutSecrets(word, texts),
    hideIn: (node) => withoutSecrets(node, { paths, texts }),
  };
}

/** @returns the overrides that say what is swept, as they were written: those of the config, then the command line's. */
export function sweepTexts({
  config,
  context,
  overrides,
}: Pick<Configuration, "config" | "context" | "overrides">): string[] {
  const params = resolveAt(config, "hydra.sweeper.params", context);
  return [...(params?.kind === "map" ? sweeperParams(params) : []), ...overrides.task];
}

/** @returns the texts, of overrides and `hydra.sweeper.params`, that a secret is swept over. */
export function sweptSecrets(
  { config, context, overrides }: Configuration,
  services: ReadonlyMap<string, ServiceManifest>,
): string[] {
  const texts = sweepTexts({ config, context, overrides });
  const secret = texts.filter((text) => maskSecret(text, services) !== text);
  return secret.map((text) => text.slice(text.indexOf("=") + 1)).filter(isTold);
}

/** An interpolation says where a secret comes from. */
function isTold(text: string): boolean {
  return !text.includes("${");
}
