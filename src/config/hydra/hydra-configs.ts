import type { EmbeddedConfigs } from "../defaults/embedded-source.js";
import { packageHeader } from "../defaults/header.js";
import type { Schema } from "../defaults/schema.js";
import type { SourcedConfig } from "../defaults/source.js";
import { loadConfig } from "../yaml/load-config.js";
import { PACKAGED_TEXT } from "./packaged-text.js";
import { basicLauncherSchema, basicSweeperSchema, hydraSchema } from "./schema.js";
import { STRUCTURED_TEXT } from "./structured-text.js";

const SCHEMAS: ReadonlyMap<string, Schema> = new Map([
  ["hydra/config", hydraSchema],
  ["hydra/launcher/basic", basicLauncherSchema],
  ["hydra/sweeper/basic", basicSweeperSchema],
]);

/** `pkg://hydra.conf`: the groups that every composition can choose from. Each is parsed once, when it is needed. */
export const packagedConfigs: EmbeddedConfigs = embed(PACKAGED_TEXT, "pkg://hydra.conf");

/** `structured://`: Hydra's node and the basic launcher and sweeper, with their types. */
export const structuredConfigs: EmbeddedConfigs = embed(STRUCTURED_TEXT, "structured://");

function embed(texts: Readonly<Record<string, string>>, place: string): EmbeddedConfigs {
  return new Map(Object.entries(texts).map(([path, text]) => [path, once(() => parse(path, text, place))]));
}

function parse(path: string, text: string, place: string): SourcedConfig {
  const source = `${place}/${path}.yaml`;
  const header = packageHeader(text, source);
  const schema = SCHEMAS.get(path);
  return { node: loadConfig(text, source), ...(header && { header }), ...(schema && { schema }) };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
