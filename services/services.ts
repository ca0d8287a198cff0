import type { Service } from "./toolkit/service/protocol.js";
import { start } from "./toolkit/service/start.js";

/** Service name → its code, loaded when it is first asked for. */
const SERVICES: ReadonlyMap<string, () => Promise<{ readonly run: Service }>> = new Map([
  ["quantization", () => import("./quantization/main.js")],
  ["evaluation", () => import("./evaluation/main.js")],
  ["benchmarking", () => import("./benchmarking/main.js")],
]);

/** Answers this process's requests, and ends it. */
export function startServices(): void {
  void start(async (name) => {
    const load = SERVICES.get(name);
    return load === undefined ? undefined : (await load()).run;
  });
}
