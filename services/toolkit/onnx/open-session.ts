import type { InferenceSession } from "onnxruntime-node";
import { ServiceError } from "../service/error.js";

type Level = "disabled" | "basic" | "extended" | "all";

export interface SessionOptions {
  /** What names the model in an error. */
  readonly name: string;
  /** Threads inside an operator; all cores when absent. */
  readonly threads?: number;
  /** How far the runtime rewrites the graph before it runs; `all` when absent. */
  readonly optimization?: Level;
  /** Where to save the rewritten graph. */
  readonly saveTo?: string;
}

/**
 * Loads a model into ONNX Runtime, which is itself loaded on the first call. Release the session when done.
 *
 * @param source - a file's path, or the bytes of a model.
 * @throws ServiceError `model_unloadable` with the runtime's reason.
 */
export async function openSession(
  source: string | Uint8Array,
  options: SessionOptions,
): Promise<InferenceSession> {
  const { InferenceSession: Session } = await import("onnxruntime-node");
  const open = (level: Level) => {
    const settings = settingsOf(options, level);
    return typeof source === "string" ? Session.create(source, settings) : Session.create(source, settings);
  };
  const { optimization = "all" } = options;
  try {
    return await open(optimization);
  } catch (cause) {
    const plain = optimization === "all" ? await open("basic").catch(() => undefined) : undefined;
    if (plain !== undefined) return plain;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError("model_unloadable", `ONNX Runtime does not load ${options.name}: ${reason}`, {
      cause,
    });
  }
}

function settingsOf({ threads, saveTo }: SessionOptions, level: Level): InferenceSession.SessionOptions {
  return {
    graphOptimizationLevel: level,
    // It would write to stderr what means nothing to a user; failures arrive as exceptions.
    logSeverityLevel: 4,
    extra: {
      session: {
        // Between runs its threads sleep: while they spun, no core would be free to decode the next images.
        force_spinning_stop: "1",
        // On processors without VNNI the sums of 8-bit products of unsigned and signed factors would overflow. Weights
        // that operators share cannot be rewritten for that; such a network runs without the fusions that need it.
        x64quantprecision: "1",
      },
    },
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    ...(saveTo === undefined ? {} : { optimizedModelFilePath: saveTo }),
  };
}
