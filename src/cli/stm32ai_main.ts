#!/usr/bin/env node
import { loadCompiled } from "./start/load-compiled.js";

/**
 * The bundles that this file starts, by name. A press of the Tab key has one of its own, which is smaller: with the
 * other its compiled code would hold what is not used for it.
 */
declare const BUNDLES: { readonly completion: string; readonly main: string };

const load = (name: keyof typeof BUNDLES) => loadCompiled(`${__dirname}/${name}.cjs`, BUNDLES[name]);
const perform = async () => (await import("./perform.js")).perform;
const mayComplete = process.argv.some((word) => /^(-sc|--shell-)/.test(word));

if (!(mayComplete && load("completion").start(perform))) load("main").start(perform);
