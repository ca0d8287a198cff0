/** The services that a run may use: the ones shipped with the package and the user's own, by name. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Json, JsonSchema } from "../schema/json.js";
import type { ServiceManifest } from "./manifest.js";
import { packageRoot } from "./package-root.js";
import { type Problem, type Result, resultOf } from "./problem.js";
import { readManifest } from "./read-manifest.js";

const MANIFEST = "service.yaml";
/** By these the schemas that ship with the program find what they were compiled to. */
const SHIPPED_IDS = "stm32ai_main/";

/** @returns the absolute folder of the services that are shipped with the package. */
export function builtInServices(): string {
  return join(packageRoot(), "dist", "services");
}

/**
 * Loads manifests. A folder is a service (it holds `service.yaml`) or holds services, one a folder.
 *
 * @param servicesPath the config's `services_path`: nothing, an absolute folder or a list of them
 * @param builtIn the folder of the shipped services
 * @returns the services by name, the shipped ones first; or everything that is wrong, in all manifests at once.
 */
export function loadServices(
  servicesPath: Json | undefined,
  builtIn: string = builtInServices(),
): Result<ReadonlyMap<string, ServiceManifest>> {
  const services = new Map<string, ServiceManifest>();
  const problems: Problem[] = [];
  const add = (folder: string, isShipped: boolean) => {
    const loaded = loadService(folder, isShipped);
    if (!loaded.ok) return problems.push(...loaded.problems);
    const { name } = loaded.value;
    const other = services.get(name);
    if (other === undefined) return services.set(name, loaded.value);
    return problems.push(sameName(name, folder, other.folder));
  };
  for (const folder of serviceFolders(builtIn) ?? []) add(folder, true);
  if (services.size === 0 && problems.length === 0) problems.push(notInstalled(builtIn));
  for (const path of userPaths(servicesPath)) {
    const folders = typeof path === "string" ? serviceFolders(path) : undefined;
    if (folders === undefined || folders.length === 0) problems.push(noServices(path));
    else for (const folder of folders) add(folder, false);
  }
  return resultOf(services, problems);
}

function userPaths(servicesPath: Json | undefined): readonly Json[] {
  if (servicesPath === undefined || servicesPath === null) return [];
  return Array.isArray(servicesPath) ? servicesPath : [servicesPath];
}

/** @returns the service folders of a path in order of name, or undefined when it is no folder. */
function serviceFolders(path: string): string[] | undefined {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  if (existsSync(join(path, MANIFEST))) return [path];
  const names = readdirSync(path).sort();
  return names.map((name) => join(path, name)).filter((folder) => existsSync(join(folder, MANIFEST)));
}

function loadService(folder: string, isShipped: boolean): Result<ServiceManifest> {
  const file = join(folder, MANIFEST);
  const manifest = readManifest(readFileSync(file, "utf8"), file);
  const schema = readSchema(join(folder, "schema.json"), isShipped);
  if (!manifest.ok)
    return schema.ok ? manifest : { ok: false, problems: [...manifest.problems, ...schema.problems] };
  if (!schema.ok) return schema;
  return { ok: true, value: schema.value ? { ...manifest.value, schema: schema.value } : manifest.value };
}

function readSchema(file: string, isShipped: boolean): Result<JsonSchema | undefined> {
  if (!existsSync(file)) return { ok: true, value: undefined };
  try {
    const schema: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof schema !== "object" || schema === null || Array.isArray(schema))
      return badSchema(file, "must be a JSON object.");
    const id = "$id" in schema ? String(schema.$id) : "";
    if (!isShipped && id.startsWith(SHIPPED_IDS))
      return badSchema(file, `has the $id '${id}', but those that begin with ${SHIPPED_IDS} are taken.`);
    return { ok: true, value: { ...schema } };
  } catch (error) {
    return badSchema(file, error instanceof Error ? error.message : String(error));
  }
}

function badSchema(file: string, message: string): Result<never> {
  return { ok: false, problems: [{ code: "bad_schema", path: file, message: `${file}: ${message}` }] };
}

function sameName(name: string, folder: string, other: string): Problem {
  return {
    code: "name_taken",
    path: join(folder, MANIFEST),
    message: `Two services are named '${name}': ${other} and ${folder}.`,
    hint: "Give one of them another name.",
  };
}

function noServices(path: Json): Problem {
  return {
    code: "no_services",
    key: "services_path",
    ...(typeof path === "string" ? { path } : {}),
    message: `services_path: there is no service in ${typeof path === "string" ? path : JSON.stringify(path)}.`,
    hint: `It must name a folder with ${MANIFEST}, or one whose folders have it.`,
  };
}

function notInstalled(folder: string): Problem {
  return {
    code: "not_built",
    path: folder,
    message: `The package's own services are not in ${folder}.`,
    hint: "Run `npm run build`, or install the package again.",
  };
}
