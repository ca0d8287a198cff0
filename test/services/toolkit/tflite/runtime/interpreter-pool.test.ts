import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Graph, Tensor } from "../../../../../services/toolkit/tflite/graph.js";
import { graphBytes } from "../../../../../services/toolkit/tflite/graph-bytes.js";
import { openInterpreterPool } from "../../../../../services/toolkit/tflite/runtime/interpreter-pool.js";
import { makeOptions } from "../../../../../services/toolkit/tflite/schema/options.js";
import { projectRoot } from "../../../../shared.js";

/** Answers twice its input; with a custom operator it cannot run. */
function doubling({ custom = false } = {}): Uint8Array {
  const input: Tensor = { name: "in", type: "FLOAT32", shape: [2] };
  const output: Tensor = { name: "out", type: "FLOAT32", shape: [2] };
  const operator = custom
    ? { op: "CUSTOM" as const, custom: { code: "TheirOwn" } }
    : { op: "ADD" as const, options: makeOptions("AddOptions") };
  const operators = [{ ...operator, inputs: [input, input], outputs: [output] }];
  const graph: Graph = { name: "main", operators, inputs: [input], outputs: [output] };
  return graphBytes(graph);
}

/** Threads run JavaScript: the pool is compiled into the project, where it finds its dependencies. */
describe("a pool of interpreters", () => {
  const folder = mkdtempSync(join(projectRoot, "node_modules", ".pool-"));
  let open = openInterpreterPool;

  beforeAll(async () => {
    const source = join(projectRoot, "services", "toolkit", "tflite", "runtime");
    await build({
      entryPoints: ["interpreter-pool.ts", "interpreter-worker.ts"].map((name) => join(source, name)),
      outdir: folder,
      bundle: true,
      packages: "external",
      format: "esm",
      platform: "node",
    });
    writeFileSync(join(folder, "package.json"), '{"type": "module"}');
    open = (await import(join(folder, "interpreter-pool.js"))).openInterpreterPool;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("answers each run with its own result, whichever thread ran it", async () => {
    const pool = await open(doubling(), { name: "double", threads: 2 });
    expect(pool.threads).toBe(2);
    const runs = Array.from({ length: 9 }, (_, i) => pool.run([Float32Array.of(i, -i)]));
    const answers = await Promise.all(runs);
    expect(answers).toEqual(runs.map((_, i) => [Float32Array.of(2 * i, -2 * i)]));
    await pool.close();
  });

  it("keeps the caller's values", async () => {
    const pool = await open(doubling(), { name: "double", threads: 1 });
    const values = Float32Array.of(1, 2);
    await pool.run([values]);
    expect(values).toEqual(Float32Array.of(1, 2));
    await pool.close();
  });

  it("tells what a thread could not do", async () => {
    const pool = await open(doubling({ custom: true }), { name: "their.tflite", threads: 2 });
    await expect(pool.run([Float32Array.of(1, 2)])).rejects.toMatchObject({
      name: "ServiceError",
      code: "inference_failed",
      message: expect.stringContaining("Encountered unresolved custom op: TheirOwn"),
      path: "their.tflite",
    });
    await pool.close();
  });

  it("does not open what is no network", async () => {
    const bytes = new TextEncoder().encode("no network at all, but some text");
    await expect(open(bytes, { name: "text", threads: 2 })).rejects.toMatchObject({ name: "ServiceError" });
  });

  it("fails the runs that are under way when it is closed, and ends its threads", async () => {
    const ports = () => process.getActiveResourcesInfo().filter((name) => name === "MessagePort").length;
    const before = ports();
    const pool = await open(doubling(), { name: "double", threads: 2 });
    const running = Array.from({ length: 50 }, () => pool.run([Float32Array.of(1, 2)]));
    const settled = Promise.allSettled(running);
    await pool.close();
    expect((await settled).at(-1)?.status).toBe("rejected");
    expect(ports()).toBe(before);
    await expect(pool.run([Float32Array.of(1, 2)])).rejects.toThrow("has ended");
  });

  it("runs in the caller's thread where none can be started", async () => {
    const pool = await openInterpreterPool(doubling(), { name: "double", threads: 4 });
    expect(pool.threads).toBe(1);
    expect(await pool.run([Float32Array.of(1, 2)])).toEqual([Float32Array.of(2, 4)]);
    await pool.close();
  });
});
