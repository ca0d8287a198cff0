/**
 * Operator types that static quantization touches: the union of ONNX Runtime's two registries (`QLinearOpsRegistry`
 * and `QDQRegistry`, onnxruntime 1.32).
 */
export const QUANTIZED_OPERATORS: ReadonlySet<string> = new Set(
  `Add ArgMax AveragePool BatchNormalization Clip Concat Conv ConvTranspose CumSum EmbedLayerNormalization Flatten
   Gather GatherElements Gemm GlobalAveragePool InstanceNormalization LayerNormalization LeakyRelu MatMul MaxPool Mul
   Pad Relu Reshape Resize Sigmoid Slice Softmax Split Squeeze TopK Transpose Unsqueeze Where`.split(/\s+/),
);
