import { realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, it } from "vitest";
import { claimProcess } from "../../../src/config/app/job/claim-process.js";

const NAME = "CONFIG_APP_TEST_WHO";
const variables = new Map([[NAME, "me"]]);
const folder = realpathSync(tmpdir());
const look = async () => [process.cwd(), process.env[NAME]];

it("puts the process into the job's folder and environment while it lasts, and back again", async () => {
  const before = process.cwd();
  expect(await claimProcess({}, { folder, variables }, look)).toEqual([folder, "me"]);
  expect(await look()).toEqual([before, undefined]);
});

it("puts the process back when the job fails", async () => {
  const before = process.cwd();
  const failing = () => Promise.reject(new Error("no"));
  await expect(claimProcess({}, { folder, variables }, failing)).rejects.toThrow("no");
  expect(await look()).toEqual([before, undefined]);
});

it("leaves the process alone where a folder and an environment are given", async () => {
  const before = process.cwd();
  expect(await claimProcess({ cwd: folder, env: {} }, { folder, variables }, look)).toEqual([
    before,
    undefined,
  ]);
});
