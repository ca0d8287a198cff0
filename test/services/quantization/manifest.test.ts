import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { projectRoot } from "../../shared.js";

const folder = join(projectRoot, "services", "quantization");
const schema = JSON.parse(readFileSync(join(folder, "schema.json"), "utf8"));
const validate = new Ajv({ strict: false }).compile(schema);

/** The section of the zoo's examples. */
const section = {
  quantizer: "onnx_quantizer",
  quantization_type: "PTQ",
  quantization_input_type: "uint8",
  quantization_output_type: "float",
  export_dir: "quantized_models",
};

test("the zoo's section is accepted", () => {
  expect(validate(section)).toBe(true);
  expect(validate({ ...section, granularity: "per_tensor", optimize: true })).toBe(true);
});

test.each([
  { quantizer: "onnx" },
  { quantization_type: "QAT" },
  { quantization_input_type: "int16" },
  { granularity: "per_layer" },
  { optimize: "yes" },
  { export_dir: "" },
  { target_opset: 17 },
])("%j is not accepted", (change) => expect(validate({ ...section, ...change })).toBe(false));

test("the manifest shares the host and reads no more than it uses", () => {
  const manifest = parse(readFileSync(join(folder, "service.yaml"), "utf8"));
  expect(manifest).toMatchObject({
    name: "quantization",
    command: ["node", "../host.cjs"],
    serve: true,
    reads: ["dataset.quantization_split", "dataset.seed", "preprocessing", "quantization"],
    takes: { model: { from: "general.model_path" }, calibration: { kind: "folder", optional: true } },
  });
});
