import { join } from "node:path";
import { expect, test } from "vitest";
import { checkInputs } from "../../src/chain/check-inputs.js";
import { describePlan } from "../../src/chain/describe-plan.js";
import { planOf, temporaryFolder } from "./rig.js";

test("a plan is told stage by stage, with secrets named and not shown", () => {
  const folder = temporaryFolder();
  const plan = planOf(["mine", "weigh"], folder, {
    mine: { strength: 0.5, token: "hush" },
    dataset: { seed: 7 },
  });
  expect(describePlan(plan)).toBe(`chain_own: 2 stages, seed 123

1_mine  A user's own step in Python that scales a model's last bytes
  reads  mine.strength: 0.5
         dataset.seed: 7
         STAGE_SECRET_MINE_TOKEN: ***
  takes  model: ${join(folder, "float.onnx")} (general.model_path)
  makes  model: a .onnx file

2_weigh  A user's own step in shell that weighs a model
  takes  model: 'model' of 1_mine
  makes  ticket: a .txt file
`);
});

test("inputs of the config that are not there are told once each, with their key", async () => {
  const folder = temporaryFolder();
  const missing = join(folder, "none.onnx");
  const plan = planOf(["weigh", "weigh"], folder, { general: { model_path: missing } });
  expect(await checkInputs(plan)).toEqual([
    {
      code: "input_not_found",
      key: "general.model_path",
      path: missing,
      message: `general.model_path: there is no file '${missing}'.`,
    },
  ]);
  const asFolder = planOf(["weigh"], folder, { general: { model_path: `${folder}/` }, weigh: {} });
  expect(asFolder.stages[0]?.takes.model).toMatchObject({ key: "general.model_path" });
  expect((await checkInputs(asFolder)).map(({ code }) => code)).toEqual(["wrong_kind"]);
});
