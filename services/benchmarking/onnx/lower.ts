import { isInt8Type } from "../../toolkit/onnx/data-type.js";
import type { GraphProto, NodeProto, ValueInfoProto } from "../../toolkit/onnx/onnx_pb.js";
import type { Shapes } from "../../toolkit/onnx/shapes.js";
import type { Kernel, Network } from "../kernel.js";
import { makeBuffers, type Storage } from "./buffers.js";
import { findConstants } from "./constants.js";
import { fuse } from "./fuse.js";
import { makeKernel } from "./make-kernel.js";
import type { Scope } from "./scope.js";
import { makesNoKernel, traceValues } from "./values.js";

/**
 * The kernels that a graph becomes on the board. An operator whose activations come dequantized and whose result is
 * quantized is an 8-bit kernel; a conversion remains where an 8-bit value meets a float one, as at the model's ends.
 *
 * @param shapes - the dims of the graph's tensors, with a batch of one.
 * @throws ServiceError `onnx_shape` when the dims of a tensor in use are not known.
 */
export function lower(graph: GraphProto, shapes: Shapes): Network {
  const constants = findConstants(graph, shapes);
  const values = traceValues(graph, constants);
  const kernels: Kernel[] = [];
  const buffers = makeBuffers(shapes, (conversion) => kernels.push(conversion));
  const scope: Scope = { shapes, constants, values, buffers, uncounted: new Set() };

  const isActivation = ({ name }: ValueInfoProto) => !constants.has(name);
  const inputs = graph.input.filter(isActivation).map((input) => buffers.write(input.name, storageOf(input)));
  const absorbed = new Set<NodeProto>();
  for (const node of graph.node) {
    if (absorbed.has(node) || makesNoKernel(node) || constants.has(node.output[0] ?? "")) continue;
    const fusion = fuse(node, scope);
    for (const member of fusion.absorbed) absorbed.add(member);
    kernels.push(makeKernel(fusion, scope));
  }
  const outputs = graph.output.filter(isActivation).map(({ name }) => {
    const { value, form } = values.read(name);
    return buffers.read(value, form === "quantized" ? "integer" : "float");
  });
  return { inputs, kernels, outputs, uncounted: [...scope.uncounted] };
}

function storageOf({ type }: ValueInfoProto): Storage {
  return type?.value.case === "tensorType" && isInt8Type(type.value.value.elemType) ? "integer" : "float";
}
