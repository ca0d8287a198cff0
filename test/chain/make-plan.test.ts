import { describe, expect, test } from "vitest";
import { makePlan } from "../../src/chain/make-plan.js";
import type { Intake, Output, ServiceManifest } from "../../src/chain/manifest.js";
import type { JsonObject } from "../../src/schema/json.js";
import { problemsOf, unwrap } from "./rig.js";

interface Parts {
  readonly reads?: readonly string[];
  readonly takes?: Readonly<Record<string, Intake>>;
  readonly makes?: Readonly<Record<string, Output>>;
}

function service(
  name: string,
  { reads = [name], takes = {}, makes = {} }: Parts = {},
): [string, ServiceManifest] {
  return [
    name,
    { name, summary: name, command: ["true"], serve: false, reads, requires: [], takes, makes, folder: "/s" },
  ];
}

const model: Intake = { from: "general.model_path", kinds: [".h5", ".onnx"] };
const SERVICES = new Map([
  service("quantization", {
    reads: ["preprocessing", "dataset.seed", "quantization"],
    takes: {
      model,
      calibration: {
        from: ["dataset.quantization_path", "dataset.training_path"],
        kind: "folder",
        optional: true,
      },
    },
    makes: { model: { kinds: [".tflite", ".onnx"] } },
  }),
  service("evaluation", { takes: { model: { ...model, kinds: [".h5", ".onnx", ".tflite"] } } }),
  service("benchmarking", { takes: { model: { ...model, kinds: [".onnx"] } } }),
]);
const CONFIG: JsonObject = {
  general: { model_path: "/m/net.onnx", global_seed: 5 },
  dataset: { seed: 7, name: "poses", training_path: "/d/train" },
  quantization: { granularity: "per_channel" },
};

test("each stage gets only what its manifest reads, in the config's order", () => {
  const [stage] = unwrap(makePlan(CONFIG, "quantization", SERVICES)).stages;
  expect(stage?.config).toEqual({ dataset: { seed: 7 }, quantization: { granularity: "per_channel" } });
});

test("the model flows from the config to the first stages and from its latest maker to the rest", () => {
  const { stages, seed } = unwrap(makePlan(CONFIG, "chain_eqeb", SERVICES));
  const config = { type: "config", key: "general.model_path", path: "/m/net.onnx" };
  const made = { type: "stage", stage: "2_quantization", artifact: "model" };
  expect(stages.map(({ id, takes }) => [id, takes.model])).toEqual([
    ["1_evaluation", config],
    ["2_quantization", config],
    ["3_evaluation", made],
    ["4_benchmarking", made],
  ]);
  expect(seed).toBe(5);
});

test("of several config keys the first with a value is taken, and an optional artifact may be absent", () => {
  const withBoth = { ...CONFIG, dataset: { quantization_path: "/d/q", training_path: "/d/train" } };
  const without = { ...CONFIG, dataset: { quantization_path: null } };
  const calibrations = [CONFIG, withBoth, without].map(
    (config) => unwrap(makePlan(config, "quantization", SERVICES)).stages[0]?.takes.calibration,
  );
  expect(calibrations).toEqual([
    { type: "config", key: "dataset.training_path", path: "/d/train" },
    { type: "config", key: "dataset.quantization_path", path: "/d/q" },
    undefined,
  ]);
});

test("a seed of 0 is 0, and a config without one has the zoo's", () => {
  const seedOf = (general: JsonObject) =>
    unwrap(makePlan({ general }, "own", new Map([service("own")]))).seed;
  expect([seedOf({ global_seed: 0 }), seedOf({ global_seed: null }), seedOf({})]).toEqual([0, 123, 123]);
});

