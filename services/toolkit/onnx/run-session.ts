import type { InferenceSession } from "onnxruntime-node";
import { ServiceError } from "../service/error.js";

/**
 * Runs a model once.
 * @param path the model's file, where it has one
 * @returns what the session answers
 * @throws ServiceError `inference_failed` with the runtime's reason
 */
export async function runSession(
  session: InferenceSession,
  feeds: InferenceSession.FeedsType,
  path?: string,
): Promise<InferenceSession.ReturnType> {
  try {
    return await session.run(feeds);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const details = { cause, ...(path === undefined ? {} : { path }) };
    throw new ServiceError(
      "inference_failed",
      `ONNX Runtime cannot run ${path ?? "the model"}: ${reason}`,
      details,
    );
  }
}
