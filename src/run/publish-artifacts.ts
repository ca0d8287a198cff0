import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import type { MadeArtifact } from "../chain/stage/find-artifacts.js";

export interface Publishing {
  /** Artifact names that the stage's manifest declares. */
  readonly declared: ReadonlySet<string>;
  readonly stageDirectory: string;
  readonly runDirectory: string;
  /** Paths at the run directory's top that an earlier run in the same directory made, and that may be replaced. */
  readonly replaceable: ReadonlySet<string>;
}

/**
 * Moves what a stage's manifest declares to the run directory's top, under the same relative path:
 * `2_quantization/quantized_models/quantized_model.onnx` becomes `quantized_models/quantized_model.onnx`. A file
 * that lies in no folder of its own, and one whose place is taken already, stay in the stage's directory.
 *
 * @returns all artifacts, where they are now.
 * @throws a system error when the run directory cannot be written.
 */
export function publishArtifacts(
  artifacts: readonly MadeArtifact[],
  { declared, stageDirectory, runDirectory, replaceable }: Publishing,
): readonly MadeArtifact[] {
  const moved = new Map<string, string>();
  // A folder goes before what lies in it.
  const movable = artifacts
    .filter(
      ({ name, path, kind }) => declared.has(name) && (kind === "folder" || dirname(path) !== stageDirectory),
    )
    .sort((a, b) => a.path.length - b.path.length);
  for (const { path } of movable) {
    if (nowAt(path, moved) !== path) continue;
    const target = join(runDirectory, relative(stageDirectory, path));
    if (existsSync(target) && !replaceable.has(target)) continue;
    if (isBlocked(dirname(target), runDirectory)) continue;
    rmSync(target, { recursive: true, force: true });
    mkdirSync(dirname(target), { recursive: true });
    renameSync(path, target);
    removeEmpty(dirname(path), stageDirectory);
    moved.set(path, target);
  }
  return artifacts.map((artifact) => ({ ...artifact, path: nowAt(artifact.path, moved) }));
}

/** Removes a folder, and those above it, that a move has emptied. */
function removeEmpty(folder: string, stageDirectory: string): void {
  for (let at = folder; at !== stageDirectory && readdirSync(at).length === 0; at = dirname(at))
    rmdirSync(at);
}

/** @returns whether a file stands where a folder is needed. */
function isBlocked(folder: string, runDirectory: string): boolean {
  for (let above = folder; above !== runDirectory; above = dirname(above)) {
    if (statSync(above, { throwIfNoEntry: false })?.isDirectory() === false) return true;
  }
  return false;
}

/** @returns where a path is after the moves of itself or of a folder above it. */
function nowAt(path: string, moved: ReadonlyMap<string, string>): string {
  for (const [from, to] of moved) {
    if (path === from) return to;
    if (path.startsWith(from + sep)) return join(to, relative(from, path));
  }
  return path;
}
