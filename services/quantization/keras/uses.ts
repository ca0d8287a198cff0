import type { KerasLayer, KerasModel, LayerCall } from "../../toolkit/keras/model.js";

/** Who reads what, for layers in a row. */
export interface Uses {
  /** @returns the call that alone reads the only output of a call; `undefined` for an output of the model */
  soleReader(call: LayerCall): LayerCall | undefined;
  isCalledOnce(layer: KerasLayer): boolean;
}

export function usesOf({ calls, outputs }: KerasModel): Uses {
  const readers = new Map(calls.map((call) => [call.outputs[0], [] as LayerCall[]]));
  const counts = new Map<KerasLayer, number>();
  for (const call of calls) {
    for (const input of call.inputs) readers.get(input)?.push(call);
    counts.set(call.layer, (counts.get(call.layer) ?? 0) + 1);
  }
  const kept = new Set(outputs);
  return {
    soleReader({ outputs: [output, ...others] }) {
      if (output === undefined || others.length > 0 || kept.has(output)) return undefined;
      const [reader, ...more] = readers.get(output) ?? [];
      return more.length === 0 ? reader : undefined;
    },
    isCalledOnce: (layer) => counts.get(layer) === 1,
  };
}
