/** Loads LiteRT, which is made for a browser's worker, into a thread of Node: the only place that knows how. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { compileFunction } from "node:vm";
import { ServiceError } from "../../service/error.js";
import type { RuntimeLog } from "./runtime-log.js";

export type LiteRt = typeof import("@litertjs/core");

/**
 * The build for fixed-width SIMD alone, which every Node has: the same figures everywhere. The one for relaxed SIMD
 * (Node 22 and later) was not faster on the networks measured.
 */
const SCRIPT = "litert_wasm_compat_internal.js";
/** What it says where there is no GPU, which is as it should be. */
const NO_GPU = "Failed to create default WebGPU device";

let loading: Promise<LiteRt> | undefined;

/**
 * Loads LiteRT once in each thread.
 * @param log gets what LiteRT would print, from now on
 * @throws ServiceError `runtime_unloadable`
 */
export function loadLiteRt(log: RuntimeLog): Promise<LiteRt> {
  loading ??= load(log).catch((cause: unknown) => {
    loading = undefined;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError("runtime_unloadable", `LiteRT does not start: ${reason}`, { cause });
  });
  return loading;
}

async function load(log: RuntimeLog): Promise<LiteRt> {
  const print = (line: string) => log.add(line);
  const scope: Record<string, unknown> = { Module: { print, printErr: print } };
  const restore = lendGlobals({
    self: scope,
    importScripts: (path: string) => {
      scope.ModuleFactory = runScript(path);
    },
  });
  const warn = console.warn;
  console.warn = (...said: unknown[]) => {
    if (!String(said[0]).startsWith(NO_GPU)) warn(...said);
  };
  try {
    const liteRt = await import("@litertjs/core");
    const folder = dirname(dirname(createRequire(import.meta.url).resolve("@litertjs/core")));
    await liteRt.loadLiteRt(join(folder, "wasm", SCRIPT));
    return liteRt;
  } finally {
    console.warn = warn;
    restore();
  }
}

/** @returns what a CommonJS script exports; LiteRT's own lies in a package of modules, where `require` refuses it. */
function runScript(path: string): unknown {
  const module: { exports: unknown } = { exports: {} };
  const names = ["exports", "module", "require", "__dirname", "__filename"];
  const script = compileFunction(readFileSync(path, "utf8"), names, { filename: path });
  script(module.exports, module, createRequire(path), dirname(path), path);
  return module.exports;
}

/** Sets globals of this thread. @returns what puts back those that were there */
function lendGlobals(values: Readonly<Record<string, unknown>>): () => void {
  const before = Object.keys(values).map(
    (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
  );
  for (const [name, value] of Object.entries(values))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  return () => {
    for (const [name, descriptor] of before) {
      if (descriptor === undefined) Reflect.deleteProperty(globalThis, name);
      else Object.defineProperty(globalThis, name, descriptor);
    }
  };
}
