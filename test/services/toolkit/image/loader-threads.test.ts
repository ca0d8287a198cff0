import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadBatches } from "../../../../services/toolkit/image/load-batches.js";
import { readPreprocessing } from "../../../../services/toolkit/image/preprocessing.js";
import { projectRoot } from "../../../shared.js";

/** Threads run JavaScript: the loader is compiled into the project, where it finds its dependencies. */
describe("loading with threads", () => {
  const folder = mkdtempSync(join(projectRoot, "node_modules", ".loader-"));
  const target = { height: 5, width: 3, layout: "nchw" as const };
  const preprocessing = readPreprocessing({
    preprocessing: {
      rescaling: { scale: 1 / 255, offset: 0 },
      resizing: { interpolation: "bilinear", aspect_ratio: "padding" },
      color_mode: "rgb",
    },
  });
  const paths: string[] = [];
  let load = loadBatches;

  beforeAll(async () => {
    const source = join(projectRoot, "services", "toolkit", "image");
    await build({
      entryPoints: ["load-batches.ts", "load-worker.ts"].map((name) => join(source, name)),
      outdir: folder,
      bundle: true,
      packages: "external",
      format: "esm",
      platform: "node",
      outExtension: { ".js": ".js" },
    });
    writeFileSync(join(folder, "package.json"), '{"type": "module"}');
    load = (await import(join(folder, "load-batches.js"))).loadBatches;
    for (let i = 0; i < 11; i++) {
      const noise = { type: "gaussian", mean: 128, sigma: 30 } as const;
      const image = sharp({ create: { width: 9, height: 7, channels: 3, background: "#000", noise } });
      paths.push(join(folder, `${i}.jpg`));
      await image.jpeg().toFile(join(folder, `${i}.jpg`));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("gives the tensors that the caller's own thread gives, in order", async () => {
    const wanted: number[] = [];
    for await (const { data } of loadBatches(paths, preprocessing, target, { batch: 4, threads: 0 }))
      wanted.push(...data);
    const got: number[] = [];
    for await (const { data } of load(paths, preprocessing, target, { batch: 4, threads: 2 }))
      got.push(...data);
    expect(got).toEqual(wanted);
  });

  it("names a corrupt image that a thread met", async () => {
    const broken = join(folder, "broken.jpg");
    writeFileSync(broken, "no image");
    const batches = load([broken], preprocessing, target, { threads: 1 });
    await expect(batches.next()).rejects.toMatchObject({
      name: "ServiceError",
      code: "image_corrupt",
      message: expect.stringContaining(broken),
      path: broken,
    });
  });

  it("tells a bug that a thread met as one, with the stack of where it was", async () => {
    const nothing = { ...target, height: 0 };
    const inThread = load(paths, { ...preprocessing, aspectRatio: "fit" }, nothing, { threads: 1 });
    await expect(inThread.next()).rejects.toMatchObject({
      name: "RangeError",
      message: "output dimensions must be positive",
      stack: expect.stringMatching(/^RangeError: output dimensions .*\n +at /),
    });
  });

  it.each([
    ["ends", "process.exit(3)", "The thread of load-worker.js has ended."],
    ["breaks", 'throw new Error("out of memory")', "out of memory"],
  ])("fails when a thread %s, with loads still to come", { timeout: 10_000 }, async (_, death, message) => {
    const dying = mkdtempSync(join(folder, "dying-"));
    copyFileSync(join(folder, "load-batches.js"), join(dying, "load-batches.js"));
    writeFileSync(join(dying, "package.json"), '{"type": "module"}');
    const program = `import { parentPort } from "node:worker_threads"; parentPort.on("message", () => { ${death}; });`;
    writeFileSync(join(dying, "load-worker.js"), program);
    const { loadBatches: loadDying }: { loadBatches: typeof loadBatches } = await import(
      join(dying, "load-batches.js")
    );
    const batches = loadDying([...paths, ...paths], preprocessing, target, { threads: 1 });
    await expect(batches.next()).rejects.toThrow(message);
  });

  it("ends its threads when the caller stops early", async () => {
    const ports = () => process.getActiveResourcesInfo().filter((name) => name === "MessagePort").length;
    const before = ports();
    for await (const _ of load(paths, preprocessing, target, { threads: 2 })) {
      expect(ports()).toBe(before + 2);
      break;
    }
    expect(ports()).toBe(before);
  });
});
