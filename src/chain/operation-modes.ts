/** Operation modes: a table of chains by name. A chain is a list of services and nothing else. */

import type { Json } from "../schema/json.js";
import type { ServiceManifest } from "./manifest.js";
import { didYouMean, type Problem, type Result, resultOf } from "./problem.js";

/** The model zoo's chains that this program has; a service alone is a mode of its own name. */
const CHAINS: Readonly<Record<string, readonly string[]>> = {
  chain_qb: ["quantization", "benchmarking"],
  chain_eqe: ["evaluation", "quantization", "evaluation"],
  chain_eqeb: ["evaluation", "quantization", "evaluation", "benchmarking"],
};

/** The model zoo's modes that need a service which this program does not have, with that service. */
const ABSENT: ReadonlyMap<string, string> = new Map([
  ["training", "training"],
  ["deployment", "deployment"],
  ["prediction", "prediction"],
  ["chain_tqe", "training"],
  ["chain_tqeb", "training"],
  ["chain_qd", "deployment"],
]);

/** Mode name → services in order. */
export type OperationModes = ReadonlyMap<string, readonly string[]>;

/**
 * @param services the services that were found, by name
 * @param chains the config's `chains` section: chain name → list of services
 * @returns every mode that can be asked for: each service alone, the zoo's chains, the user's chains; or what is
 *   wrong with `chains`.
 */
export function operationModes(
  services: ReadonlyMap<string, ServiceManifest>,
  chains: Json | undefined,
): Result<OperationModes> {
  const modes = new Map<string, readonly string[]>();
  for (const name of services.keys()) modes.set(name, [name]);
  for (const [name, chain] of Object.entries(CHAINS)) {
    if (chain.every((service) => services.has(service))) modes.set(name, chain);
  }
  if (chains === undefined || chains === null) return resultOf(modes, []);
  if (typeof chains !== "object" || Array.isArray(chains)) {
    return resultOf(modes, [malformed("chains", "a mapping of chain names to lists of services")]);
  }
  const problems: Problem[] = [];
  for (const [name, chain] of Object.entries(chains)) {
    const found = readChain(`chains.${name}`, chain, services);
    if (modes.has(name)) problems.push(taken(name));
    else if (found.ok) modes.set(name, found.value);
    else problems.push(...found.problems);
  }
  return resultOf(modes, problems);
}

/** @returns the services of one mode in order, or why there is no such mode. */
export function findMode(mode: string, modes: OperationModes): Result<readonly string[]> {
  const chain = modes.get(mode);
  if (chain !== undefined) return { ok: true, value: chain };
  const allowed = `The operation modes are: ${[...modes.keys()].join(", ")}.`;
  const needs = ABSENT.get(mode);
  const problem: Problem =
    needs === undefined
      ? {
          code: "unknown_operation_mode",
          key: "operation_mode",
          message: `Unknown operation mode '${mode}'.${didYouMean(mode, modes.keys())}`,
          hint: allowed,
        }
      : {
          code: "unavailable_operation_mode",
          key: "operation_mode",
          message: `The model zoo's operation mode '${mode}' is not available here: there is no service '${needs}'.`,
          hint: `${allowed} Your own services and chains are added by services_path and chains.`,
        };
  return { ok: false, problems: [problem] };
}

function readChain(
  key: string,
  chain: Json,
  services: ReadonlyMap<string, ServiceManifest>,
): Result<readonly string[]> {
  if (!Array.isArray(chain) || chain.length === 0) {
    return { ok: false, problems: [malformed(key, "a list of one or more services")] };
  }
  const problems: Problem[] = [];
  for (const [index, service] of chain.entries()) {
    if (typeof service === "string" && services.has(service)) continue;
    const name = typeof service === "string" ? service : JSON.stringify(service);
    problems.push({
      code: "unknown_service",
      key: `${key}[${index}]`,
      message: `Unknown service '${name}' in ${key}.${didYouMean(name, services.keys())}`,
      hint: `The services are: ${[...services.keys()].join(", ")}. Your own are added by services_path.`,
    });
  }
  return resultOf(
    chain.filter((service) => typeof service === "string"),
    problems,
  );
}

function malformed(key: string, expected: string): Problem {
  return {
    code: "wrong_type",
    key,
    message: `${key} must be ${expected}.`,
    hint: "chains: {chain_qmine: [quantization, mine]}",
  };
}

function taken(name: string): Problem {
  return {
    code: "name_taken",
    key: `chains.${name}`,
    message: `There is an operation mode '${name}' already.`,
    hint: "Give the chain another name.",
  };
}
