import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadServices } from "../../src/chain/load-services.js";
import { toPlain } from "../../src/config/nodes/to-plain.js";
import { loadConfig } from "../../src/config/yaml/load-config.js";
import { editorSchema } from "../../src/schema/editor-schema.js";
import type { JsonSchema } from "../../src/schema/json.js";
import { projectRoot } from "../shared.js";

const folder = join(projectRoot, "config_file_examples");
const examples = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
const groups = ["board", "preprocessing", "quantization"].flatMap((group) =>
  readdirSync(join(folder, group)).map((file) => join(group, file)),
);

const text = (file: string) => readFileSync(join(folder, file), "utf8");

function shippedSchema(): JsonSchema {
  const services = loadServices(undefined, join(projectRoot, "services"));
  if (!services.ok) throw new Error("The shipped services are sound");
  return editorSchema(services.value.values());
}

/** Strict: a keyword or format that an editor does not know is an error. */
const compile = (schema: JsonSchema) => new Ajv({ allowUnionTypes: true, allErrors: true }).compile(schema);

describe("the editors' schema of the shipped services", () => {
  let check: ReturnType<typeof compile>;
  beforeAll(() => {
    check = compile(shippedSchema());
  });

  it("is the one in config_file_examples (else: stm32ai_main --schema > config_file_examples/schema.json, npm run format)", () => {
    expect(JSON.parse(text("schema.json"))).toEqual(shippedSchema());
  });

  it.each(examples)("is named in the first line of %s and accepts it", (file) => {
    expect(text(file).split("\n")[0]).toBe("# yaml-language-server: $schema=./schema.json");
    check(parse(text(file)));
    expect(check.errors ?? []).toEqual([]);
    check(toPlain(loadConfig(text(file), file)));
    expect(check.errors ?? []).toEqual([]);
  });

  it.each(groups)("is not named in %s, which is a part of a configuration", (file) => {
    expect(text(file)).not.toContain("$schema");
  });

  it.each([
    ["an unknown section", "datasets: {}"],
    ["an unknown attribute", "dataset: {test_pth: ./x}"],
    ["a word that is none of the values", "general: {model_type: heatmap}"],
    ["a number that is too small", "dataset: {keypoints: 0}"],
    ["text where a number belongs", "dataset: {seed: many}"],
    ["a list where a section belongs", "dataset: []"],
    ["text where a section belongs", "dataset: photos"],
    ["a default of two groups", "defaults: [{a: b, c: d}]"],
  ])("refuses %s", (_, yaml) => {
    expect(check(parse(yaml))).toBe(false);
  });

  it.each([
    ["an interpolation for a number", "dataset: {seed: '${general.global_seed}'}"],
    ["an interpolation for a truth value", "evaluation: {drop_remainder: '${oc.env:DROP}'}"],
    ["an interpolation for one of several words", "general: {model_type: '${oc.env:TYPE}'}"],
    ["an interpolation for a section", "tools: {stedgeai: '${tools.stm32ai}'}"],
    ["a value that is to be given", "dataset: {keypoints: ???}"],
    ["arithmetic for a number", "preprocessing: {rescaling: {scale: 1/127.5, offset: -1}}"],
    [
      "another case where it does not count",
      "quantization: {quantizer: tflite_converter, quantization_type: ptq}",
    ],
    ["None where null is meant", "dataset: {keypoints: None}"],
    ["a blank where there is a default", "general: {global_seed: , display_figures: , project_name: }"],
    ["a blank section", "mlflow:"],
    ["a number for a text", "tools: {stedgeai: {version: 10.0}}"],
    ["a section with a part of its attributes", "preprocessing: {color_mode: rgb}"],
    [
      "all that Hydra knows in a defaults list",
      "defaults: [_self_, {override /db@x: y}, {optional g: [a, b]}, {a: null}]",
    ],
    ["anything under hydra", "hydra: {sweeper: {params: {a: 'range(3)'}}}"],
    ["a value that cannot be done yet, which the program tells", "general: {model_type: hand_spe}"],
  ])("accepts %s", (_, yaml) => {
    check(parse(yaml));
    expect(check.errors ?? []).toEqual([]);
  });

  it("keeps what is said of an attribute, and its default", () => {
    expect(shippedSchema()).toMatchObject({
      properties: {
        dataset: { properties: { seed: { description: "Seed of the order of the photos.", default: 123 } } },
      },
    });
  });

  it("has none of the program's own keywords", () => {
    expect(JSON.stringify(shippedSchema())).not.toMatch(
      /"(unavailable|ignoreCase|format|\$id|required|x-\w+)":/,
    );
  });
});

describe("the editors' schema of a user's service", () => {
  const schema = {
    type: "object",
    additionalProperties: false,
    required: ["shape"],
    definitions: { share: { type: "number", maximum: 1 } },
    properties: {
      shape: { type: "array", items: { type: "integer" }, "x-note": "ours" },
      part: { $ref: "#/definitions/share" },
      token: { type: "string", writeOnly: true, pattern: "^tok_" },
      level: { oneOf: [{ type: "integer" }, { enum: ["all"] }] },
    },
  };
  const check = compile(editorSchema([{ name: "mine", reads: ["mine", "other.key"], schema }]));

  it.each([
    "mine: {shape: [192, 192]}",
    "mine: {shape: '(192, 192, 3)'}",
    "mine: {part: 0.5}",
    "mine: {part: 1/3}",
    "mine: {token: '${oc.env:TOKEN}'}",
    "mine: {level: all}",
    "mine: {level: '${x}'}",
    "other: {anything: 1}",
  ])("accepts %s", (yaml) => {
    check(parse(yaml));
    expect(check.errors ?? []).toEqual([]);
  });

  it.each([
    "mine: {shape: [a]}",
    "mine: {shape: wide}",
    "mine: {part: 2}",
    "mine: {token: abc}",
    "mine: {level: some}",
    "mine: {lvel: 1}",
  ])("refuses %s", (yaml) => {
    expect(check(parse(yaml))).toBe(false);
  });
});
