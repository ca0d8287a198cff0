import type { TensorProto } from "../../toolkit/onnx/onnx_pb.js";
import { tensorData } from "../../toolkit/onnx/tensor-data.js";

/** @returns the values of a float32 initializer. @throws Error for another type, which is never marked */
export function floatData(tensor: TensorProto): Float32Array {
  const data = tensorData(tensor);
  if (data instanceof Float32Array) return data;
  throw new Error(`Tensor ${tensor.name} was marked for quantization but is not float32`);
}
