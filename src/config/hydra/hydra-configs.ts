import type { EmbeddedConfigs } from "../defaults/embedded-source.js";
import type { Schema } from "../defaults/schema.js";
import type { SourcedConfig } from "../defaults/source.js";
import { unpack } from "../yaml/packed.js";
import { type PackedConfig, packaged, structured } from "./generated/configs.js";
import { basicLauncherSchema, basicSweeperSchema, hydraSchema } from "./schema.js";

const SCHEMAS: ReadonlyMap<string, Schema> = new Map([
  ["hydra/config", hydraSchema],
  ["hydra/launcher/basic", basicLauncherSchema],
  ["hydra/sweeper/basic", basicSweeperSchema],
]);

/** `pkg://hydra.conf`: the groups of Hydra's package that every composition can choose from, from `packaged/`. */
export const packagedConfigs: EmbeddedConfigs = embed(packaged, "pkg://hydra.conf");

/** `structured://`: what Hydra registers from classes, from `structured/`: its node, launcher and sweeper, typed. */
export const structuredConfigs: EmbeddedConfigs = embed(structured, "structured://");

function embed(configs: Readonly<Record<string, PackedConfig>>, place: string): EmbeddedConfigs {
  return new Map(
    Object.entries(configs).map(([path, config]) => [path, once(() => open(path, config, place))]),
  );
}

function open(path: string, { header, tree }: PackedConfig, place: string): SourcedConfig {
  const schema = SCHEMAS.get(path);
  const node = unpack(JSON.parse(tree), `${place}/${path}.yaml`);
  return { node, ...(header && { header }), ...(schema && { schema }) };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
