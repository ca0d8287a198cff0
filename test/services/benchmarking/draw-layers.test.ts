import sharp from "sharp";
import { expect, test } from "vitest";
import type { LayerFootprint } from "../../../services/benchmarking/footprint/footprint.js";
import { drawLayers } from "../../../services/benchmarking/report/draw-layers.js";
import { networkReport } from "../../../services/benchmarking/report/network-report.js";

function layer(name: string, [activation_bytes, weights_bytes, macc]: readonly [number, number, number]) {
  return { name, op: "Conv", output_shape: [1, 4, 8, 8], activation_bytes, weights_bytes, macc };
}

function picture(layers: readonly LayerFootprint[]): string {
  const footprint = { layers, activationBytes: 2048, weightsBytes: 1536, macc: 3_000_000 };
  const about = { model: "net.onnx", board: "STM32H747I-DISCO", uncounted: [] };
  return drawLayers(networkReport(footprint, about));
}

test("names the network, the board and the totals", () => {
  expect(picture([layer("a", [2048, 1536, 3_000_000])])).toMatch(
    /net\.onnx<.*STM32H747I-DISCO, offline estimate, 1 layer from.*RAM 2\.0 KiB<.*Flash 1\.5 KiB<.*Work 3\.0 M MACC</s,
  );
});

test("names the layer that takes most of each", () => {
  const drawn = picture([layer("first", [2048, 512, 1_000_000]), layer("<second>", [1024, 1024, 2_000_000])]);
  const named = [...drawn.matchAll(/>([^<]* in layer [^<]*)</g)].map((match) => match[1]);
  expect(named).toEqual([
    "2.0 KiB in layer 1, first (Conv, 1 × 4 × 8 × 8)",
    "1.0 KiB in layer 2, &lt;second> (Conv, 1 × 4 × 8 × 8)",
    "2.0 M MACC in layer 2, &lt;second> (Conv, 1 × 4 × 8 × 8)",
  ]);
});

test.each([0, 1, 3000])("is a picture of one size with %i layers", async (count) => {
  const layers = Array.from({ length: count }, (_, i) => layer(`${i}`, [i, 0, i]));
  const { width, height } = await sharp(Buffer.from(picture(layers))).metadata();
  expect({ width, height }).toEqual({ width: 960, height: 580 });
});
