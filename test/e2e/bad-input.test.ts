/** What users get wrong, end to end: one clear text, no stack, the right exit code, nothing left behind. */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { EVAL, EVALUATE, expectBlock, inPairs, type Outcome, tell, workplace } from "./workplace.js";
import { ACCEPTED, REFUSED, RUN, type ZooCase } from "./zoo-cases.js";

function tellCase({ config = "eval.yaml", args, runs, env }: ZooCase): Promise<Outcome> {
  const words = args.split(" ").filter(Boolean).map(unquoted);
  return tell(
    ["--config-path", ".", "--config-name", config, ...words, ...(runs ? [] : ["--dry-run"])],
    workplace(),
    env,
  );
}

/** As a shell gives a word to a program. */
function unquoted(word: string): string {
  return word.replaceAll("'", "");
}

function hasOutputs(cwd: string): boolean {
  return readdirSync(cwd).includes("experiments_outputs");
}

describe("cases of the zoo's record that are refused before anything is made", () => {
  let outcomes: Outcome[];
  beforeAll(async () => {
    outcomes = await inPairs(REFUSED, tellCase);
  });

  it.each(REFUSED.map(({ zoo, says }, index) => [zoo, says, index] as const))("%s", (_, says, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new Error("the case was not run");
    expectBlock(outcome, says);
    expect(hasOutputs(outcome.cwd)).toBe(false);
  });
});

describe("cases of the zoo's record that are right", () => {
  it.each(ACCEPTED)("$zoo", async (zooCase) => {
    const { code, text, cwd } = await tellCase(zooCase);
    expect(text).toMatch(zooCase.says);
    expect([code, hasOutputs(cwd)]).toEqual([0, false]);
  });
});

describe("cases of the zoo's record that end in the run", () => {
  let outcomes: Outcome[];
  beforeAll(async () => {
    outcomes = await inPairs(RUN, (zooCase) => tellCase({ ...zooCase, runs: true }));
  });

  it.each(RUN.map((zooCase, index) => [zooCase.zoo, zooCase, index] as const))("%s", (_, zooCase, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new Error("the case was not run");
    expect(outcome.code).toBe(zooCase.code);
    expect(outcome.text).toMatch(zooCase.says);
    if (zooCase.code === 1) expectBlock(outcome, zooCase.says);
  });
});

describe("what else can be wrong", () => {
  it("a folder of configurations that is not there (e02)", async () => {
    expectBlock(await tell(["--config-path", "./nodir"]), /Primary config directory not found/);
  });

  it("a text named .onnx", async () => {
    expectBlock(
      await tell([...EVALUATE, "general.model_path=text.onnx"]),
      /text\.onnx is not a readable ONNX model/,
    );
  });

  it("an output folder that cannot be made", async () => {
    expectBlock(
      await tell([...EVALUATE, "hydra.run.dir=m.h5/run"]),
      /hydra\.run\.dir: .* cannot be made: .*\n +in the override\n +hydra\.run\.dir=m\.h5\/run/,
    );
  });

  it("an interpolation to nowhere", async () => {
    expectBlock(
      await tell([...EVALUATE, "general.project_name=${no.where}"]),
      /Interpolation key 'no\.where' not found\n +in the override\n +general\.project_name=\$\{no\.where\}\n +\^/,
    );
  });

  it("everything at once, in the order of the file and the overrides after it", async () => {
    const cwd = workplace();
    const text = EVAL.replace("pose_sample.onnx", "gone.onnx").replace("seed: 0", "sed: 0");
    writeFileSync(join(cwd, "eval.yaml"), text.replace("./experiments_outputs/mlruns", "ftp://there"));
    const words = [
      "operation_mode=chain_eqe",
      "preprocessing.color_mode=red",
      "quantization.quantizer=TFlite_converter",
    ];
    const outcome = await tell([...EVALUATE, ...words], cwd);
    expectBlock(
      outcome,
      /^Configuration error \(5 problems\)\n\n {2}general\.model_path: there is no file '.*gone\.onnx'/,
    );
    expect(outcome.stderr.match(/^ {2}[a-z][\w.]+(?=:| starts)/gm)).toEqual([
      "  general.model_path",
      "  dataset.sed",
      "  mlflow.uri",
      "  preprocessing.color_mode",
      "  quantization.quantizer",
    ]);
    expect(outcome.stderr).toContain("at eval.yaml:14:8\n        sed: 0\n             ^\n");
    expect(outcome.stderr).toContain("Did you mean `seed`?");
  });

  it("prototype keys are unknown ones", async () => {
    const words = ["+__proto__.x=1", "+general.constructor=1"];
    const outcome = await tell([...EVALUATE, ...words]);
    expectBlock(outcome, /__proto__: unknown section/);
    expectBlock(outcome, /general\.constructor: unknown attribute/);
  });

  it("text that looks like code stays text (e58)", async () => {
    const cwd = workplace();
    const code = "__import__('os').system('touch pwned') or 7";
    writeFileSync(
      join(cwd, "eval.yaml"),
      EVAL.replace("bad_input", `"${code}"`).replace("offset: -1", `offset: "${code}"`),
    );
    expectBlock(
      await tell(EVALUATE, cwd),
      /preprocessing\.rescaling\.offset: must be a number, got '__import__/,
    );
    expect(readdirSync(cwd)).not.toContain("pwned");
  });

  it("a variable of the environment is read, with a notice that names oc.env", async () => {
    const outcome = await tell([...EVALUATE, "general.project_name=${ZOO_NAME}"], workplace(), {
      ZOO_NAME: "abc",
    });
    expect(outcome.code).toBe(0);
    expect(outcome.text).toContain("${oc.env:ZOO_NAME}");
  });
});
