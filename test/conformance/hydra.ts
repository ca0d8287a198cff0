/** The golden vectors of Hydra and OmegaConf: one runner per file, results counted per file. */
import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { HydraCase, HydraRunner } from "./hydra/case.js";
import type { Suite } from "./suite.js";

/** File name without `.jsonl` → its runner, loaded when its turn comes. */
const RUNNERS: Readonly<Record<string, () => Promise<HydraRunner>>> = {
  yaml_load: async () => (await import("./hydra/yaml-load.js")).yamlLoad,
  to_yaml: async () => (await import("./hydra/to-yaml.js")).toYaml,
  merge: async () => (await import("./hydra/merge.js")).merge,
  interpolation: async () => (await import("./hydra/interpolation.js")).interpolation,
  paths: async () => (await import("./hydra/paths.js")).paths,
  overrides: async () => (await import("./hydra/overrides.js")).overrides,
  sweeps: async () => (await import("./hydra/sweeps.js")).sweeps,
  compose: async () => (await import("./hydra/compose.js")).composeCase,
  cli: async () => (await import("./hydra/cli.js")).cli,
  completion: async () => (await import("./hydra/completion.js")).completion,
  completion_strip: async () => (await import("./hydra/completion-strip.js")).completionStrip,
};

export const hydra: Suite = async function* ({ folder, only }) {
  for (const [file, load] of Object.entries(RUNNERS)) {
    const path = join(folder, `${file}.jsonl`);
    if ((only && !only.has(file)) || !existsSync(path)) continue;
    const run = await load();
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: 0 })) {
      if (line === "") continue;
      const testCase: HydraCase = JSON.parse(line);
      const failure = await attempt(run, testCase, folder);
      yield { id: testCase.id, group: file, ...(failure === undefined ? {} : { failure }) };
    }
  }
};

async function attempt(run: HydraRunner, testCase: HydraCase, folder: string): Promise<string | undefined> {
  try {
    return await run(testCase, folder);
  } catch (error) {
    return `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}
