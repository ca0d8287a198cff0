import { run } from "../../../services/quantization/main.js";
import type { Json, SummaryRow } from "../../../services/toolkit/service/protocol.js";

export interface Recorded {
  readonly logs: readonly { readonly level: string; readonly message: string }[];
  readonly progress: readonly (readonly [number, number, string])[];
  readonly artifacts: readonly (readonly [string, string])[];
  readonly rows: readonly SummaryRow[];
}

export interface Asked {
  readonly model: string;
  readonly calibration?: string;
  readonly output: string;
  readonly dataset?: { readonly [key: string]: Json };
  readonly quantization?: { readonly [key: string]: Json };
  readonly colorMode?: string;
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

/** Runs the quantization service once and records what it tells. */
export async function runService(asked: Asked): Promise<Recorded> {
  const logs: { level: string; message: string }[] = [];
  const progress: [number, number, string][] = [];
  const artifacts: [string, string][] = [];
  const rows: SummaryRow[] = [];
  const { model, calibration } = asked;
  await run(
    {
      protocol: 1,
      run: "test",
      stage: "1_quantization",
      service: "quantization",
      config: {
        dataset: asked.dataset ?? {},
        preprocessing: {
          rescaling: { scale: 1 / 127.5, offset: -1 },
          resizing: { interpolation: "bilinear", aspect_ratio: "fit" },
          color_mode: asked.colorMode ?? "rgb",
        },
        quantization: { quantizer: "onnx_quantizer", quantization_type: "PTQ", ...asked.quantization },
      },
      inputs: { model, ...(calibration === undefined ? {} : { calibration }) },
      output_dir: asked.output,
      seed: asked.seed ?? 123,
    },
    {
      log: (level, message) => logs.push({ level, message }),
      progress: (done, total, unit) => progress.push([done, total, unit]),
      param: () => {},
      metric: () => {},
      artifact: (name, path) => artifacts.push([name, path]),
      summary: (more) => rows.push(...more),
    },
    asked.signal ?? new AbortController().signal,
  );
  return { logs, progress, artifacts, rows };
}
