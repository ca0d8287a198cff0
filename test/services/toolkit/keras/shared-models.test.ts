import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { KerasModel } from "../../../../services/toolkit/keras/model.js";
import { readKeras } from "../../../../services/toolkit/keras/read-keras.js";
import { hasShared, shared } from "../../../shared.js";

function classes({ calls }: KerasModel): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { layer } of calls) counts.set(layer.className, (counts.get(layer.className) ?? 0) + 1);
  return counts;
}

function weightCount({ calls }: KerasModel): number {
  const layers = new Set(calls.map(({ layer }) => layer));
  return [...layers]
    .flatMap(({ weights }) => [...weights.values()])
    .reduce((sum, { data }) => sum + data.length, 0);
}

function digest(data: Float32Array): string {
  return createHash("sha256").update(data).digest("hex");
}

describe.skipIf(!hasShared)("the reference networks (needs ../shared)", () => {
  test.each(["h5", "keras"])(
    "the pose network's .%s has the layers and weights that its README counts",
    async (kind) => {
      const model = await readKeras(shared("models", `movenet_lightning_heatmaps_192.${kind}`));
      expect(model.inputs).toEqual([{ name: "input_1", shape: [null, 192, 192, 3] }]);
      expect(classes(model)).toMatchObject(
        new Map([
          ["Conv2D", 44],
          ["DepthwiseConv2D", 21],
          ["Add", 13],
          ["UpSampling2D", 3],
          ["ReLU", 39],
          ["Activation", 1],
        ]),
      );
      expect(weightCount(model)).toBe(2_303_433);
    },
  );

  test("the pose network is the same in both formats", async () => {
    const [old, recent] = await Promise.all(
      ["h5", "keras"].map((kind) => readKeras(shared("models", `movenet_lightning_heatmaps_192.${kind}`))),
    );
    const told = (model?: KerasModel) =>
      model?.calls.map(({ layer: { name, weights } }) => {
        return [name, [...weights].map(([role, { shape, data }]) => ({ role, shape, digest: digest(data) }))];
      });
    expect(told(recent)).toEqual(told(old));
  });

  const folder = hasShared ? shared("golden", "tflite_ptq", "models") : "";
  const golden = hasShared ? readdirSync(folder).filter((name) => name.endsWith(".h5")) : [];
  test.each(golden)("%s is read with all weights of its convolutions", async (name) => {
    const { calls } = await readKeras(shared("golden", "tflite_ptq", "models", name));
    const convolutions = calls.filter(({ layer }) => /^(Conv2D|Dense)/.test(layer.className));
    expect(convolutions.length).toBeGreaterThan(0);
    for (const { layer } of convolutions)
      expect([...layer.weights.keys()]).toEqual(
        layer.config.use_bias === false ? ["kernel"] : ["kernel", "bias"],
      );
  });

  test("a Sequential network with a model inside gives its layers under the model's name", async () => {
    const { calls } = await readKeras(shared("models", "zoo_samples", "yamnet_256_f32.h5"));
    expect(calls[0]?.layer.name).toMatch(/^model_2\//);
    expect(calls.at(-1)?.layer).toMatchObject({
      name: "global_average_pooling2d_3",
      className: "GlobalAveragePooling2D",
    });
  });
});
