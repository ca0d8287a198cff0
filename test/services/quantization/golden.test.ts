import { describe, expect, test } from "vitest";
import { checkCase } from "../../conformance/onnx-ptq/check-case.js";
import { GoldenSamples } from "../../conformance/onnx-ptq/golden-samples.js";
import { readManifest } from "../../conformance/onnx-ptq/manifest.js";
import { hasShared, shared } from "../../shared.js";

const VARIANTS = /\/(zoo_pc|zoo_pt|u8_pc|u8_pt)$/;

describe.skipIf(!hasShared)("networks are quantized as ONNX Runtime does (needs ../shared)", () => {
  const folder = shared("golden", "onnx_ptq");
  const cases = hasShared ? readManifest(folder).cases.filter(({ id }) => VARIANTS.test(id)) : [];
  const samples = new GoldenSamples(folder);

  test("there are vectors", () => expect(cases.length).toBeGreaterThan(50));

  test.each(cases)("$id", async (golden) => {
    expect(await checkCase(golden, folder, samples)).toBeUndefined();
  });
});
