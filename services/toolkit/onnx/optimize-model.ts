import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "./onnx_pb.js";
import { openSession } from "./open-session.js";
import { type Model, readModel } from "./read-model.js";

/**
 * @param name - what errors call the model.
 * @param optimization - `disabled` gives the graph back as the runtime understands it.
 * @returns the graph that ONNX Runtime makes of a model before it would run it.
 * @throws ServiceError `model_unloadable`.
 */
export async function optimizeModel(
  model: Model,
  { name, optimization }: { name: string; optimization: "disabled" | "basic" },
): Promise<Model> {
  const folder = mkdtempSync(join(tmpdir(), "onnx-graph-"));
  try {
    const saveTo = join(folder, "model.onnx");
    const bytes = toBinary(ModelProtoSchema, model);
    const session = await openSession(bytes, { name, optimization, saveTo, threads: 1 });
    await session.release();
    return readModel(saveTo);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
