import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { Script } from "node:vm";
import { isOlder, keepAside } from "./keep-aside.js";

/** How often what is kept takes in the code that other starts on the same way needed beside. */
const RENEWED_MS = 60 * 60 * 1000;

export interface Start {
  /** Tells the bundle's text from any other: V8 compares no more than lengths. */
  readonly stamp: string;
  /** Code is kept for each way to use the program. */
  readonly way: string;
}

/**
 * Loads a CommonJS bundle with what V8 compiled of it at an earlier start, which halves the time that this takes. The
 * compiled code lies in the user's cache folder (`$XDG_CACHE_HOME`, else `~/.cache`). Where it cannot be read or is that of
 * another Node, and with NODE_DISABLE_COMPILE_CACHE, the bundle is compiled as ever.
 *
 * By hand, since Node's own `module.enableCompileCache` came with 22.1. A bundle cannot `import()`: Node 20 loses what
 * that needs in kept code. It has `__import` for packages that cannot be required.
 *
 * @param file absolute; ASCII.
 * @returns its exports.
 */
export function loadCompiled<Exports>(file: string, { stamp, way }: Start): Exports {
  const name = [basename(file, ".cjs"), way, stamp, hashOf(file), process.version, process.arch].join("-");
  const cached = process.env.NODE_DISABLE_COMPILE_CACHE ? undefined : join(cacheFolder(), `${name}.bin`);
  const cachedData = cached && readIfThere(cached);
  const script = new Script(
    `(function(exports,require,module,__filename,__import){${readFileSync(file, "latin1")}\n})`,
    {
      filename: file,
      ...(cachedData && { cachedData }),
    },
  );
  const module = { exports: {} as Exports };
  const load = (name: string) => import(name);
  script.runInThisContext()(module.exports, createRequire(file), module, file, load);
  // At the end the functions that were needed are compiled, those that were kept among them.
  if (cached && (!cachedData || script.cachedDataRejected || isOlder(cached, RENEWED_MS)))
    process.once("exit", () => keepAside(cached, script.createCachedData()));
  return module.exports;
}

/** Stacks name the file that was compiled: each installation has code of its own. `node:crypto` would take longer to load. */
function hashOf(text: string): string {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return (hash >>> 0).toString(36);
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
