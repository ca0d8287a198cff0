/** What a stage has made: every artifact that it announced, found on disk and held against its manifest. */
import { realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { describeKinds, hasKind } from "../artifact-kind.js";
import { isBelow } from "../is-below.js";
import type { Output } from "../manifest.js";
import type { PlannedStage } from "../plan.js";
import type { Failure, StageEvent } from "../protocol.js";

export interface MadeArtifact {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly kind: "file" | "folder";
}

export interface Found {
  /** In the order of announcement; of a declared name the last one. */
  readonly artifacts: readonly MadeArtifact[];
  /** What is wrong with announced ones that the manifest does not declare. */
  readonly faults: readonly string[];
  /** The first declared artifact that is not there. */
  readonly missing?: Failure;
}

type Announcement = Extract<StageEvent, { type: "artifact" }>;

/** @param directory the stage's directory: an artifact outside of it is none */
export function findArtifacts(
  announced: readonly Announcement[],
  { id, makes }: PlannedStage,
  directory: string,
): Found {
  const artifacts: MadeArtifact[] = [];
  const faults: string[] = [];
  const broken: Failure[] = [];
  const last = new Map(announced.map((announcement) => [announcement.name, announcement]));
  for (const announcement of announced) {
    const output = Object.hasOwn(makes, announcement.name) ? makes[announcement.name] : undefined;
    if (output !== undefined && last.get(announcement.name) !== announcement) continue;
    const found = locate(announcement, output, directory);
    if (!("code" in found)) artifacts.push(found);
    else if (output === undefined) faults.push(found.message);
    else broken.push(found);
  }
  for (const [name, output] of Object.entries(makes)) {
    if (output.optional || last.has(name)) continue;
    const message = `${id} ended without its artifact '${name}': it announced no event for ${describeKinds(output)} of that name.`;
    broken.push({ code: "artifact_missing", message });
  }
  const [missing] = broken;
  return { artifacts, faults, ...(missing === undefined ? {} : { missing }) };
}

function locate(
  { name, path }: { name: string; path: string },
  output: Output | undefined,
  directory: string,
): MadeArtifact | Failure {
  const absolute = resolve(directory, path);
  const there = statSync(absolute, { throwIfNoEntry: false });
  if (there === undefined) {
    return {
      code: "artifact_missing",
      path: absolute,
      message: `There is no artifact '${name}' at ${absolute}.`,
    };
  }
  if (!isBelow(absolute, directory) || !isBelow(realpathSync(absolute), realpathSync(directory))) {
    return {
      code: "artifact_outside",
      path: absolute,
      message: `The artifact '${name}' is not below ${directory}.`,
    };
  }
  const kind = there.isDirectory() ? "folder" : "file";
  if (output === undefined) return { name, path: absolute, kind };
  if ((output.kind ?? "file") === kind && (kind === "folder" || hasKind(absolute, output))) {
    return { name, path: absolute, kind };
  }
  const expected = describeKinds(output);
  return {
    code: "wrong_kind",
    path: absolute,
    message: `The artifact '${name}' must be ${expected}: ${absolute}.`,
  };
}
