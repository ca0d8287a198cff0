#!/usr/bin/env node
import { loadCompiled } from "../../services/toolkit/bundle/load-compiled.js";
import type { start } from "./start/main.js";
import { keepWasmPlain } from "./start/plain-wasm.js";
import { wayOf } from "./start/way-of.js";
import type { World } from "./world.js";

/** What tells the texts of the bundles beside this one from any others. */
declare const STAMPS: { readonly main: string; readonly perform: string };

interface Bundles {
  readonly main: { readonly start: typeof start };
  readonly perform: { perform(world: World): Promise<number> };
}

const way = wayOf(process.argv.slice(2), process.env.COMP_LINE);

const load = <Name extends keyof Bundles>(name: Name): Bundles[Name] =>
  loadCompiled(`${__dirname}/${name}.cjs`, { stamp: STAMPS[name], way });

keepWasmPlain(way);
load("main").start(async () => load("perform").perform);
