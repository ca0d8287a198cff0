import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Plan } from "../../src/chain/plan.js";
import { datasetInputs } from "../../src/run/dataset-inputs.js";
import type { JournalBody } from "../../src/run/journal/event.js";
import { temporaryFolder } from "../chain/rig.js";

const SERVICE = {
  name: "calibrate",
  folder: "/",
  summary: "",
  command: ["true"],
  serve: false,
  reads: [],
  requires: [],
  takes: { images: { kind: "folder" }, model: { kinds: [".onnx"] } },
  makes: {},
} as const;

function planOf(path: string): Plan {
  const images = { type: "config", key: "dataset.quantization_path", path } as const;
  const model = { type: "config", key: "general.model_path", path: "/model.onnx" } as const;
  const stage = { service: SERVICE, config: {}, secrets: {}, takes: { images, model }, makes: {} };
  return {
    operationMode: "m",
    stages: [1, 2].map((place) => ({ id: `${place}_calibrate`, ...stage })),
    seed: 1,
  };
}

async function inputsOf(path: string, name?: string): Promise<JournalBody[]> {
  const recorded: JournalBody[] = [];
  await datasetInputs(planOf(path), name)((body) => recorded.push(body), new AbortController().signal);
  return recorded;
}

test("each folder of images is told once, with a digest that changes with its files", async () => {
  const folder = join(temporaryFolder(), "photos");
  mkdirSync(join(folder, "b"), { recursive: true });
  writeFileSync(join(folder, "a.jpg"), "1");
  writeFileSync(join(folder, "b", "c.jpg"), "22");
  const [first, none] = await inputsOf(folder);
  expect(none).toBeUndefined();
  const told = { type: "input", name: "photos", path: folder, context: "quantization", files: 2 };
  expect(first).toEqual({ ...told, digest: expect.stringMatching(/^[0-9a-f]{16}$/) });
  expect(await inputsOf(folder)).toEqual([first]);
  writeFileSync(join(folder, "a.jpg"), "333");
  expect(await inputsOf(folder)).not.toEqual([first]);
});

test("a folder goes by the name of its data set, where that has one", async () => {
  const folder = join(temporaryFolder(), "photos");
  mkdirSync(folder);
  expect(await inputsOf(folder, "poses")).toMatchObject([{ name: "poses", context: "quantization" }]);
});

test("links to photos count, links to nowhere and to folders do not", async () => {
  const folder = join(temporaryFolder(), "photos");
  mkdirSync(folder);
  const photo = join(folder, "..", "photo.jpg");
  writeFileSync(photo, "1");
  symlinkSync(photo, join(folder, "a.jpg"));
  symlinkSync(join(folder, "gone.jpg"), join(folder, "b.jpg"));
  symlinkSync(folder, join(folder, "around"));
  expect(await inputsOf(folder)).toMatchObject([{ files: 1 }]);
});

test("a folder that is not there is left to the stage", async () => {
  expect(await inputsOf("/no/such/folder")).toEqual([]);
});
