import type { InitializerParameters } from "./initializer-parameters.js";

/** 2³²−2: the integers that a bias may use, counted as ONNX Runtime does. */
const STEPS = 4294967294;
const MARGIN = 1.0001;

/**
 * Enlarges weight scales, in place, where the bias scale (input scale × weight scale) would be so small that the bias
 * overflowed 32 bits (`_adjust_weight_scale_for_int32_bias` of onnxruntime 1.32). Per channel the smallest allowed
 * scale is found in float32, per tensor in double precision, as there.
 *
 * @param bias - one value per channel, or a multiple of that for grouped transposed convolutions.
 */
export function widenWeightScales(
  { scales, axis }: InitializerParameters,
  inputScale: number,
  bias: Float32Array,
): void {
  if (axis === undefined) {
    const absMax = bias.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    widen(scales, 0, inputScale, (MARGIN * (2 * absMax)) / STEPS);
    return;
  }
  for (let i = 0; i < bias.length; i++) {
    const doubled = Math.fround(2 * Math.abs(bias[i] ?? 0));
    const smallest = Math.fround(Math.fround(MARGIN) * doubled) / STEPS;
    widen(scales, i % scales.length, inputScale, smallest);
  }
}

function widen(scales: Float32Array, channel: number, inputScale: number, smallest: number): void {
  const scale = scales[channel] ?? 1;
  const candidate = inputScale * scale;
  if (candidate > 0 && candidate < smallest) scales[channel] = scale * (smallest / candidate);
}
