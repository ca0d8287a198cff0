import { mkdirSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/chain/package-root.js";
import { projectRoot } from "../shared.js";
import { temporaryFolder } from "./rig.js";

test("the package is found from its sources", () => {
  expect(packageRoot() + sep).toBe(projectRoot);
});

test("a package.json of another name on the way is passed over", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "dist", "src"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"name":"stm32ai_main"}');
  writeFileSync(join(folder, "dist", "package.json"), '{"name":"other"}');
  expect(packageRoot(pathToFileURL(join(folder, "dist", "src", "x.js")).href)).toBe(folder);
});

test("a broken installation is told", () => {
  const url = pathToFileURL(join(temporaryFolder(), "x.js")).href;
  expect(() => packageRoot(url)).toThrow("No package.json of stm32ai_main");
});
