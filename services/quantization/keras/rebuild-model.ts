import type { KerasLayer, KerasModel, KerasTensor, LayerCall } from "../../toolkit/keras/model.js";

/** What becomes of a call: other calls in its place, which make a tensor instead of its own; none for the input itself. */
export type Replace = (call: LayerCall) => Replacement | undefined;

export interface Replacement {
  readonly calls: readonly LayerCall[];
  readonly output: KerasTensor;
}

/** Puts other calls in the place of some, where each has one output; all that read it read the new one. */
export function replaceCalls(model: KerasModel, replace: Replace): KerasModel {
  const renewed = new Map<KerasTensor, KerasTensor>();
  const current = (tensor: KerasTensor) => renewed.get(tensor) ?? tensor;
  const calls = model.calls.flatMap((call) => {
    const moved = { ...call, inputs: call.inputs.map(current) };
    const replacement = replace(moved);
    if (replacement === undefined) return [moved];
    for (const output of call.outputs) renewed.set(output, replacement.output);
    return replacement.calls;
  });
  return { ...model, calls, outputs: model.outputs.map(current) };
}

/** Puts other layers in the place of some. */
export function replaceLayers(model: KerasModel, layers: ReadonlyMap<KerasLayer, KerasLayer>): KerasModel {
  return {
    ...model,
    calls: model.calls.map((call) => ({ ...call, layer: layers.get(call.layer) ?? call.layer })),
  };
}
