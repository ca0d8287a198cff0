import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { expect, it } from "vitest";
import { makeTensor } from "../../../../services/toolkit/onnx/make-tensor.js";
import { modelBytes } from "../../../../services/toolkit/onnx/model-bytes.js";
import { GraphProtoSchema, ModelProtoSchema } from "../../../../services/toolkit/onnx/onnx_pb.js";

it("holds what the protobuf library would write, large constants behind the rest", () => {
  const large = makeTensor(
    "large",
    [100, 200],
    Float32Array.from({ length: 20_000 }, (_, i) => i),
  );
  const small = makeTensor("small", [1], Float32Array.of(1));
  const model = Object.assign(create(ModelProtoSchema, { irVersion: 8n }), {
    graph: create(GraphProtoSchema, { name: "graph", initializer: [small, large] }),
  });
  const bytes = modelBytes(model);
  expect(fromBinary(ModelProtoSchema, new Uint8Array(bytes))).toEqual(
    fromBinary(ModelProtoSchema, toBinary(ModelProtoSchema, model)),
  );
});
