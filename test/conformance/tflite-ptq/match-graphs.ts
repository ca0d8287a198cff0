import { isDeepStrictEqual } from "node:util";
import type { Graph, Operator, Tensor } from "../../../services/toolkit/tflite/graph.js";
import { relaxed } from "../relaxed-rules.js";
import { computedShape, isShapeChain } from "./shape-chain.js";

/** Compares two tensors that have the same place in their graphs: what differs, or nothing. */
export type CompareTensor = (got: Tensor, golden: Tensor) => string | undefined;

export interface Match {
  /** In the order in which they were met, from the outputs on. */
  readonly differences: readonly string[];
  /** Our tensor for each golden one that is not constant. */
  readonly pairs: ReadonlyMap<Tensor, Tensor>;
}

/** Where a tensor is needed, for messages. */
interface Place {
  readonly got: Tensor;
  readonly golden: Tensor;
  readonly where: string;
}

/**
 * Walks two graphs from their outputs to their inputs in step: the same operators with the same options, reading the
 * same. Names and orders of operators and tensors are free.
 */
export function matchGraphs(got: Graph, golden: Graph, compare: CompareTensor): Match {
  const differences: string[] = [];
  const pairs = new Map<Tensor, Tensor>();
  const used = new Set<Tensor>();
  const matched = new Set<Operator>();
  const makers = { got: makersOf(got), golden: makersOf(golden) };
  const places = [...endPlaces(got, golden, "outputs", differences)];
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const { golden: wanted, where } = place;
    const pair = pairs.get(wanted);
    if (pair === place.got) continue;
    if (pair !== undefined) differences.push(`${where} is '${place.got.name}' and elsewhere '${pair.name}'`);
    if (isConstantShape(place, makers.golden)) {
      differences.push(...shapeDifference(place, makers.golden));
      continue;
    }
    const difference = compare(place.got, wanted);
    if (difference !== undefined) differences.push(`${where} ${difference}`);
    if (wanted.data !== undefined) continue;
    if (used.has(place.got))
      differences.push(`${where} is '${place.got.name}', which another one is already`);
    used.add(place.got);
    pairs.set(wanted, place.got);
    places.push(
      ...operandPlaces(makers.got.get(place.got), makers.golden.get(wanted), place, differences, matched),
    );
  }
  differences.push(
    ...[...endPlaces(got, golden, "inputs", differences)].flatMap(({ got: input, golden: wanted, where }) =>
      pairs.get(wanted) === input ? [] : [`${where} is not read as that of the golden graph`],
    ),
  );
  const idle = got.operators.filter((operator) => !matched.has(operator));
  differences.push(...idle.map((operator) => `unexpected ${describe(operator)}`));
  return { differences, pairs };
}

/** @returns the first differences as one line, or nothing. */
export function summary(differences: readonly string[]): string | undefined {
  if (differences.length === 0) return undefined;
  const more = differences.length > 3 ? ` … ${differences.length} differences` : "";
  return differences.slice(0, 3).join("; ") + more;
}

function makersOf({ operators }: Graph): Map<Tensor, Operator> {
  return new Map(
    operators.flatMap((operator) => operator.outputs.map((output) => [output, operator] as const)),
  );
}

/** The ends of both graphs by their signature names where both have them, otherwise by their order. */
function endPlaces(got: Graph, golden: Graph, ends: "inputs" | "outputs", differences: string[]): Place[] {
  if (got[ends].length !== golden[ends].length) {
    differences.push(`has ${got[ends].length} ${ends} for ${golden[ends].length}`);
    return [];
  }
  return golden[ends].flatMap((wanted, i) => {
    const name = golden.signature?.[ends][i] ?? wanted.name;
    const index = got.signature === undefined ? i : got.signature[ends].indexOf(name);
    const tensor = got[ends][index];
    const where = `${ends.slice(0, -1)} '${name}'`;
    if (tensor === undefined) {
      differences.push(`has no ${where}: there are ${got.signature?.[ends].join(", ")}`);
      return [];
    }
    if (tensor.signature?.join() !== wanted.signature?.join())
      differences.push(`${where} has the signature [${tensor.signature}] for [${wanted.signature}]`);
    return [{ got: tensor, golden: wanted, where }];
  });
}

function operandPlaces(
  got: Operator | undefined,
  golden: Operator | undefined,
  { where }: Place,
  differences: string[],
  matched: Set<Operator>,
): Place[] {
  if (got === undefined || golden === undefined || got.op !== golden.op) {
    if (got !== golden) differences.push(`${where} is made by ${describe(got)} for ${describe(golden)}`);
    return [];
  }
  matched.add(got);
  const at = `${golden.op} '${golden.outputs[0]?.name}'`;
  if (!isDeepStrictEqual(plainOptions(got), plainOptions(golden)))
    differences.push(`${at} has ${JSON.stringify(got.options)} for ${JSON.stringify(golden.options)}`);
  if (got.inputs.length !== golden.inputs.length) {
    differences.push(`${at} has ${got.inputs.length} inputs for ${golden.inputs.length}`);
    return [];
  }
  return golden.inputs.flatMap((wanted, i) => {
    const tensor = got.inputs[i];
    if (wanted !== undefined && tensor !== undefined)
      return [{ got: tensor, golden: wanted, where: `input ${i} of ${at}` }];
    if (wanted !== tensor) differences.push(`${at} ${tensor === undefined ? "lacks" : "has"} input ${i}`);
    return [];
  });
}

/** Converters write an empty table, or the shape that RESHAPE reads anyway, or nothing. */
function plainOptions({ options }: Operator) {
  if (options === undefined || options.type === "ReshapeOptions") return undefined;
  return Object.keys(options).length === 1 ? undefined : options;
}

function isConstantShape({ got, golden }: Place, makers: ReadonlyMap<Tensor, Operator>): boolean {
  return got.data !== undefined && golden.data === undefined && isShapeChain(golden, makers);
}

function shapeDifference({ got, golden, where }: Place, makers: ReadonlyMap<Tensor, Operator>): string[] {
  relaxed("constant shape for a chain of SHAPE, STRIDED_SLICE and PACK");
  const wanted = computedShape(golden, makers);
  const shape = Array.from(got.data ?? [], Number);
  const same = shape.length === wanted.length && shape.every((size, i) => size === -1 || size === wanted[i]);
  return same ? [] : [`${where} is the shape [${shape}] for [${wanted}]`];
}

function describe(operator: Operator | undefined): string {
  return operator === undefined ? "no operator" : `${operator.op} '${operator.outputs[0]?.name}'`;
}
