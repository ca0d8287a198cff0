import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { graphBytes } from "../../../../services/toolkit/tflite/graph-bytes.js";
import { readGraph } from "../../../../services/toolkit/tflite/read-graph.js";
import { writeGraph } from "../../../../services/toolkit/tflite/write-graph.js";
import { hasShared, shared } from "../../../shared.js";
import { hasTensorflow, runTensorflow } from "../../../tensorflow.js";
import { arbitraryGraph } from "./arbitrary-graph.js";

const NEEDS = "(needs ../shared)";
const folders = hasShared ? [shared("golden", "tflite_ptq", "models"), shared("models")] : [];
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".tflite"))
    .map((name) => ({ name, path: join(folder, name) })),
);

test("what was written reads back the same, whatever the operators and options", () => {
  fc.assert(
    fc.property(arbitraryGraph, (graph) => {
      expect(readGraph(graphBytes(graph), "graph")).toEqual(graph);
    }),
  );
});

describe.skipIf(!hasShared)("files of TensorFlow's converter", () => {
  test.each(files)(`$name reads, writes and reads back the same ${NEEDS}`, ({ name, path }) => {
    const graph = readGraph(readFileSync(path), name);
    // Not toEqual, which takes 20 s for the weights of a real network.
    expect(isDeepStrictEqual(readGraph(graphBytes(graph), name), graph)).toBe(true);
  });

  test.skipIf(!hasTensorflow)(
    `compute the same in TensorFlow after being written here ${NEEDS} (needs TENSORFLOW_PYTHON, a Python with tensorflow)`,
    () => {
      const ours = mkdtempSync(join(tmpdir(), "tflite-"));
      const pairs = files.flatMap(({ name, path }) => {
        const written = join(ours, name);
        writeGraph(readGraph(readFileSync(path), name), written);
        return [path, written];
      });
      expect(runTensorflow("compare_models.py", pairs)).toEqual({});
    },
  );
});
