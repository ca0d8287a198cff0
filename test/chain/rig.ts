/** What tests of chains share: the example services, a temporary folder, a runner that is closed afterwards. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { loadServices } from "../../src/chain/load-services.js";
import { makePlan } from "../../src/chain/make-plan.js";
import type { ServiceManifest } from "../../src/chain/manifest.js";
import type { Plan } from "../../src/chain/plan.js";
import type { Problem, Result } from "../../src/chain/problem.js";
import type { JsonObject } from "../../src/schema/json.js";
import { projectRoot } from "../shared.js";

export const exampleServices = join(projectRoot, "test", "fixtures", "services");
export const faultyServices = join(projectRoot, "test", "fixtures", "faulty_services");

/** @returns a new folder, removed when the test ends. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "stm32ai_main-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** @returns the example services, and with them the faulty ones. */
export function services(): ReadonlyMap<string, ServiceManifest> {
  return unwrap(loadServices(faultyServices, exampleServices));
}

/** @returns the plan of a chain of the example services on a small file that stands for a model. */
export function planOf(chain: readonly string[], folder: string, config: JsonObject = {}): Plan {
  const model = join(folder, "float.onnx");
  writeFileSync(model, "model");
  const whole = {
    general: { model_path: model },
    mine: { strength: 0.5 },
    chains: { chain_own: [...chain] },
    ...config,
  };
  return unwrap(makePlan(whole, "chain_own", services()));
}

export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.problems.map(({ message }) => message).join("\n"));
}

export function problemsOf(result: Result<unknown>): readonly Problem[] {
  return result.ok ? [] : result.problems;
}

/** @returns whether a process is there and not merely unburied. */
export async function isRunning(pid: number): Promise<boolean> {
  const { readFile } = await import("node:fs/promises");
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat !== "" && !/\) Z /.test(stat);
}
