import { checkInputs } from "../../chain/check-inputs.js";
import { loadServices } from "../../chain/load-services.js";
import { makePlan } from "../../chain/make-plan.js";
import type { ServiceManifest } from "../../chain/manifest.js";
import { findMode, operationModes } from "../../chain/operation-modes.js";
import type { Plan } from "../../chain/plan.js";
import { type Problem as ChainProblem, type Result, resultOf } from "../../chain/problem.js";
import { resolve } from "../../config/nodes/interpolation/resolve.js";
import type { MapNode } from "../../config/nodes/node.js";
import { coerce } from "../../schema/coerce.js";
import type { Json, JsonObject, JsonSchema } from "../../schema/json.js";
import { originAt } from "../../schema/origin-at.js";
import type { Problem } from "../../schema/problem.js";
import { sections } from "../../schema/sections/sections.js";
import { validate } from "../../schema/validate.js";
import { TrackingError } from "../../tracking/tracking-error.js";
import { parseTrackingUri, type TrackingTarget } from "../../tracking/uri.js";
import { ConfigurationProblems } from "./configuration-problems.js";
import type { Configuration } from "./read-configuration.js";

export interface PreparedRun {
  /** The whole configuration as JSON: resolved, checked, paths absolute. */
  readonly config: JsonObject;
  readonly plan: Plan;
  /** `mlflow.uri` as it was written, and what it means. */
  readonly trackingUri: string;
  readonly tracking: TrackingTarget;
}

/** Sections that are checked whatever runs. */
const ALWAYS = ["general", "operation_mode", "dataset", "preprocessing", "mlflow", "services_path", "chains"];
const ALWAYS_REQUIRED = ["operation_mode", "mlflow.uri"];

/**
 * @returns what to run: the configuration resolved and checked, and the plan made from it.
 * @throws ConfigurationProblems with everything that is wrong; ConfigError for an interpolation without a value.
 */
export async function prepareRun(configuration: Configuration, cwd: string): Promise<PreparedRun> {
  const job = resolve(configuration.composition.job, configuration.context);
  if (job.kind !== "map") throw new Error("A composition is a mapping");
  const services = unwrap(loadServices(member(job, "services_path", cwd)), job);
  const mode = modeName(job);
  const chain = chainOf(job, mode, services, cwd);
  const known = chain.ok ? chain.value.flatMap((name) => services.get(name) ?? []) : [];
  const validation = await validate({
    config: job,
    sections: allSections(services),
    used: new Set([...ALWAYS, ...known.flatMap(({ reads }) => reads.map(firstPart))]),
    required: [...ALWAYS_REQUIRED, ...known.flatMap(({ requires }) => requires)],
    cwd,
    defaultsFile: configuration.defaultsFile,
  });
  const problems = [
    ...(chain.ok ? [] : located(chain.problems, job)),
    ...(validation.ok ? [] : validation.problems),
  ];
  if (!validation.ok || problems.length > 0) throw new ConfigurationProblems(distinct(problems));
  const { config } = validation;
  const plan = unwrap(makePlan(config, mode, services), job);
  unwrap(resultOf(plan, await checkInputs(plan)), job);
  const trackingUri = trackingUriOf(config);
  return {
    config,
    plan,
    trackingUri,
    tracking: trackingTarget(trackingUri, job, cwd),
  };
}

function trackingUriOf({ mlflow }: JsonObject): string {
  return typeof mlflow === "object" && mlflow !== null && "uri" in mlflow ? String(mlflow.uri) : "";
}

function trackingTarget(uri: string, job: MapNode, cwd: string): TrackingTarget {
  try {
    return parseTrackingUri(uri, cwd);
  } catch (error) {
    if (!(error instanceof TrackingError)) throw error;
    const key = "mlflow.uri";
    throw new ConfigurationProblems([{ key, message: error.message, origin: originAt(job, key.split(".")) }]);
  }
}

function modeName(job: MapNode): string {
  const node = job.entries.get("operation_mode")?.value;
  return node?.kind === "str" ? node.value : "";
}

/** A missing operation mode is told by the schema, as a missing attribute. */
function chainOf(
  job: MapNode,
  mode: string,
  services: ReadonlyMap<string, ServiceManifest>,
  cwd: string,
): Result<readonly string[]> {
  const modes = operationModes(services, member(job, "chains", cwd));
  if (!modes.ok || mode === "") return modes.ok ? { ok: true, value: [] } : modes;
  return findMode(mode, modes.value);
}

/** @returns a top-level value as JSON; undefined when it is absent. */
function member(job: MapNode, name: "services_path" | "chains", cwd: string): Json | undefined {
  const node = job.entries.get(name)?.value;
  return node === undefined ? undefined : coerce(node, sections[name], cwd);
}

/** The program's sections and those that services read; one that nobody describes may hold anything. */
function allSections(services: ReadonlyMap<string, ServiceManifest>): Readonly<Record<string, JsonSchema>> {
  const all: Record<string, JsonSchema> = { ...sections };
  for (const { name, schema, reads } of services.values()) {
    for (const section of reads.map(firstPart)) all[section] ??= {};
    if (schema !== undefined) all[name] = schema;
  }
  return all;
}

function firstPart(key: string): string {
  return key.split(".")[0] ?? key;
}

function unwrap<T>(result: Result<T>, job: MapNode): T {
  if (result.ok) return result.value;
  throw new ConfigurationProblems(located(result.problems, job));
}

function located(problems: readonly ChainProblem[], job: MapNode): Problem[] {
  return problems.map(({ key, message, hint }) => ({
    key: key ?? "services",
    message,
    ...(key === undefined ? {} : { origin: originAt(job, key.split(/[.[\]]+/)) }),
    ...(hint === undefined ? {} : { hint }),
  }));
}

function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.key}: ${problem.message}`, problem])).values()];
}
