import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";
import { publishArtifacts } from "../../src/run/publish-artifacts.js";
import { temporaryFolder } from "../chain/rig.js";

/** Makes files in a stage's directory and publishes artifacts; @returns where they are, relative to the run's. */
function publish(
  files: readonly string[],
  declared: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>> = {},
) {
  const runDirectory = temporaryFolder();
  const stageDirectory = join(runDirectory, "1_mine");
  for (const file of files) {
    const path = join(runDirectory, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file);
  }
  const artifacts = Object.entries({ ...declared, ...other }).map(([name, path]) => ({
    name,
    path: join(stageDirectory, path),
    kind: files.includes(`1_mine/${path}`) ? ("file" as const) : ("folder" as const),
  }));
  const names = new Set(Object.keys(declared));
  const published = publishArtifacts(artifacts, {
    declared: names,
    stageDirectory,
    runDirectory,
    replaceable: new Set(),
  });
  for (const { path } of published) expect(existsSync(path)).toBe(true);
  return { runDirectory, places: published.map(({ path }) => relative(runDirectory, path)) };
}

test("what is declared moves to the top, what is not stays", () => {
  const { places } = publish(
    ["1_mine/a/m.onnx", "1_mine/b/plot.png"],
    { model: "a/m.onnx" },
    { plot: "b/plot.png" },
  );
  expect(places).toEqual(["a/m.onnx", "1_mine/b/plot.png"]);
});

test("a folder takes along what lies in it, in whatever order they were announced", () => {
  const { places } = publish(
    ["1_mine/out/m.onnx", "1_mine/out/plot.png"],
    { model: "out/m.onnx", all: "out" },
    { plot: "out/plot.png" },
  );
  expect(places).toEqual(["out/m.onnx", "out", "out/plot.png"]);
});

test("a file that lies in no folder of its own stays in its stage: two stages may make one of that name", () => {
  expect(publish(["1_mine/result.json"], { result: "result.json" }).places).toEqual(["1_mine/result.json"]);
});

test("a folder that a move has emptied is taken away", () => {
  const { runDirectory } = publish(["1_mine/a/b/m.onnx"], { model: "a/b/m.onnx" });
  expect(existsSync(join(runDirectory, "1_mine/a"))).toBe(false);
});

test("where something is at the top, the artifact stays in its stage", () => {
  const { places, runDirectory } = publish(["a/m.onnx", "1_mine/a/m.onnx"], { model: "a/m.onnx" });
  expect(places).toEqual(["1_mine/a/m.onnx"]);
  expect(readFileSync(join(runDirectory, "a/m.onnx"), "utf8")).toBe("a/m.onnx");
});

test("where a file stands in the way of a folder, the artifact stays in its stage", () => {
  const { places } = publish(["a", "1_mine/a/m.onnx"], { model: "a/m.onnx" });
  expect(places).toEqual(["1_mine/a/m.onnx"]);
});
