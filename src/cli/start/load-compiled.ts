import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { Script } from "node:vm";
import type { Ways } from "../main.js";
import { keepAside } from "./keep-aside.js";

/** A part of the program that is started by itself. */
export interface Startable {
  /** @param perform loads what runs something. @returns whether it does what the command line asks for. */
  start(perform: Ways["perform"]): boolean;
}

/**
 * Loads a CommonJS bundle with what V8 compiled of it at an earlier start, which halves the time that this takes. The
 * compiled code lies in the user's cache folder (`$XDG_CACHE_HOME`, else `~/.cache`). Where it cannot be read or is that of
 * another Node, and with NODE_DISABLE_COMPILE_CACHE, the bundle is compiled as ever.
 *
 * Node 20 loses what `import()` in it would need: a bundle imports nothing by itself. By hand, since Node's own `module.enableCompileCache` came with 22.1.
 *
 * @param file absolute; ASCII.
 * @param stamp tells its text from any other: V8 compares no more than lengths.
 */
export function loadCompiled(file: string, stamp: string): Startable {
  const name = `${basename(file, ".cjs")}-${stamp}-${process.version}-${process.arch}.bin`;
  const cached = process.env.NODE_DISABLE_COMPILE_CACHE ? undefined : join(cacheFolder(), name);
  const cachedData = cached && readIfThere(cached);
  const script = new Script(
    `(function(exports,require,module,__filename){${readFileSync(file, "latin1")}\n})`,
    {
      filename: file,
      ...(cachedData && { cachedData }),
    },
  );
  const module = { exports: {} as Startable };
  script.runInThisContext()(module.exports, createRequire(file), module, file);
  const isMissing = cachedData === undefined || script.cachedDataRejected === true;
  // At the end the functions that were needed are compiled.
  if (cached && isMissing) process.once("exit", () => keepAside(cached, script.createCachedData()));
  return module.exports;
}

function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "stm32ai_main", "compiled");
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
