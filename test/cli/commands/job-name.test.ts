import { expect, it } from "vitest";
import { jobName, pairOf } from "../../../src/cli/commands/job-name.js";

it("begins with the job's number and names each key by its last part", () => {
  expect(jobName(12, ["quantization.granularity=per_tensor", "+dataset.split=0.5"])).toBe(
    "12 granularity=per_tensor split=0.5",
  );
});

it("names keys with the same end by as many parts as tell them apart", () => {
  expect(jobName(0, ["a.x.seed=1", "b.x.seed=2", "seed=3"])).toBe("0 a.x.seed=1 b.x.seed=2 seed=3");
  expect(jobName(0, ["a.x.seed=1", "a.y.seed=2"])).toBe("0 x.seed=1 y.seed=2");
});

it("is the number alone where nothing is swept", () => {
  expect(jobName(3, [])).toBe("3");
});

it("takes an override apart, whatever its value holds", () => {
  expect(pairOf("++a.b=c=d,e")).toEqual({ key: "a.b", value: "c=d,e" });
  expect(pairOf("~a.b")).toEqual({ key: "a.b", value: "" });
});
