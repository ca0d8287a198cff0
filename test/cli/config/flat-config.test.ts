import { expect, it } from "vitest";
import { flatConfig } from "../../../src/cli/config/flat-config.js";

it("names each value by its dotted key and writes it as Python does", () => {
  const config = {
    operation_mode: "chain_qb",
    dataset: { quantization_split: 0.5, test_path: null, seed: 123 },
    quantization: { optimize: false },
    preprocessing: { rescaling: { scale: [1, 2.5, null] }, empty: {} },
  };
  expect(flatConfig(config)).toEqual({
    operation_mode: "chain_qb",
    "dataset.quantization_split": "0.5",
    "dataset.test_path": "None",
    "dataset.seed": "123",
    "quantization.optimize": "False",
    "preprocessing.rescaling.scale": "[1, 2.5, None]",
  });
});
