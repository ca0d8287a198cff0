import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readKeras } from "../../../../services/toolkit/keras/read-keras.js";
import { hasTensorflow, runTensorflow } from "../../../tensorflow.js";

const folder = mkdtempSync(join(tmpdir(), "keras-tensorflow-"));
afterAll(() => rmSync(folder, { recursive: true }));

const NEEDS = "(needs TENSORFLOW_PYTHON, a Python with tensorflow)";

test.skipIf(!hasTensorflow).each(["2", "3"])(
  `networks saved by Keras %s have the weights that get_weights() gives, bit for bit ${NEEDS}`,
  { timeout: 120_000 },
  async (version) => {
    const expected = new Map(Object.entries(runTensorflow("keras_models.py", [folder, version]) ?? {}));
    expect(expected.size).toBe(4);
    for (const [name, layers] of expected)
      for (const ending of ["h5", "keras"]) {
        const { calls } = await readKeras(join(folder, `${name}.${ending}`));
        const read = calls.map(({ layer }) => [
          layer.name,
          [...layer.weights.values()].map(({ shape, data }) => [
            shape,
            Buffer.from(data.buffer).toString("hex"),
          ]),
        ]);
        expect(Object.fromEntries(read), `${name}.${ending}`).toEqual(layers);
      }
  },
);
