/** The process that the built-in services share, so that a run pays for Node and a runtime once. */
import { extname } from "node:path";
import { loadCompiled } from "./toolkit/bundle/load-compiled.js";
import { tuneForNativeWork } from "./toolkit/bundle/tune-v8.js";
import type { Request, Service } from "./toolkit/service/protocol.js";
import { start } from "./toolkit/service/start.js";

/** Service name → what tells the text of its bundle, beside this one, from any other. */
declare const STAMPS: Readonly<Record<string, string>>;

const loaded = new Map<string, Service>();

tuneForNativeWork();
void start(async (request) => {
  const { service } = request;
  const stamp = STAMPS[service];
  if (stamp !== undefined && !loaded.has(service)) loaded.set(service, load(request, stamp));
  return loaded.get(service);
});

/** Networks of each format are read by code of their own. */
function load({ service, inputs }: Request, stamp: string): Service {
  const way = extname(inputs.model ?? "").slice(1);
  const file = `${__dirname}/${service}.cjs`;
  return loadCompiled<{ readonly run: Service }>(file, { stamp, way }).run;
}
