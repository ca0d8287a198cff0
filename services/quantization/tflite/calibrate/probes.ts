import { elementCount } from "../../../toolkit/tensor/element-count.js";
import type { Graph, Tensor } from "../../../toolkit/tflite/graph.js";
import type { Place } from "../../../toolkit/tflite/onnx/translate-graph.js";
import type { WantedRange } from "./wanted-range.js";

/** What is measured of a tensor. The mean says whether a value is no number, which extremes pass over. */
export type Measure = "values" | "max" | "negated-min" | "mean";

export interface Probe {
  readonly measure: Measure;
  readonly place: Place;
}

/** Tensors of no more elements leave the runtime whole: that costs less than nodes that reduce them. */
const SMALL = 1024;

/** Operators that can make of finite values what is no number. */
const UNDEFINED_SOMEWHERE: ReadonlySet<string> = new Set(["DIV", "LOG", "POW", "RSQRT", "SQRT"]);

/** @returns what to measure for the ranges of the wanted tensors, and to notice what is no number where it arises. */
export function probesFor(
  graph: Graph,
  places: ReadonlyMap<string, Place>,
  wanted: readonly WantedRange[],
): Probe[] {
  const extremes = wanted.flatMap(({ tensor, needsMin }) => {
    const place = places.get(tensor);
    return place === undefined ? [] : measures(place, needsMin).map((measure) => ({ measure, place }));
  });
  const undefinedSomewhere = graph.operators.filter(({ op }) => UNDEFINED_SOMEWHERE.has(op));
  const suspects = [...graph.inputs, ...undefinedSomewhere.flatMap(({ outputs }) => outputs)];
  const means = suspects.flatMap(({ name }) => {
    const place = places.get(name);
    return place === undefined ? [] : [{ measure: "mean" as const, place }];
  });
  return [...extremes, ...means];
}

/** @returns how many elements of a tensor there are for each index of its first axis. */
export function rowLength({ shape }: Tensor): number {
  return elementCount(shape.slice(1));
}

function measures({ tensor }: Place, needsMin: boolean): Measure[] {
  if (rowLength(tensor) <= SMALL) return ["values"];
  return needsMin ? ["max", "negated-min"] : ["max"];
}
