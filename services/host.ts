/** The process that the built-in services share, so that a run pays for Node and a runtime once. */
import { loadCompiled } from "./toolkit/bundle/load-compiled.js";
import { tuneForNativeWork } from "./toolkit/bundle/tune-v8.js";

/** What tells the text of the bundle beside this one from any other. */
declare const STAMPS: { readonly services: string };

tuneForNativeWork();
loadCompiled<typeof import("./services.js")>(`${__dirname}/services.cjs`, {
  stamp: STAMPS.services,
  way: "all",
}).startServices();
