/** From a resolved config to the plan of its run. Pure: nothing is read but the arguments. */
import type { JsonObject } from "../schema/json.js";
import { describeKinds, hasKind, kindsMeet } from "./artifact-kind.js";
import { mapTexts, pick, valueAt } from "./config-value.js";
import type { Intake, ServiceManifest } from "./manifest.js";
import { findMode, operationModes } from "./operation-modes.js";
import type { Plan, PlannedStage, Source } from "./plan.js";
import { type Problem, type Result, resultOf } from "./problem.js";
import { isRemote, kindPath } from "./remote-input.js";
import { partSecrets } from "./secrets.js";
import { withoutUrlSecrets } from "./url-secrets.js";

/** The model zoo's `general.global_seed` when the config has none. */
const DEFAULT_SEED = 123;

/**
 * Plans a run.
 *
 * @param config resolved and validated, with absolute paths; its `chains` section adds operation modes
 * @param mode the operation mode
 * @param services every service that was found, by name
 * @returns the stages in order, each with the config that it reads, where its artifacts come from (the latest
 *   stage that makes one of that name, else the first of its config keys with a value), and its secrets apart; or
 *   everything that is wrong.
 */
export function makePlan(
  config: JsonObject,
  mode: string,
  services: ReadonlyMap<string, ServiceManifest>,
): Result<Plan> {
  const modes = operationModes(services, valueAt(config, "chains"));
  if (!modes.ok) return modes;
  const chain = findMode(mode, modes.value);
  if (!chain.ok) return chain;
  const stages: PlannedStage[] = [];
  const problems: Problem[] = [];
  for (const name of chain.value) {
    const service = services.get(name);
    if (service === undefined) continue;
    const id = `${stages.length + 1}_${name}`;
    const parted = partSecrets(pick(config, service.reads), services);
    const takes = resolveIntakes(config, service, { id, mode, earlier: stages });
    problems.push(...takes.problems);
    stages.push({
      id,
      service,
      config: withoutAddresses(parted.config, takes.sources),
      secrets: Object.fromEntries(parted.secrets),
      takes: takes.sources,
      makes: service.makes,
    });
  }
  return resultOf({ operationMode: mode, stages, seed: seedOf(config) }, distinct(problems));
}

/** A stage gets the file: what let the program fetch it is none of its business. */
function withoutAddresses(config: JsonObject, takes: PlannedStage["takes"]): JsonObject {
  const addresses = Object.values(takes).flatMap((source) =>
    source.type === "config" && isRemote(source.path) ? [source.path] : [],
  );
  if (addresses.length === 0) return config;
  return mapTexts(config, (text) => (addresses.includes(text) ? withoutUrlSecrets(text) : text));
}

interface Position {
  readonly id: string;
  readonly mode: string;
  readonly earlier: readonly PlannedStage[];
}

function resolveIntakes(config: JsonObject, service: ServiceManifest, position: Position) {
  const sources: [string, Source][] = [];
  const problems: Problem[] = [];
  for (const [artifact, intake] of Object.entries(service.takes)) {
    const found =
      fromStage(artifact, intake, position) ??
      fromConfig(config, intake, position) ??
      missing(artifact, intake, position);
    if (found === undefined) continue;
    if ("code" in found) problems.push(found);
    else sources.push([artifact, found]);
  }
  return { sources: Object.fromEntries(sources), problems };
}

function fromStage(
  artifact: string,
  intake: Intake,
  { id, earlier }: Position,
): Source | Problem | undefined {
  const maker = earlier.findLast((stage) => Object.hasOwn(stage.makes, artifact));
  const output = maker?.makes[artifact];
  if (maker === undefined || output === undefined) return undefined;
  if (kindsMeet(output, intake)) return { type: "stage", stage: maker.id, artifact };
  return {
    code: "wrong_kind",
    key: "operation_mode",
    message: `${id} takes ${describeKinds(intake)} as '${artifact}', but ${maker.id} makes ${describeKinds(output)}.`,
  };
}

function fromConfig(config: JsonObject, intake: Intake, { mode }: Position): Source | Problem | undefined {
  for (const key of configKeys(intake)) {
    const path = valueAt(config, key);
    if (path === undefined || path === null || path === "") continue;
    if (typeof path !== "string") {
      return { code: "wrong_type", key, message: `${key} must be a path, not ${JSON.stringify(path)}.` };
    }
    if (intake.kind === "folder" || hasKind(kindPath(path), intake)) return { type: "config", key, path };
    return {
      code: "wrong_kind",
      key,
      path: withoutUrlSecrets(path),
      message: `${key} must name ${describeKinds(intake)} for operation mode '${mode}', not '${withoutUrlSecrets(path)}'.`,
    };
  }
  return undefined;
}

function missing(artifact: string, intake: Intake, { id, mode }: Position): Problem | undefined {
  if (intake.optional) return undefined;
  const [key] = configKeys(intake);
  const keys = configKeys(intake).join(" or ");
  return {
    code: "missing_input",
    ...(key === undefined ? { key: "operation_mode" } : { key }),
    message:
      key === undefined
        ? `${id} takes '${artifact}', which no earlier stage of '${mode}' makes.`
        : `${keys} is missing: operation mode '${mode}' needs ${describeKinds(intake)} there (${id} takes it as '${artifact}').`,
  };
}

function configKeys({ from }: Intake): readonly string[] {
  if (from === undefined) return [];
  return typeof from === "string" ? [from] : from;
}

function seedOf(config: JsonObject): number {
  const seed = valueAt(config, "general.global_seed");
  return typeof seed === "number" && Number.isSafeInteger(seed) ? seed : DEFAULT_SEED;
}

/** Two evaluations in a chain lack the same model: one problem a key is enough. */
function distinct(problems: readonly Problem[]): Problem[] {
  const first = new Map<string, Problem>();
  for (const problem of problems) {
    const id = `${problem.code} ${problem.key} ${problem.path}`;
    if (!first.has(id)) first.set(id, problem);
  }
  return [...first.values()];
}
