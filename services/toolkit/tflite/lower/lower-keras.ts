import type { KerasModel, KerasTensor } from "../../keras/model.js";
import { ServiceError } from "../../service/error.js";
import type { Graph, Tensor } from "../graph.js";
import { kerasVersion } from "./keras-version.js";
import { LayerReader } from "./layer-reader.js";
import { LAYERS } from "./layers.js";
import { optimize } from "./passes/optimize.js";
import { Scope } from "./scope.js";

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
  for (const { layer, inputs, outputs } of model.calls) {
    const reader = new LayerReader(layer);
    const lowering = LAYERS.get(layer.className);
    if (lowering === undefined) throw unknownLayer(reader);
    scope.enter(layer.name);
    const given = [
      lowering(
        reader,
        inputs.map((input) => lookUp(values, input)),
        scope,
      ),
    ].flat();
    for (const [index, output] of outputs.entries()) {
      const value = given[index];
      if (value === undefined)
        throw reader.unsupported(`has ${outputs.length} outputs, ${given.length} are known`);
      values.set(output, value);
    }
  }
  const graph: Graph = {
    name: "main",
    operators: scope.operators,
    inputs: model.inputs.map((input) => lookUp(values, input)),
    outputs: model.outputs.map((output) => lookUp(values, output)),
    signature: { inputs: model.inputs.map((input) => input.name), outputs: outputNames(model, scope) },
  };
  optimize(graph, scope);
  nameOutputs(graph);
  return graph;
}

/** Keras 2 calls an output after its layer, once; Keras 3 numbers them. */
function outputNames({ outputs }: KerasModel, { keras }: Scope): readonly string[] {
  if (keras === 3) return outputs.map((_, index) => `output_${index}`);
  const taken = new Map<string, number>();
  return outputs.map(({ name }) => {
    const count = taken.get(name) ?? 0;
    taken.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  });
}

/** The names that TensorFlow gives them; an input that is an output as well keeps its own. */
function nameOutputs({ inputs, outputs }: Graph): void {
  for (const [index, output] of outputs.entries())
    if (!inputs.includes(output)) output.name = `StatefulPartitionedCall:${index}`;
}

function inputTensor({ name, shape }: KerasTensor, scope: Scope): Tensor {
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

function unknownLayer(reader: LayerReader): ServiceError {
  return reader.unsupported("is of a class that cannot be converted here", {
    names: [...LAYERS.keys()],
    given: reader.className,
  });
}
