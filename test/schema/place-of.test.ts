import { describe, expect, it } from "vitest";
import { merge } from "../../src/config/nodes/merge.js";
import type { MapNode } from "../../src/config/nodes/node.js";
import { loadYaml } from "../../src/config/yaml/load.js";
import { placeOf } from "../../src/schema/place-of.js";

const texts = { file: "my.yaml", defaultsFile: "base.yaml", overrides: ["~tools.version", "~mlflow"] };

function tree(): MapNode {
  const base = loadYaml("dataset: {seed: 1, split: 0.2}\ntools: {cloud: false}\n", "base.yaml");
  const merged = merge(base, loadYaml("dataset:\n  name: x\nempty:\n", "my.yaml"));
  if (merged.kind !== "map") throw new Error("a mapping was expected");
  return merged;
}

describe("placeOf", () => {
  it("is where a key was written", () => {
    expect(placeOf(tree(), ["dataset", "name"], texts)).toEqual({
      origin: { type: "file", path: "my.yaml", line: 2, column: 9 },
    });
  });

  it("is the section that lacks the key, by what its author wrote in it", () => {
    const place = { origin: { type: "file", path: "my.yaml", line: 2, column: 9 }, lacking: true };
    expect(placeOf(tree(), ["dataset", "keypoints"], texts)).toEqual(place);
    expect(placeOf(tree(), ["dataset", "seed"], texts)).toEqual(place);
  });

  it("is the primary configuration for a section that nobody wrote", () => {
    expect(placeOf(tree(), ["benchmarking", "board"], texts)).toEqual({
      origin: { type: "file", path: "my.yaml", line: 1, column: 1 },
      lacking: true,
    });
  });

  it.each([
    ["the key", ["tools", "version"], "~tools.version"],
    ["what the key was in", ["mlflow", "uri"], "~mlflow"],
    ["something in the section", ["tools"], "~tools.version"],
  ])("is the override that deleted %s", (_, path, text) => {
    expect(placeOf(tree(), path, texts)).toEqual({ origin: { type: "override", text, column: 2 } });
  });
});
