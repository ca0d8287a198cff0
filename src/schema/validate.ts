import { type ConfigNode, isMissing, type MapNode } from "../config/nodes/node.js";
import { coerce, keyText, propertySchema } from "./coerce.js";
import { type Described, describeError, meaning } from "./describe-error.js";
import type { Json, JsonObject, JsonSchema } from "./json.js";
import { nodeAt } from "./node-at.js";
import { deletionOf, isOwn, placeOf, type Texts } from "./place-of.js";
import { nearestName, type Problem } from "./problem.js";
import { SchemaFault, validatorOf } from "./validators.js";

export interface ValidationRequest {
  /** The composed and resolved tree, without the `hydra` node. */
  readonly config: MapNode;
  /** Schemas by section, the program's own and those of the services. */
  readonly sections: Readonly<Record<string, JsonSchema>>;
  /** Sections that the operation mode uses; of the others only the name is checked. */
  readonly used: ReadonlySet<string>;
  /** Dotted keys that must have a value in this operation mode. */
  readonly required: readonly string[];
  /** What relative paths are relative to: where the user stands. */
  readonly cwd: string;
  /** What the tree was made from. A section that has nothing but defaults counts as not given. */
  readonly texts?: Texts;
}

export type Validation =
  | { readonly ok: true; readonly config: JsonObject }
  | {
      readonly ok: false;
      readonly problems: readonly Problem[];
      /** As far as it can be read, to look for more that is wrong. */
      readonly config: JsonObject;
    };

/** @returns the configuration as JSON, read as the schemas want it, or everything that is wrong with it. */
export async function validate(request: ValidationRequest): Promise<Validation> {
  const { config, sections } = request;
  const problems = unknownSections(request);
  const values: [string, Json][] = [];
  for (const { key, value } of config.entries.values()) {
    const name = keyText(key);
    const schema = sections[name];
    if (schema === undefined || value.kind === "null") {
      values.push([name, coerce(value, undefined, request.cwd)]);
      continue;
    }
    const json = coerce(value, schema, request.cwd);
    values.push([name, json]);
    if (request.used.has(name)) problems.push(...(await sectionProblems(request, name, value, json)));
  }
  problems.push(...missingKeys(request, problems));
  const json = Object.fromEntries(values);
  return problems.length > 0 ? { ok: false, problems, config: json } : { ok: true, config: json };
}

function unknownSections({ config, sections }: ValidationRequest): Problem[] {
  const known = Object.keys(sections);
  return [...config.entries.values()].flatMap(({ key, value }) => {
    const name = keyText(key);
    if (known.includes(name)) return [];
    const near = nearestName(name, known);
    const home = homeOf(sections, name);
    const question = near === undefined ? "" : `Did you mean \`${near}\`? `;
    const belongs = home === undefined ? "" : `\`${name}\` belongs to \`${home}\`. `;
    const hint = `${question || belongs}Allowed: ${known.join(", ")}.`;
    return [{ key: name, message: "unknown section", origin: value.origin, hint }];
  });
}

async function sectionProblems(
  request: ValidationRequest,
  name: string,
  node: ConfigNode,
  json: Json,
): Promise<Problem[]> {
  const schema = request.sections[name];
  if (schema === undefined) return [];
  const check = await validatorOf(schema).catch(faultOf);
  if (check instanceof SchemaFault) return [badSchema(name, check)];
  const described = check(json).map((error) => describeError(error, (key) => homeOf(request.sections, key)));
  const missing = described.filter(({ message }) => message === "missing attribute");
  const texts = request.texts ?? {};
  if (missing.length > 0 && !isGiven(node, texts) && deletionOf([name], texts) === undefined)
    return isRequired(request, name) ? [missingSection(request, name)] : [];
  return firstOfEachKey(described).map(({ path, message, hint }) => ({
    key: [name, ...path].join("."),
    message,
    ...placeOf(request.config, [name, ...path], texts),
    ...(hint === undefined ? {} : { hint }),
  }));
}

function faultOf(error: unknown): SchemaFault {
  if (error instanceof SchemaFault) return error;
  throw error;
}

function badSchema(name: string, { message }: SchemaFault): Problem {
  return {
    key: name,
    message: `the service's schema is not valid, ${message}`,
    hint: `Mend the schema.json of the service '${name}': it is JSON Schema, draft-07.`,
  };
}

function isRequired({ required }: ValidationRequest, section: string): boolean {
  return required.some((key) => key === section || key.startsWith(`${section}.`));
}

/** A value of the wrong type breaks several rules at once; the first says enough. */
function firstOfEachKey(described: readonly Described[]): Described[] {
  const seen = new Map(described.toReversed().map((one) => [one.path.join("."), one]));
  return described.filter((one) => seen.get(one.path.join(".")) === one);
}

function missingKeys(request: ValidationRequest, found: readonly Problem[]): Problem[] {
  return request.required.flatMap((dotted) => {
    const path = dotted.split(".");
    const [section = ""] = path;
    const told = found.some(({ key }) => key === dotted || key === section);
    if (told || hasValue(nodeAt(request.config, path))) return [];
    if (!hasValue(request.config.entries.get(section)?.value)) return [missingSection(request, section)];
    const hint = meaning(
      path.reduce<JsonSchema>((schema, name) => propertySchema(schema, name) ?? {}, {
        properties: request.sections,
      }),
    );
    return [
      {
        key: dotted,
        message: "missing attribute: this operation mode needs it",
        ...placeOf(request.config, path, request.texts ?? {}),
        ...(hint === "" ? {} : { hint }),
      },
    ];
  });
}

function missingSection({ config, sections, texts = {} }: ValidationRequest, name: string): Problem {
  const schema = sections[name] ?? {};
  const required = Array.isArray(schema.required) ? schema.required.join(", ") : "";
  const hint = required === "" ? {} : { hint: `It needs: ${required}.` };
  const missing =
    config.entries.get(name)?.value.kind === "null" ? "the section is empty" : "missing section";
  return {
    key: name,
    message: `${missing}: this operation mode needs it`,
    ...placeOf(config, [name], texts),
    ...hint,
  };
}

/** @returns the section that knows an attribute; undefined when none or several do. */
function homeOf(sections: Readonly<Record<string, JsonSchema>>, attribute: string): string | undefined {
  const homes = Object.keys(sections).filter((name) => {
    const properties = sections[name]?.properties;
    return typeof properties === "object" && properties !== null && Object.hasOwn(properties, attribute);
  });
  return homes.length === 1 ? homes[0] : undefined;
}

function hasValue(node: ConfigNode | undefined): boolean {
  return node !== undefined && node.kind !== "null" && !isMissing(node);
}

/** @returns whether anything below the node was written elsewhere than in the defaults. */
function isGiven(node: ConfigNode, texts: Texts): boolean {
  return node.kind === "map"
    ? [...node.entries.values()].some(({ value }) => isGiven(value, texts))
    : isOwn(node.origin, texts);
}
