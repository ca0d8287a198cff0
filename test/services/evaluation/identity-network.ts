import { writeFileSync } from "node:fs";
import { create, toBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "../../../services/toolkit/onnx/onnx_pb.js";

type Dim = number | string;

/** Writes an ONNX network whose output is its input. Axes that are not fixed are names. */
export function writeIdentityNetwork(path: string, dims: readonly Dim[]): string {
  const shape = {
    dim: dims.map((dim) => ({
      value:
        typeof dim === "number"
          ? { case: "dimValue" as const, value: BigInt(dim) }
          : { case: "dimParam" as const, value: dim },
    })),
  };
  const type = { value: { case: "tensorType" as const, value: { elemType: 1, shape } } };
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    opsetImport: [{ domain: "", version: 17n }],
    graph: {
      name: "identity",
      node: [{ opType: "Identity", input: ["in"], output: ["out"] }],
      input: [{ name: "in", type }],
      output: [{ name: "out", type }],
    },
  });
  writeFileSync(path, toBinary(ModelProtoSchema, model));
  return path;
}
