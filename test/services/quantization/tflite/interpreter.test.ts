import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { TensorData } from "../../../../services/toolkit/tflite/graph.js";
import { openInterpreter } from "../../../../services/toolkit/tflite/runtime/open-interpreter.js";
import { hasShared, projectRoot, shared } from "../../../shared.js";
import { hasTensorflow, runTensorflow } from "../../../tensorflow.js";
import { temporaryFolder } from "../../toolkit/onnx/temporary-folder.js";
import { runService } from "../run-service.js";

const sample = join(projectRoot, "config_file_examples/sample");

/** @returns what TensorFlow and LiteRT answer to the same uint8 image of noise. */
async function answers(model: string) {
  const interpreter = await openInterpreter(new Uint8Array(readFileSync(model)), { name: model });
  const [input] = interpreter.inputs;
  const length = input?.shape.reduce((product, size) => product * size, 1) ?? 0;
  const image = Uint8Array.from({ length }, (_, i) => (i * 7919) % 251);
  const [ours] = await interpreter.run([image]);
  interpreter.close();
  const file = join(temporaryFolder(), "image.u8");
  writeFileSync(file, image);
  const theirs = runTensorflow("answers.py", [model, file]);
  return { ours: numbers(ours), theirs };
}

function numbers(data: TensorData | undefined): number[] {
  return data === undefined ? [] : Array.from(data, Number);
}

describe.skipIf(!hasTensorflow)(
  "tf.lite.Interpreter (needs TENSORFLOW_PYTHON, the path of a Python with tensorflow)",
  { timeout: 120_000 },
  () => {
    test.each(["per_channel", "per_tensor"])("answers as LiteRT to our own file, %s", async (granularity) => {
      const output = temporaryFolder();
      await runService({
        model: join(sample, "pose_sample.h5"),
        calibration: join(sample, "images/quantization"),
        output,
        quantization: { quantizer: "TFlite_converter", quantization_input_type: "uint8", granularity },
      });
      const { ours, theirs } = await answers(join(output, "quantized_models/quantized_model.tflite"));
      expect(theirs).toEqual({ types: ["uint8", "float32"], values: ours });
      expect(ours).toHaveLength(32 * 32 * 13);
    });

    test.skipIf(!hasShared)("answers as LiteRT to TensorFlow's file of the pose network", async () => {
      const { ours, theirs } = await answers(
        shared("models", "movenet_lightning_heatmaps_192_int8_pc.tflite"),
      );
      expect(theirs).toEqual({ types: ["uint8", "float32"], values: ours });
    });
  },
);
