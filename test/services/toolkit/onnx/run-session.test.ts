import { toBinary } from "@bufbuild/protobuf";
import { Tensor } from "onnxruntime-node";
import { expect, onTestFinished, test } from "vitest";
import { makeNode } from "../../../../services/toolkit/onnx/make-node.js";
import { ModelProtoSchema } from "../../../../services/toolkit/onnx/onnx_pb.js";
import { openSession } from "../../../../services/toolkit/onnx/open-session.js";
import { runSession } from "../../../../services/toolkit/onnx/run-session.js";
import { smallModel } from "./small-model.js";

async function relu() {
  const model = smallModel({ nodes: [makeNode("Relu", "", ["x"], ["y"])], input: [2], outputs: ["y"] });
  const session = await openSession(toBinary(ModelProtoSchema, model), { name: "relu" });
  onTestFinished(() => session.release());
  return session;
}

test("a run answers what the model does", async () => {
  const { y } = await runSession(await relu(), { x: new Tensor("float32", [-1, 2], [2]) });
  expect(y?.data).toEqual(Float32Array.of(0, 2));
});

test("a run that fails names the model's file, with the runtime's reason", async () => {
  const session = await relu();
  const short = { x: new Tensor("float32", [1], [1]) };
  await expect(runSession(session, short, "relu.onnx")).rejects.toMatchObject({
    code: "inference_failed",
    message: expect.stringMatching(/^ONNX Runtime cannot run relu\.onnx: .*Got: 1 Expected: 2/s),
    path: "relu.onnx",
  });
  await expect(runSession(session, short)).rejects.toThrow("ONNX Runtime cannot run the model: ");
});
