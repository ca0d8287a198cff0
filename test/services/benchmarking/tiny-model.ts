/** Builds small ONNX models for tests: batch of one, opset 17, float inputs and outputs. */
import { create } from "@bufbuild/protobuf";
import type { NumericArray } from "../../../services/toolkit/onnx/data-type.js";
import { makeTensor } from "../../../services/toolkit/onnx/make-tensor.js";
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  TensorProto_DataType,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "../../../services/toolkit/onnx/onnx_pb.js";
import type { Model } from "../../../services/toolkit/onnx/read-model.js";

type Attributes = Readonly<Record<string, number | readonly number[]>>;

export function node(
  opType: string,
  input: string[],
  output: string,
  attributes: Attributes = {},
): NodeProto {
  const attribute = Object.entries(attributes).map(
    ([name, value]): AttributeProto =>
      typeof value === "number"
        ? create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value) })
        : create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: value.map(BigInt) }),
  );
  return create(NodeProtoSchema, { name: output, opType, input, output: [output], attribute });
}

/** A quantize/dequantize pair behind `tensor`; its result is `${tensor}_dq`. */
export function pair(tensor: string): NodeProto[] {
  return [
    node("QuantizeLinear", [tensor, "scale", "zero"], `${tensor}_q`),
    node("DequantizeLinear", [`${tensor}_q`, "scale", "zero"], `${tensor}_dq`),
  ];
}

interface Parts {
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly outputs: readonly string[];
  readonly weights?: Readonly<Record<string, readonly [dims: readonly number[], data: NumericArray]>>;
  readonly nodes: readonly NodeProto[];
}

export function tinyModel({ inputs, outputs, weights = {}, nodes }: Parts): Model {
  const graph = create(GraphProtoSchema, {
    name: "tiny",
    input: Object.entries(inputs).map(([name, dims]) => float(name, dims)),
    output: outputs.map((name) => float(name)),
    initializer: [
      ...Object.entries(weights).map(([name, [dims, data]]) => makeTensor(name, dims, data)),
      makeTensor("scale", [], new Float32Array([0.1])),
      makeTensor("zero", [], new Int8Array([0])),
    ],
    node: [...nodes],
  });
  const model = create(ModelProtoSchema, { irVersion: 8n, opsetImport: [{ version: 17n }], graph });
  return { ...model, graph };
}

function float(name: string, dims?: readonly number[]): ValueInfoProto {
  const shape = dims && {
    dim: dims.map((size) => ({ value: { case: "dimValue", value: BigInt(size) } as const })),
  };
  return create(ValueInfoProtoSchema, {
    name,
    type: {
      value: {
        case: "tensorType",
        value: { elemType: TensorProto_DataType.FLOAT, ...(shape === undefined ? {} : { shape }) },
      },
    },
  });
}
