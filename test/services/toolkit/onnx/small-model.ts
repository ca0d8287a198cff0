/** Small models for tests, made in memory. */
import { create } from "@bufbuild/protobuf";
import type { NumericArray } from "../../../../services/toolkit/onnx/data-type.js";
import { makeTensor } from "../../../../services/toolkit/onnx/make-tensor.js";
import {
  TensorProto_DataType as DataType,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  OperatorSetIdProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "../../../../services/toolkit/onnx/onnx_pb.js";
import { hasGraph, type Model } from "../../../../services/toolkit/onnx/read-model.js";

export interface SmallModel {
  readonly nodes: readonly NodeProto[];
  /** Constants: shape and values by name. */
  readonly constants?: Readonly<Record<string, readonly [readonly number[], NumericArray]>>;
  /** Shape of the input `x`; text is a symbolic dim. */
  readonly input: readonly (number | string)[];
  readonly outputs: readonly string[];
  readonly opset?: number;
}

export function smallModel({ nodes, constants = {}, input, outputs, opset = 13 }: SmallModel): Model {
  const graph = create(GraphProtoSchema, {
    name: "small",
    node: [...nodes],
    initializer: Object.entries(constants).map(([name, [dims, data]]) => makeTensor(name, dims, data)),
    input: [tensorInfo("x", input)],
    output: outputs.map((name) => tensorInfo(name)),
  });
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    opsetImport: [create(OperatorSetIdProtoSchema, { domain: "", version: BigInt(opset) })],
    graph,
  });
  if (hasGraph(model)) return model;
  throw new Error("A model was made without a graph");
}

/** Values between −1 and 1 that look random and are always the same. */
export function noise(length: number, seed = 1): Float32Array<ArrayBuffer> {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x40000000 - 1;
  });
}

function tensorInfo(name: string, dims?: readonly (number | string)[]): ValueInfoProto {
  const shape = dims && {
    dim: dims.map((dim) => ({
      value:
        typeof dim === "number"
          ? { case: "dimValue" as const, value: BigInt(dim) }
          : { case: "dimParam" as const, value: dim },
    })),
  };
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: "tensorType", value: { elemType: DataType.FLOAT, ...(shape ? { shape } : {}) } } },
  });
}
