import { stat } from "node:fs/promises";
import type { Plan } from "./plan.js";
import type { Problem } from "./problem.js";

/** @returns a problem for each file and folder that the config names as an input and that is not there. */
export async function checkInputs(plan: Plan): Promise<readonly Problem[]> {
  const checked = new Map<string, Promise<Problem | undefined>>();
  for (const { service, takes } of plan.stages) {
    for (const [artifact, source] of Object.entries(takes)) {
      if (source.type !== "config" || checked.has(source.key)) continue;
      const kind = service.takes[artifact]?.kind ?? "file";
      checked.set(source.key, checkInput(source.path, kind, source.key));
    }
  }
  const found = await Promise.all(checked.values());
  return found.filter((problem) => problem !== undefined);
}

/** @returns what is wrong with one input: nothing there, or a folder instead of a file and the other way round. */
export async function checkInput(
  path: string,
  kind: "file" | "folder",
  key: string,
): Promise<Problem | undefined> {
  if (/^https?:/i.test(path)) {
    const hint = "Download it and give its path.";
    return {
      code: "input_remote",
      key,
      path,
      message: `${key}: '${path}' is on the web, which is not read.`,
      hint,
    };
  }
  const there = await stat(path).catch(() => undefined);
  if (there === undefined) {
    return { code: "input_not_found", key, path, message: `${key}: there is no ${kind} '${path}'.` };
  }
  if (there.isDirectory() === (kind === "folder")) return undefined;
  const other = kind === "folder" ? "a file, not a folder" : "a folder, not a file";
  return { code: "wrong_kind", key, path, message: `${key}: '${path}' is ${other}.` };
}
