import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { projectRoot } from "../shared.js";

const modules = ["src", "services"].flatMap((folder) =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith("_pb.ts") && !file.endsWith(".d.ts"))
    .map((file) => join(folder, file)),
);

it("no module is longer than 400 lines", () => {
  const long = modules.filter(
    (file) => readFileSync(join(projectRoot, file), "utf8").split("\n").length > 400,
  );
  expect(long).toEqual([]);
});

it("no file or folder has a name that says nothing", () => {
  expect(modules.filter((file) => /\b(utils?|helpers?|misc|common|manager)\b/.test(file))).toEqual([]);
});
