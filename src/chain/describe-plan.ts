import type { JsonObject } from "../schema/json.js";
import { describeKinds } from "./artifact-kind.js";
import { isObject } from "./config-value.js";
import type { Plan, PlannedStage, Source } from "./plan.js";
import { withoutUrlSecrets } from "./url-secrets.js";

/** @returns the plan for people, a block a stage: what it reads, takes and makes. Secrets are named, never shown. */
export function describePlan(plan: Plan): string {
  const stages = plan.stages.length === 1 ? "1 stage" : `${plan.stages.length} stages`;
  const head = `${plan.operationMode}: ${stages}, seed ${plan.seed}`;
  return `${[head, ...plan.stages.map(describeStage)].join("\n\n")}\n`;
}

function describeStage({ id, service, config, secrets, takes, makes }: PlannedStage): string {
  const lines = [`${id}  ${service.summary}`];
  const reads = Object.entries(flatten(config)).map(([key, value]) => `${key}: ${value}`);
  lines.push(...labelled("reads", [...reads, ...Object.keys(secrets).map((name) => `${name}: ***`)]));
  lines.push(
    ...labelled(
      "takes",
      Object.entries(takes).map(([name, source]) => `${name}: ${describeSource(source)}`),
    ),
  );
  lines.push(
    ...labelled(
      "makes",
      Object.entries(makes).map(
        ([name, output]) => `${name}: ${describeKinds(output)}${output.optional ? " (optional)" : ""}`,
      ),
    ),
  );
  return lines.join("\n");
}

function describeSource(source: Source): string {
  return source.type === "config"
    ? `${withoutUrlSecrets(source.path)} (${source.key})`
    : `'${source.artifact}' of ${source.stage}`;
}

function labelled(label: string, items: readonly string[]): string[] {
  return items.map((item, index) => `  ${(index === 0 ? label : "").padEnd(6)} ${item}`);
}

/** @returns dotted key → value as JSON; a list is one value. */
function flatten(config: JsonObject, prefix = ""): Record<string, string> {
  const flat: [string, string][] = [];
  for (const [name, value] of Object.entries(config)) {
    const key = `${prefix}${name}`;
    if (isObject(value) && Object.keys(value).length > 0)
      flat.push(...Object.entries(flatten(value, `${key}.`)));
    else flat.push([key, JSON.stringify(value)]);
  }
  return Object.fromEntries(flat);
}
