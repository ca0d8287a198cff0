import type { InferenceSession } from "onnxruntime-node";
import { ServiceError } from "../service/error.js";

export interface SessionOptions {
  /** What names the model in an error. */
  readonly name: string;
  /** Threads inside an operator; all cores when absent. */
  readonly threads?: number;
  /** How far the runtime rewrites the graph before it runs; `all` when absent. */
  readonly optimization?: "disabled" | "basic" | "extended" | "all";
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
  const settings: InferenceSession.SessionOptions = {
    graphOptimizationLevel: options.optimization ?? "all",
    // It would write to stderr what means nothing to a user; failures arrive as exceptions.
    logSeverityLevel: 4,
    // Between runs its threads sleep: while they spun, no core would be free to decode the next images.
    extra: { session: { force_spinning_stop: "1" } },
    ...(options.threads === undefined ? {} : { intraOpNumThreads: options.threads }),
    ...(options.saveTo === undefined ? {} : { optimizedModelFilePath: options.saveTo }),
  };
  try {
    return typeof source === "string"
      ? await Session.create(source, settings)
      : await Session.create(source, settings);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError("model_unloadable", `ONNX Runtime does not load ${options.name}: ${reason}`, {
      cause,
    });
  }
}
