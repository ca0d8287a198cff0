import { describeKinds, hasKind } from "../chain/artifact-kind.js";
import { checkInput } from "../chain/check-inputs.js";
import type { PlannedStage } from "../chain/plan.js";
import type { Failure } from "../chain/protocol.js";

export type StageInputs =
  | { readonly ok: true; readonly paths: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly error: Failure };

/**
 * Finds the files and folders that a stage takes, just before it starts.
 *
 * @param made where the artifacts of earlier stages are: stage id → artifact name → absolute path
 * @returns artifact name → absolute path; an optional artifact that no stage made is left out.
 */
export async function stageInputs(
  { id, service, takes }: PlannedStage,
  made: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Promise<StageInputs> {
  const paths: [string, string][] = [];
  for (const [name, source] of Object.entries(takes)) {
    const intake = service.takes[name] ?? {};
    if (source.type === "config") {
      const problem = await checkInput(source.path, intake.kind ?? "file", source.key);
      if (problem !== undefined) return { ok: false, error: problem };
      paths.push([name, source.path]);
      continue;
    }
    const path = made.get(source.stage)?.get(source.artifact);
    if (path === undefined && intake.optional) continue;
    if (path === undefined) {
      const message = `${id} takes '${source.artifact}' of ${source.stage}, which did not make it.`;
      return { ok: false, error: { code: "input_not_made", message } };
    }
    if (intake.kind !== "folder" && !hasKind(path, intake)) {
      const message = `${id} takes ${describeKinds(intake)} as '${name}', but ${source.stage} made ${path}.`;
      return { ok: false, error: { code: "wrong_kind", message, path } };
    }
    paths.push([name, path]);
  }
  return { ok: true, paths: Object.fromEntries(paths) };
}