describe("what is wrong comes as values", () => {
  test("a missing model is told once, however many stages take it", () => {
    const problems = problemsOf(makePlan({}, "chain_eqe", SERVICES));
    expect(problems).toEqual([
      {
        code: "missing_input",
        key: "general.model_path",
        message:
          "general.model_path is missing: operation mode 'chain_eqe' needs a .h5, .onnx, or .tflite file there (1_evaluation takes it as 'model').",
      },
    ]);
  });

  test("a model of the wrong kind is told with what is accepted", () => {
    const [problem] = problemsOf(
      makePlan({ general: { model_path: "/m/net.pth" } }, "quantization", SERVICES),
    );
    expect(problem?.message).toBe(
      "general.model_path must name a .h5 or .onnx file for operation mode 'quantization', not '/m/net.pth'.",
    );
  });

  test("a maker and a taker that cannot agree are both named", () => {
    const services = new Map([
      service("bake", { makes: { model: { kinds: [".h5"] } } }),
      service("eat", { takes: { model: { kinds: [".onnx"] } } }),
    ]);
    const [problem] = problemsOf(makePlan({ chains: { feast: ["bake", "eat"] } }, "feast", services));
    expect(problem?.message).toBe("2_eat takes a .onnx file as 'model', but 1_bake makes a .h5 file.");
  });

  test("a path that is no text is refused", () => {
    const [problem] = problemsOf(makePlan({ general: { model_path: 3 } }, "evaluation", SERVICES));
    expect(problem).toMatchObject({ code: "wrong_type", key: "general.model_path" });
  });
});

describe("operation modes", () => {
  test("a user's chain is a mode like any other", () => {
    const config = { ...CONFIG, chains: { chain_bq: ["benchmarking", "quantization"] } };
    expect(unwrap(makePlan(config, "chain_bq", SERVICES)).stages.map(({ id }) => id)).toEqual([
      "1_benchmarking",
      "2_quantization",
    ]);
  });

  test("an unknown one is told with the nearest and all that there are", () => {
    const [problem] = problemsOf(makePlan(CONFIG, "chain_eqbe", SERVICES));
    expect(problem).toMatchObject({
      code: "unknown_operation_mode",
      key: "operation_mode",
      message: "Unknown operation mode 'chain_eqbe'. Did you mean 'chain_eqe'?",
      hint: "The operation modes are: quantization, evaluation, benchmarking, chain_qb, chain_eqe, chain_eqeb.",
    });
  });

  test.each(["training", "deployment", "prediction", "chain_tqe", "chain_tqeb", "chain_qd"])(
    "the zoo's %s is said to be missing here, by name",
    (mode) => {
      const [problem] = problemsOf(makePlan(CONFIG, mode, SERVICES));
      expect(problem?.code).toBe("unavailable_operation_mode");
      expect(problem?.message).toContain(`'${mode}' is not available here`);
    },
  );

  test.each([
    [
      { chain_x: ["quantisation"] },
      "Unknown service 'quantisation' in chains.chain_x. Did you mean 'quantization'?",
    ],
    [{ chain_x: [] }, "chains.chain_x must be a list of one or more services."],
    [{ chain_x: "quantization" }, "chains.chain_x must be a list of one or more services."],
    [{ chain_eqe: ["evaluation"] }, "There is an operation mode 'chain_eqe' already."],
    [["quantization"], "chains must be a mapping of chain names to lists of services."],
  ])("chains: %j is refused", (chains, message) => {
    const [problem] = problemsOf(makePlan({ ...CONFIG, chains }, "quantization", SERVICES));
    expect(problem?.message).toBe(message);
  });

  test("names of Object's prototype are ordinary names", () => {
    const hostile: JsonObject = JSON.parse('{"__proto__": {"x": 1}, "chains": {"c": ["constructor"]}}');
    const services = new Map([service("constructor", { reads: ["__proto__", "toString"] })]);
    const [stage] = unwrap(makePlan(hostile, "c", services)).stages;
    expect(Object.entries(stage?.config ?? {})).toEqual([["__proto__", { x: 1 }]]);
    expect(problemsOf(makePlan(hostile, "toString", services))[0]?.code).toBe("unknown_operation_mode");
  });
});
