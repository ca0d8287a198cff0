import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readKeras } from "../../../../services/toolkit/keras/read-keras.js";
import { writeKeras } from "../../../../services/toolkit/keras/write-keras.js";
import { writeH5 } from "../../../fixtures/keras-file.js";
import { DENSE_RELU, DENSE_WEIGHTS, functional, input, layer } from "./configs.js";

const folder = mkdtempSync(join(tmpdir(), "write-keras-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a network that was written reads back the same", async () => {
  const [from, to] = [join(folder, "a.h5"), join(folder, "b.h5")];
  await writeH5(from, DENSE_RELU, DENSE_WEIGHTS);
  const model = await readKeras(from);
  await writeKeras(model, to);
  const read = await readKeras(to);
  const told = ({ calls }: typeof model) =>
    calls.map(({ layer: { name, weights }, inputs }) => ({ name, weights, inputs }));
  expect(told(read)).toEqual(told(model));
  expect(read.inputs).toEqual(model.inputs);
  expect(readdirSync(folder).sort()).toEqual(["a.h5", "b.h5"]);
});

test("function calls and layers that are called twice keep what they read", async () => {
  const path = join(folder, "calls.h5");
  const config = functional(
    "net",
    [
      input("in", [null, 2]),
      layer("ReLU", "relu", {}, [[["in", 0, 0]], [["minus", 0, 0]]]),
      layer("TFOpLambda", "minus", { function: "math.subtract" }, [
        ["_CONSTANT_VALUE", -1, 1, { y: ["relu", 0, 0] }],
      ]),
      layer("TFOpLambda", "split", { function: "split" }, [
        ["relu", 1, 0, { num_or_size_splits: 2, axis: -1 }],
      ]),
    ],
    [["in", 0, 0]],
    [["split", 0, 1]],
  );
  await writeH5(path, config, {});
  const model = await readKeras(path);
  await writeKeras(model, path);
  expect(await readKeras(path)).toEqual({
    ...model,
    calls: model.calls.map((call) => ({ ...call, layer: { ...call.layer, config: expect.anything() } })),
  });
});

test("a place that cannot be written is told", async () => {
  const path = join(folder, "c.h5");
  await writeH5(path, DENSE_RELU, DENSE_WEIGHTS);
  await expect(writeKeras(await readKeras(path), join(path, "inside.h5"))).rejects.toMatchObject({
    code: "output_unwritable",
  });
});
