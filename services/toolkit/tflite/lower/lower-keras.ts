import type { KerasModel, KerasTensor } from "../../keras/model.js";
import { ServiceError } from "../../service/error.js";
import type { Graph, Operator, Tensor } from "../graph.js";
import { inImportOrder, type Origin } from "./import-order.js";
import { kerasVersion } from "./keras-version.js";
import { LayerReader } from "./layer-reader.js";
import { LAYERS } from "./layers.js";
import { nodePaths } from "./node-paths.js";
import { optimize } from "./passes/optimize.js";
import { Scope } from "./scope.js";
import { inFileOrder, nameOutputs, outputNames } from "./signature.js";

/**
 * Lowers a Keras network to the float TensorFlow Lite graph that TensorFlow's converter makes of it: batch norms folded,
 * activations fused, NHWC, the batch unknown (-1 in `signature`). Shapes that TensorFlow computes at run time from an
 * unknown batch are constants with -1 here.
 *
 * @throws ServiceError `keras_layer_unsupported` for a layer or an option that has no lowering
 */
export function lowerKeras(model: KerasModel): Graph {
  const scope = new Scope({ keras: kerasVersion(model) });
  const values = new Map<KerasTensor, Tensor>();
  for (const input of model.inputs) values.set(input, inputTensor(input, scope));
  const ends = new Map(model.inputs.map((input) => [lookUp(values, input), input.name]));
  const paths = nodePaths(model, scope.keras);
  const origins = new Map<Operator, Origin>();
  for (const call of model.calls) {
    const { layer, inputs, outputs } = call;
    const reader = new LayerReader(layer);
    const lowering = LAYERS.get(layer.className);
    if (lowering === undefined) throw unknownLayer(reader, model);
    scope.enter(layer.name);
    const before = scope.operators.length;
    const given = [
      lowering(
        reader,
        inputs.map((input) => lookUp(values, input)),
        scope,
      ),
    ].flat();
    const origin = { path: paths.get(call) ?? layer.name, hasWeights: layer.weights.size > 0 };
    for (const operator of scope.operators.slice(before)) origins.set(operator, origin);
    for (const [index, output] of outputs.entries()) {
      const value = given[index];
      if (value === undefined)
        throw reader.unsupported(`has ${outputs.length} outputs, ${given.length} are known`);
      values.set(output, value);
    }
  }
  const inputs = inFileOrder({
    tensors: model.inputs.map((input) => lookUp(values, input)),
    names: model.inputs.map((input) => input.name),
  });
  const outputs = inFileOrder({
    tensors: model.outputs.map((output) => lookUp(values, output)),
    names: outputNames(model, scope.keras),
  });
  const graph: Graph = {
    name: "main",
    operators: inImportOrder(scope.operators, origins, ends),
    inputs: inputs.tensors,
    outputs: outputs.tensors,
    signature: { inputs: inputs.names, outputs: outputs.names },
  };
  optimize(graph, scope);
  nameOutputs(graph);
  return graph;
}

function inputTensor({ name, shape, type = "float32" }: KerasTensor, scope: Scope): Tensor {
  if (type !== "float32")
    throw new ServiceError(
      "keras_layer_unsupported",
      `Input "${name}" has the type ${type}: float32 is supported`,
      { hint: "Build the network with a float32 input, or set quantization.engine: tensorflow" },
    );
  if (shape === undefined) throw new ServiceError("keras_model_invalid", `Input "${name}" has no shape`);
  const sizes = shape.map((size, axis) => size ?? (axis === 0 ? -1 : undefined));
  if (!sizes.every((size) => size !== undefined))
    throw new ServiceError(
      "keras_layer_unsupported",
      `Input "${name}" has the shape (${shape.map((size) => size ?? "None").join(", ")}): its sizes must be known, the batch apart`,
      {
        hint: "Build the network with a fixed input shape, or set quantization.engine: tensorflow",
      },
    );
  return scope.named(`serving_default_${name}:0`, sizes);
}

function lookUp(values: ReadonlyMap<KerasTensor, Tensor>, tensor: KerasTensor): Tensor {
  const value = values.get(tensor);
  if (value === undefined)
    throw new ServiceError("keras_model_invalid", `Nothing computes "${tensor.name}" before it is used`);
  return value;
}

/** Classes that the reader of Keras files makes of function calls: no user writes them. */
const CALLS = ["TFOpLambda", "Operation"];

function unknownLayer(reader: LayerReader, { calls }: KerasModel): ServiceError {
  const names = [...LAYERS.keys()].filter((name) => !CALLS.includes(name)).sort();
  const classes = calls.map(({ layer }) => layer.className);
  const others = new Set(classes.filter((name) => !LAYERS.has(name) && name !== reader.className));
  const too = others.size === 0 ? "" : ` (as are those of ${[...others].join(", ")})`;
  const problem = `is of a class that cannot be converted here${too}`;
  return reader.unsupported(problem, { names, given: reader.className });
}
