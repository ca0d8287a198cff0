import { stat } from "node:fs/promises";
import type { Plan } from "./plan.js";
import type { Problem } from "./problem.js";
import { isRemote, readRemote } from "./remote-input.js";
import { withoutUrlSecrets } from "./url-secrets.js";

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

/**
 * @returns what is wrong with one input: nothing there, or a folder instead of a file and the other way round. Of a
 *   file on the web only the address is looked at.
 */
export async function checkInput(
  path: string,
  kind: "file" | "folder",
  key: string,
): Promise<Problem | undefined> {
  if (isRemote(path)) return remoteProblem(path, kind, key);
  const there = await stat(path).catch(() => undefined);
  if (there === undefined) {
    return { code: "input_not_found", key, path, message: `${key}: there is no ${kind} '${path}'.` };
  }
  if (there.isDirectory() === (kind === "folder")) return undefined;
  const other = kind === "folder" ? "a file, not a folder" : "a folder, not a file";
  return { code: "wrong_kind", key, path, message: `${key}: '${path}' is ${other}.` };
}

function remoteProblem(address: string, kind: "file" | "folder", key: string): Problem | undefined {
  const path = withoutUrlSecrets(address);
  if (kind === "folder") {
    const message = `${key}: '${path}' is on the web, where no folder can be read.`;
    return { code: "input_remote", key, path, message, hint: "Download it and give its path." };
  }
  const read = readRemote(address);
  if (read.ok) return undefined;
  return { code: "bad_address", key, path, message: `${key}: ${read.message}`, hint: read.hint };
}
