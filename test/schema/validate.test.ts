import { describe, expect, it } from "vitest";
import type { MapNode } from "../../src/config/nodes/node.js";
import { loadYaml } from "../../src/config/yaml/load.js";
import { formatProblems } from "../../src/schema/format-problems.js";
import { byPlace, type Problem } from "../../src/schema/problem.js";
import { sections } from "../../src/schema/sections/sections.js";
import { validate } from "../../src/schema/validate.js";

const quantization = {
  type: "object",
  additionalProperties: false,
  required: ["quantizer"],
  properties: {
    quantizer: { type: "string", enum: ["onnx_quantizer", "TFlite_converter"], ignoreCase: true },
    granularity: { type: "string", enum: ["per_channel", "per_tensor"] },
  },
};

function check(text: string, required: readonly string[] = [], used = Object.keys(sections)) {
  return validate({
    config: tree(text),
    sections: { ...sections, quantization },
    used: new Set([...used, "quantization"]),
    required,
    cwd: "/home/me",
    texts: { defaultsFile: "defaults.yaml" },
  });
}

function tree(text: string): MapNode {
  const node = loadYaml(text, "config.yaml");
  if (node.kind !== "map") throw new Error("a mapping was expected");
  return node;
}

async function problemsOf(text: string, required: readonly string[] = []): Promise<readonly Problem[]> {
  const result = await check(text, required);
  return result.ok ? [] : result.problems;
}

describe("a configuration that is right", () => {
  it("is read as the schemas want it: expressions, text, paths, null", async () => {
    const result = await check(`
general: {project_name: 2024, model_path: models/a.onnx, global_seed: None}
preprocessing:
  rescaling: {scale: 1/127.5, offset: "-1"}
  resizing: {interpolation: nearest, aspect_ratio: fit}
  color_mode: rgb
tools: {stedgeai: {version: 10.0, on_cloud: "False"}}
quantization: {quantizer: Onnx_Quantizer}
`);
    expect(result).toEqual({
      ok: true,
      config: {
        general: { project_name: "2024", model_path: "/home/me/models/a.onnx", global_seed: null },
        preprocessing: {
          rescaling: { scale: 1 / 127.5, offset: -1 },
          resizing: { interpolation: "nearest", aspect_ratio: "fit" },
          color_mode: "rgb",
        },
        tools: { stedgeai: { version: "10.0", on_cloud: false } },
        quantization: { quantizer: "onnx_quantizer" },
      },
    });
  });

  it("may hold sections that the operation mode does not use, with anything in them", async () => {
    const result = await check(
      "deployment: {IDE: GCC, anything: [1]}\nquantization: {quantizer: onnx_quantizer}",
      [],
      [],
    );
    expect(result.ok).toBe(true);
  });
});

