import type { CaseResult, Suite } from "./suite.js";
import { type GoldenCase, readManifest } from "./tflite-ptq/manifest.js";
import type { Stage } from "./tflite-ptq/stage.js";

interface StageRow {
  /** What the variants of a network have in common is checked once. */
  readonly of: "network" | "variant";
  readonly load: () => Promise<Stage>;
}

/** What is checked, from the parts to the whole; each can be chosen by its name. */
const STAGES: Readonly<Record<string, StageRow>> = {
  float: { of: "network", load: async () => (await import("./tflite-ptq/check-float.js")).checkFloat },
  float_outputs: {
    of: "network",
    load: async () => (await import("./tflite-ptq/check-outputs.js")).checkFloatOutputs,
  },
  calibrated: {
    of: "variant",
    load: async () => (await import("./tflite-ptq/check-calibrated.js")).checkCalibrated,
  },
  calibration: {
    of: "variant",
    load: async () => (await import("./tflite-ptq/check-converted.js")).checkCalibration,
  },
  quantized: {
    of: "variant",
    load: async () => (await import("./tflite-ptq/check-quantized.js")).checkQuantized,
  },
  converted: {
    of: "variant",
    load: async () => (await import("./tflite-ptq/check-converted.js")).checkConverted,
  },
  outputs: { of: "variant", load: async () => (await import("./tflite-ptq/check-outputs.js")).checkOutputs },
};

/**
 * TFLite post-training quantization against TensorFlow's converter: the float network, its quantization from the
 * golden ranges and from its own calibration, all together from the Keras file, and outputs. `only` chooses stages, networks and variants.
 */
export const tflitePtq: Suite = async function* ({ folder, only }) {
  const { cases } = readManifest(folder);
  for (const [name, { of, load }] of Object.entries(STAGES)) {
    if (!chosen(only, Object.keys(STAGES), [name])) continue;
    const stage = await load().catch((cause) => async () => reasonOf(cause));
    const seen = new Set<string>();
    for (const golden of cases) {
      const [network = "", variant = ""] = partsOf(golden);
      if (!chosen(only, cases.flatMap(partsOf), [network, variant])) continue;
      if (of === "network" && seen.has(network)) continue;
      seen.add(network);
      const failure = await stage(golden, folder).catch(reasonOf);
      yield result(name, of === "network" ? `tflite_ptq/${network}` : golden.id, failure);
    }
  }
};

/** Whether `only` names one of these, or none of their kind at all. */
function chosen(
  only: ReadonlySet<string> | undefined,
  kind: readonly string[],
  names: readonly string[],
): boolean {
  return only === undefined || !kind.some((name) => only.has(name)) || names.some((name) => only.has(name));
}

function partsOf({ id }: GoldenCase): string[] {
  return id.split("/").slice(1);
}

function result(stage: string, id: string, failure: string | undefined): CaseResult {
  return { id: `${id} ${stage}`, group: stage, ...(failure === undefined ? {} : { failure }) };
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
}
