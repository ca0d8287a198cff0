import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Plan } from "../../src/chain/plan.js";
import { endangeredInput } from "../../src/run/endangered-input.js";
import { planOf, temporaryFolder } from "../chain/rig.js";

/** @returns a folder with a run directory, whose stage has been used and has photos. */
function usedRun(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "run", "1_weigh", "photos"), { recursive: true });
  mkdirSync(join(folder, "run", "9_other"));
  writeFileSync(join(folder, "run", "1_weigh", "request.json"), "{}");
  symlinkSync(join(folder, "run", "1_weigh", "photos"), join(folder, "link"));
  return folder;
}

/** @returns the plan of `1_weigh`, which takes a folder, too. */
function taking(path: string, folder: string): Plan {
  const plan = planOf(["weigh"], folder);
  const photos = { type: "config", key: "weigh.photos", path } as const;
  return { ...plan, stages: plan.stages.map((stage) => ({ ...stage, takes: { ...stage.takes, photos } })) };
}

describe("a run directory that is used again", () => {
  test.each([
    "run/1_weigh/photos",
    "run/1_weigh",
    "run/1_weigh/",
    "run/9_other/../1_weigh",
    "run",
    "",
    "link",
  ])("is refused with the input '%s', which it would empty", (input) => {
    const folder = usedRun();
    const path = `${folder}/${input}`;
    expect(endangeredInput(taking(path, folder), join(folder, "run"))).toEqual({
      code: "input_endangered",
      path,
      message: `weigh.photos names ${path}, but this run would empty ${join(folder, "run", "1_weigh")}: it writes there itself.`,
      hint: "Copy it to another place, or choose another directory.",
    });
  });

  test.each(["run/9_other", "run/1_weigh_photos", "elsewhere"])("may have the input '%s'", (input) => {
    const folder = usedRun();
    expect(endangeredInput(taking(join(folder, input), folder), join(folder, "run"))).toBeUndefined();
  });
});

describe("a new run directory", () => {
  test("may lie in an input: nothing of it is emptied", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "run"));
    expect(endangeredInput(taking(folder, folder), join(folder, "run"))).toBeUndefined();
  });
});