describe("a configuration that is wrong", () => {
  it("tells all its problems at once, each with its line and column, by which they can be sorted", async () => {
    const problems = await problemsOf(
      "general: {project_nme: x}\ndataset:\n  seed: abc\n  validation_split: 1.5\n",
    );
    expect(problems.toSorted(byPlace).map(({ key, origin }) => [key, origin])).toEqual([
      ["general.project_nme", { type: "file", path: "config.yaml", line: 1, column: 24 }],
      ["dataset.seed", { type: "file", path: "config.yaml", line: 3, column: 9 }],
      ["dataset.validation_split", { type: "file", path: "config.yaml", line: 4, column: 21 }],
    ]);
  });

  it.each([
    ["general: {project_nme: x}", "general.project_nme", "unknown attribute", "Did you mean `project_name`?"],
    [
      "dataset: {granularity: per_tensor}",
      "dataset.granularity",
      "unknown attribute",
      "`granularity` belongs to `quantization`.",
    ],
    ["quantisation: {quantizer: x}", "quantisation", "unknown section", "Did you mean `quantization`?"],
    ["granularity: per_tensor", "granularity", "unknown section", "`granularity` belongs to `quantization`."],
    [
      "quantization: {quantizer: onx_quantizer}",
      "quantization.quantizer",
      "unknown value 'onx_quantizer'",
      "Did you mean `onnx_quantizer`? Allowed: onnx_quantizer, TFlite_converter.",
    ],
    ["dataset: {seed: abc}", "dataset.seed", "must be a whole number or null, got 'abc'", undefined],
    ["dataset: {seed: 1.5}", "dataset.seed", "must be a whole number or null, got 1.5", undefined],
    [
      "dataset: {validation_split: 1.5}",
      "dataset.validation_split",
      "must be greater than 0 and less than 1, got 1.5",
      undefined,
    ],
    [
      "dataset: {quantization_split: 1.5}",
      "dataset.quantization_split",
      "must be greater than 0 and at most 1, got 1.5",
      undefined,
    ],
    ["dataset: 3", "dataset", "must be a section (a mapping), got 3", undefined],
    ["mlflow: {uri: ''}", "mlflow.uri", "must not be empty", undefined],
    ["training: {batch_size: 0}", "training.batch_size", "must be at least 1, got 0", undefined],
    [
      "general: {display_figures: maybe}",
      "general.display_figures",
      "must be True or False, got 'maybe'",
      undefined,
    ],
  ])("%s", async (text, key, message, hint) => {
    const [problem] = await problemsOf(text);
    expect(problem).toMatchObject({ key, message });
    if (hint === undefined) expect(problem?.hint).toBeUndefined();
    else expect(problem?.hint).toContain(hint);
  });

  it("names a division by zero by its text", async () => {
    const [problem] = await problemsOf(
      "preprocessing: {rescaling: {scale: 1/0, offset: 0}, resizing: {interpolation: nearest, aspect_ratio: fit}, color_mode: rgb}",
    );
    expect(problem).toMatchObject({
      key: "preprocessing.rescaling.scale",
      message: "must be a number, got '1/0'",
    });
  });

  it("lacks a section that the operation mode needs", async () => {
    const problems = await problemsOf("general: {project_name: x}", ["preprocessing", "general.model_path"]);
    expect(problems.map(({ key, message }) => [key, message])).toEqual([
      ["preprocessing", "missing section: this operation mode needs it"],
      ["general.model_path", "missing attribute: this operation mode needs it"],
    ]);
  });

  it("lacks a section too when nothing but defaults is in it", async () => {
    const defaults = loadYaml("quantization: {granularity: per_channel}", "defaults.yaml");
    if (defaults.kind !== "map") throw new Error("a mapping was expected");
    const result = await validate({
      config: defaults,
      sections: { quantization },
      used: new Set(["quantization"]),
      required: ["quantization"],
      cwd: "/",
      texts: { defaultsFile: "defaults.yaml" },
    });
    expect(result).toMatchObject({
      ok: false,
      problems: [{ key: "quantization", hint: "It needs: quantizer." }],
    });
  });

  it("may lack a section that is not required, whatever defaults are in it", async () => {
    const defaults = loadYaml("preprocessing: {exif: false}", "defaults.yaml");
    if (defaults.kind !== "map") throw new Error("a mapping was expected");
    const result = await validate({
      config: defaults,
      sections,
      used: new Set(["preprocessing"]),
      required: [],
      cwd: "/",
      texts: { defaultsFile: "defaults.yaml" },
    });
    expect(result.ok).toBe(true);
  });

  it("treats __proto__ as the unknown key that it is", async () => {
    const problems = await problemsOf("general: {__proto__: {x: 1}}\n__proto__: 1");
    expect(problems.map(({ key }) => key).sort()).toEqual(["__proto__", "general.__proto__"]);
  });
});

it("formatProblems shows the place, the override with a caret, and what was allowed", () => {
  const text = formatProblems(
    [
      {
        key: "dataset.seed",
        message: "must be a whole number or null, got 'abc'",
        origin: { type: "override", text: "dataset.seed=abc", column: 14 },
      },
      {
        key: "general.foo",
        message: "unknown attribute",
        origin: { type: "file", path: "/home/me/conf/a.yaml", line: 3, column: 3 },
        hint: "Allowed: project_name.",
      },
    ],
    "/home/me",
  );
  expect(text).toBe(`Configuration error (2 problems)

  dataset.seed: must be a whole number or null, got 'abc'
    in the override
      dataset.seed=abc
                   ^

  general.foo: unknown attribute
    at conf/a.yaml:3:3
    Allowed: project_name.`);
});

describe("a service's schema that is not valid itself", () => {
  it.each([
    ["a type that there is none of", { type: "objct" }, /type/],
    ["a word that JSON Schema does not know", { propertys: {} }, /propertys/],
    [
      "a pattern that is none",
      { patternProperties: { "(": { type: "string" } } },
      /Invalid regular expression/,
    ],
    ["a name of JavaScript's own", { $id: "toString" }, /toString/],
  ])("is told with its reason: %s", async (_, schema, reason) => {
    const config = tree("mine: {a: 1}");
    const request = { config, sections: { mine: schema }, used: new Set(["mine"]), required: [], cwd: "/" };
    const result = await validate(request);
    const [problem] = result.ok ? [] : result.problems;
    expect(problem).toMatchObject({ key: "mine", message: expect.stringMatching(reason) });
    expect(problem?.hint).toContain("schema.json of the service 'mine'");
  });
});
