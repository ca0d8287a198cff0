import type { KerasLayer, LayerCall } from "../../toolkit/keras/model.js";
import type { Operation } from "../../toolkit/keras/operation.js";
import { roundHalfEven } from "../../toolkit/tensor/round-half-even.js";
import type { Replacement } from "./rebuild-model.js";

/** So many steps lie between the lowest and the highest limit. */
const STEPS = 65_535;

/**
 * A limit of its own for each channel, in place of a ReLU6: `tf.clip_by_value(tf.nn.relu(x), 0, limits)`, as Keras 2
 * has function calls. The ReLU changes no result; it can be part of the convolution before it, whose range it narrows.
 */
export function adaptiveClip({ layer, inputs, outputs }: LayerCall, limits: Float64Array): Replacement {
  const relu = { name: `${layer.name}_relu` };
  const output = { name: outputs[0]?.name ?? layer.name };
  const tensor = { kind: "tensor", input: 0 } as const;
  const constant = (value: readonly number[]) => ({ kind: "constant", value }) as const;
  const bounds = new Map([
    ["clip_value_min", constant(new Array<number>(limits.length).fill(0))],
    ["clip_value_max", constant(rounded(limits))],
  ]);
  return {
    output,
    calls: [
      {
        layer: functionLayer(relu.name, { function: "nn.relu", args: [tensor], kwargs: new Map() }),
        inputs,
        outputs: [relu],
      },
      {
        layer: functionLayer(layer.name, { function: "clip_by_value", args: [tensor], kwargs: bounds }),
        inputs: [relu],
        outputs: [output],
      },
    ],
  };
}

function functionLayer(name: string, operation: Operation): KerasLayer {
  const config = { name, trainable: true, dtype: "float32", function: operation.function };
  return { name, className: "TFOpLambda", config, operation, weights: new Map() };
}

function rounded(limits: Float64Array): number[] {
  const scale = (Math.max(...limits) - Math.min(...limits)) / STEPS;
  return Array.from(limits, (limit) => (scale === 0 ? limit : roundHalfEven(limit / scale) * scale));
}
