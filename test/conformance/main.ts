/** `npm run -s conformance -- <suite> [folder] [--only <variant or kind>,…]`: golden vectors against this project. */
import { parseArgs } from "node:util";
import { hasShared, shared } from "../shared.js";
import { relaxedRules } from "./relaxed-rules.js";
import type { Suite } from "./suite.js";

const SUITES: Readonly<Record<string, () => Promise<Suite>>> = {
  onnx_ptq: async () => (await import("./onnx-ptq.js")).onnxPtq,
  tflite_ptq: async () => (await import("./tflite-ptq.js")).tflitePtq,
  pose_eval: async () => (await import("./pose-eval.js")).poseEval,
  resize: async () => (await import("./resize.js")).resizing,
  preprocess: async () => (await import("./preprocess.js")).preprocess,
  mlflow: async () => (await import("./mlflow.js")).mlflow,
  hydra: async () => (await import("./hydra.js")).hydra,
};

const { values, positionals } = parseArgs({ options: { only: { type: "string" } }, allowPositionals: true });
process.exitCode = await main(positionals[0], positionals[1], values.only);

async function main(name = "", folder?: string, only?: string): Promise<number> {
  const load = SUITES[name];
  if (load === undefined)
    return fail(`Unknown suite '${name}'. There are: ${Object.keys(SUITES).join(", ")}`);
  if (folder === undefined && !hasShared) return fail("There is no ../shared/golden here: name a folder.");
  const suite = await load();
  const groups = new Map<string, { passed: number; failed: number }>();
  const options = {
    folder: folder ?? shared("golden", name),
    ...(only ? { only: new Set(only.split(",")) } : {}),
  };
  for await (const { id, group, failure } of suite(options)) {
    const count = groups.get(group) ?? { passed: 0, failed: 0 };
    groups.set(group, count);
    if (failure === undefined) count.passed++;
    else {
      count.failed++;
      console.log(`FAIL ${id}: ${failure}`);
    }
  }
  let passed = 0;
  let failed = 0;
  for (const [group, count] of groups) {
    console.log(`${group}: ${count.passed} passed, ${count.failed} failed`);
    passed += count.passed;
    failed += count.failed;
  }
  for (const line of relaxedRules()) console.log(line);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

function fail(message: string): number {
  console.error(message);
  return 1;
}
