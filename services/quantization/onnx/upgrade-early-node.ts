import { findAttribute, floatAttribute, makeString, stringAttribute } from "../../toolkit/onnx/attribute.js";
import type { NumericArray } from "../../toolkit/onnx/data-type.js";
import type { NodeProto, TensorProto } from "../../toolkit/onnx/onnx_pb.js";
import { floatData } from "./float-data.js";

/** Finds a constant of the graph, and adds one under a free name that begins with the wanted one. */
export interface Constants {
  readonly find: (name: string) => TensorProto | undefined;
  readonly add: (wanted: string, dims: readonly number[], data: NumericArray) => string;
}

/**
 * Brings one node of operator sets 7 to 10 to the form of 11, with the meaning that ONNX Runtime gives the old one:
 * attributes that became inputs (Clip, Pad, Slice, TopK, Upsample), operators that were renamed (Upsample, Scatter)
 * and the sampling points of Resize, which had no attributes. Changes the node.
 */
export function upgradeEarlyNode(node: NodeProto, constants: Constants): void {
  if (node.opType === "Upsample" || node.opType === "Resize") upgradeResize(node, constants);
  if (node.opType === "Clip") upgradeClip(node, constants);
  if (node.opType === "Pad") upgradePad(node, constants);
  if (node.opType === "Slice")
    for (const name of ["starts", "ends", "axes"]) intsToInput(node, name, constants);
  if (node.opType === "TopK") intsToInput(node, "k", constants);
  if (node.opType === "BatchNormalization") drop(node, ["spatial"]);
  if (node.opType === "Scatter") node.opType = "ScatterElements";
}

/** Points lay at `output / scale`; the nearest was the one below when enlarging and the one above when reducing. */
function upgradeResize(node: NodeProto, { find, add }: Constants): void {
  const given = findAttribute(node, "scales")?.floats;
  const scales =
    given === undefined
      ? (node.input[1] ?? "")
      : add(`${node.output[0]}_scales`, [given.length], Float32Array.from(given));
  const known = find(scales);
  const reduces = known !== undefined && Array.from(floatData(known)).some((scale) => scale < 1);
  const mode = stringAttribute(node, "mode", "nearest");
  node.opType = "Resize";
  node.input = [node.input[0] ?? "", "", scales];
  node.attribute = [
    makeString("mode", mode === "bilinear" ? "linear" : mode),
    makeString("coordinate_transformation_mode", "asymmetric"),
    makeString("nearest_mode", reduces ? "ceil" : "floor"),
  ];
}

function upgradeClip(node: NodeProto, { add }: Constants): void {
  const bound = (name: string) =>
    findAttribute(node, name) === undefined
      ? ""
      : add(`${node.output[0]}_${name}`, [], Float32Array.of(floatAttribute(node, name, 0)));
  node.input = [node.input[0] ?? "", bound("min"), bound("max")];
  drop(node, ["min", "max"]);
}

function upgradePad(node: NodeProto, constants: Constants): void {
  intsToInput(node, "pads", constants);
  const value = floatAttribute(node, "value", 0);
  drop(node, ["value"]);
  if (value !== 0) node.input.push(constants.add(`${node.output[0]}_value`, [], Float32Array.of(value)));
}

/** Appends an attribute of one or more integers as an input of rank 1. */
function intsToInput(node: NodeProto, name: string, { add }: Constants): void {
  const attribute = findAttribute(node, name);
  if (attribute === undefined) return;
  const values = BigInt64Array.from(attribute.ints.length > 0 ? attribute.ints : [attribute.i]);
  node.input.push(add(`${node.output[0]}_${name}`, [values.length], values));
  drop(node, [name]);
}

function drop(node: NodeProto, names: readonly string[]): void {
  node.attribute = node.attribute.filter(({ name }) => !names.includes(name));
}
