import type { Tensor } from "../../../services/toolkit/tflite/graph.js";
import { relaxed } from "../relaxed-rules.js";
import type { CompareTensor } from "./match-graphs.js";

/** What float32 may lose where a batch normalization is folded into weights, relative to the greatest weight. */
const TOLERANCE = 1e-6;

/** The same type and shape; constants with the same values, floats up to their last bits. */
export const sameFloat: CompareTensor = (got, golden) => {
  if (got.type !== golden.type) return `is ${got.type} for ${golden.type}`;
  if (got.shape.join() !== golden.shape.join()) return `has the shape [${got.shape}] for [${golden.shape}]`;
  if ((got.data === undefined) !== (golden.data === undefined))
    return got.data === undefined ? "is not constant" : "is constant";
  return got.data === undefined ? undefined : valueDifference(got, golden);
};

function valueDifference(got: Tensor, golden: Tensor): string | undefined {
  const values = Array.from(got.data ?? [], Number);
  const wanted = Array.from(golden.data ?? [], Number);
  const greatest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const allowed = golden.type === "FLOAT32" ? TOLERANCE * greatest : 0;
  const wrong = wanted.findIndex((value, i) => !(Math.abs((values[i] ?? Number.NaN) - value) <= allowed));
  if (wrong >= 0) return `'${golden.name}' is ${values[wrong]} at ${wrong} for ${wanted[wrong]}`;
  if (wanted.some((value, i) => value !== values[i])) relaxed("float constants up to 1e-6 of the greatest");
  return undefined;
}
