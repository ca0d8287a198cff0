import { checkInputs } from "../../chain/check-inputs.js";
import { mapTexts, pick } from "../../chain/config-value.js";
import { makePlan } from "../../chain/make-plan.js";
import type { ServiceManifest } from "../../chain/manifest.js";
import { findMode, operationModes } from "../../chain/operation-modes.js";
import type { Plan } from "../../chain/plan.js";
import type { Problem as ChainProblem, Result } from "../../chain/problem.js";
import { secretCopies } from "../../chain/secret-copies.js";
import { type Parted, partSecrets } from "../../chain/secrets.js";
import { withoutUrlSecrets } from "../../chain/url-secrets.js";
import { resolve } from "../../config/nodes/interpolation/resolve.js";
import type { MapNode } from "../../config/nodes/node.js";
import { coerce } from "../../schema/coerce.js";
import type { Json, JsonObject, JsonSchema } from "../../schema/json.js";
import { placeOf, type Texts } from "../../schema/place-of.js";
import { byPlace, type Problem } from "../../schema/problem.js";
import { allSections } from "../../schema/sections/all-sections.js";
import { sections } from "../../schema/sections/sections.js";
import { unavailableValues } from "../../schema/unavailable.js";
import { validate } from "../../schema/validate.js";
import type { World } from "../world.js";
import type { Configuration } from "./configuration.js";
import { ConfigurationProblems } from "./configuration-problems.js";
import { servicesOf } from "./services-of.js";
import { textsOf } from "./texts-of.js";
import { type Tracking, trackingOf } from "./tracking-of.js";

export interface PreparedRun {
  /** The whole configuration as JSON: resolved, checked, paths absolute, what opens a door in addresses masked. */
  readonly config: JsonObject;
  /** It and its secrets apart. */
  readonly parted: Parted;
  readonly plan: Plan;
  /** Every service that was found, by name. */
  readonly services: ReadonlyMap<string, ServiceManifest>;
  /** Values that the plan's services read and cannot do yet: the plan can be shown, not run. */
  readonly unavailable: readonly Problem[];
  /** Absent with `mlflow.enabled=false`. */
  readonly tracking: Tracking | undefined;
}

/** The configuration as a tree, and the texts that it was made from. */
interface Source {
  readonly job: MapNode;
  readonly texts: Texts;
}

/** Sections that are checked whatever runs. */
const ALWAYS = ["general", "operation_mode", "dataset", "preprocessing", "mlflow", "services_path", "chains"];

/**
 * @returns what to run: the configuration resolved and checked, and the plan made from it.
 * @throws ConfigurationProblems with everything that is wrong; ConfigError for an interpolation without a value.
 */
export async function prepareRun(
  configuration: Configuration,
  world: Pick<World, "cwd" | "env">,
): Promise<PreparedRun> {
  const { cwd } = world;
  const job = resolve(configuration.job, configuration.context);
  if (job.kind !== "map") throw new Error("A composition is a mapping");
  const source: Source = { job, texts: textsOf(configuration) };
  const services = unwrap(servicesOf(job.entries.get("services_path")?.value, cwd), source);
  const mode = modeName(job);
  const chain = chainOf(job, mode, services, cwd);
  if (!chain.ok && chain.problems.every(({ code }) => code === "unavailable_operation_mode"))
    throw new ConfigurationProblems(located(chain.problems, source));
  const used = chain.ok ? chain.value.flatMap((name) => services.get(name) ?? []) : [];
  const known = allSections(services.values());
  const validation = await validate({
    config: job,
    sections: known,
    used: new Set([...ALWAYS, ...used.flatMap(({ reads }) => reads.map(firstPart))]),
    required: used.flatMap(({ requires }) => requires),
    cwd,
    texts: source.texts,
  });
  const { config } = validation;
  const plan = chain.ok ? makePlan(config, mode, services) : chain;
  const tracking = trackingOf(config, world);
  const unavailable = plan.ok ? unavailableIn(plan.value, config, known, source) : [];
  const found = [
    ...(plan.ok ? await checkInputs(plan.value) : plan.problems),
    // As they are: two addresses may differ in nothing but what is masked.
    ...secretCopies(partSecrets(config, services)),
    ...(tracking.ok ? [] : tracking.problems),
  ];
  const problems = validation.ok ? [] : [...validation.problems];
  problems.push(...located(found, source).filter(({ key }) => !isTold(key, problems)));
  if (!validation.ok || !plan.ok || !tracking.ok || problems.length > 0)
    throw new ConfigurationProblems(distinct([...problems, ...unavailable]).toSorted(byPlace));
  const shown = mapTexts(config, withoutUrlSecrets);
  const parted = partSecrets(shown, services);
  return { config: shown, parted, plan: plan.value, services, unavailable, tracking: tracking.value };
}

/** A section that is missing or wrong says enough of what is in it. */
function isTold(key: string, problems: readonly Problem[]): boolean {
  return problems.some((told) => `${key}.`.startsWith(`${told.key}.`));
}

function modeName(job: MapNode): string {
  const node = job.entries.get("operation_mode")?.value;
  return node?.kind === "str" ? node.value : "";
}

function chainOf(
  job: MapNode,
  mode: string,
  services: ReadonlyMap<string, ServiceManifest>,
  cwd: string,
): Result<readonly string[]> {
  const modes = operationModes(services, chainsOf(job, cwd));
  if (!modes.ok) return modes;
  if (mode !== "") return findMode(mode, modes.value);
  const hint = `The operation modes are: ${[...modes.value.keys()].join(", ")}.`;
  const message = "must name the chain to run";
  return { ok: false, problems: [{ code: "missing_operation_mode", key: "operation_mode", message, hint }] };
}

function chainsOf(job: MapNode, cwd: string): Json | undefined {
  const node = job.entries.get("chains")?.value;
  return node === undefined ? undefined : coerce(node, sections.chains, cwd);
}

function firstPart(key: string): string {
  return key.split(".")[0] ?? key;
}

/** What the stages read and take is looked at. */
function unavailableIn(
  { stages }: Plan,
  config: JsonObject,
  known: Readonly<Record<string, JsonSchema>>,
  { job, texts }: Source,
) {
  const found = stages.flatMap(({ service, takes }) => {
    const taken = Object.values(takes).flatMap((source) => (source.type === "config" ? [source.key] : []));
    return unavailableValues(pick(config, [...service.reads, ...taken]), known);
  });
  return distinct(found).map((problem) => ({ ...problem, ...placeOf(job, problem.key.split("."), texts) }));
}

function unwrap<T>(result: Result<T>, source: Source): T {
  if (result.ok) return result.value;
  throw new ConfigurationProblems(located(result.problems, source));
}

function located(problems: readonly ChainProblem[], { job, texts }: Source): Problem[] {
  return problems.map(({ key, message, hint }) => ({
    key: key ?? "services",
    message,
    ...(key === undefined ? {} : placeOf(job, key.split(/[.[\]]+/).filter(Boolean), texts)),
    ...(hint === undefined ? {} : { hint }),
  }));
}

function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.key}: ${problem.message}`, problem])).values()];
}
