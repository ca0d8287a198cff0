import { create } from "@bufbuild/protobuf";
import {
  TensorProto_DataType as DataType,
  GraphProtoSchema,
  ModelProtoSchema,
  OperatorSetIdProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "../../onnx/onnx_pb.js";
import type { Model } from "../../onnx/read-model.js";
import { ServiceError } from "../../service/error.js";
import type { Graph, Operator, Tensor, TensorType } from "../graph.js";
import type { Layout } from "./layout.js";
import { liveOperators } from "./live-operators.js";
import { Scope } from "./scope.js";
import { TRANSLATIONS } from "./translations.js";
import { unsupported } from "./unsupported.js";

/** The version of ONNX's operators that the translations are written for, and the oldest format that has it. */
const OPSET = 17n;
const IR_VERSION = 8n;

export interface TranslatedGraph {
  readonly model: Model;
  /** Where each tensor that is computed or taken by the network is in the model, by its name in the graph. */
  readonly places: ReadonlyMap<string, Place>;
}

export interface Place {
  readonly name: string;
  /** NHWC as in the graph (and for other than four axes), or NCHW. */
  readonly layout: Layout;
  /** The tensor of the graph. */
  readonly tensor: Tensor;
}

/**
 * What `onnxOfGraph` makes, and where in it the tensors of the graph are.
 *
 * @throws ServiceError `operator_unsupported`, `tensor_unsupported`.
 */
export function translateGraph(graph: Graph): TranslatedGraph {
  const scope = new Scope(graph);
  const operators = liveOperators(graph);
  for (const input of graph.inputs) requireImages(input);
  for (const operator of operators) translate(operator, scope);
  for (const output of graph.outputs) scope.read(output, "nhwc");
  const model = create(ModelProtoSchema, {
    irVersion: IR_VERSION,
    opsetImport: [create(OperatorSetIdProtoSchema, { domain: "", version: OPSET })],
  });
  const content = create(GraphProtoSchema, {
    name: graph.name,
    node: scope.nodes,
    initializer: scope.initializers,
    input: graph.inputs.map(valueInfo),
    output: graph.outputs.map(valueInfo),
  });
  const tensors = [...graph.inputs, ...operators.flatMap(({ outputs }) => outputs)];
  const places = new Map(tensors.map((tensor) => [tensor.name, { ...scope.placeOf(tensor), tensor }]));
  return { model: Object.assign(model, { graph: content }), places };
}

function translate(operator: Operator, scope: Scope): void {
  const translation = TRANSLATIONS.get(operator.op);
  if (translation === undefined)
    throw unsupported(operator, "has no equivalent here in ONNX; it cannot run in ONNX Runtime");
  for (const { name, type } of operator.outputs)
    if (type !== "FLOAT32" && type !== "BOOL") throw notFloat(name, type);
  translation(operator, scope);
}

/** Only the batch may be unknown: padding, for one, depends on the other sizes. */
function requireImages({ name, type, signature }: Tensor): void {
  if (type !== "FLOAT32") throw notFloat(name, type);
  if (signature?.slice(1).some((size) => size < 0))
    throw new ServiceError(
      "tensor_unsupported",
      `The input '${name}' has the shape [${signature}]; only the first size may be unknown.`,
    );
}

function notFloat(name: string, type: TensorType): ServiceError {
  return new ServiceError(
    "tensor_unsupported",
    `Tensor '${name}' holds ${type} values; a float network computes with FLOAT32.`,
  );
}

function valueInfo({ name, shape, signature }: Tensor): ValueInfoProto {
  const dim = (signature ?? shape).map((size, axis) =>
    create(TensorShapeProto_DimensionSchema, {
      value:
        size >= 0
          ? { case: "dimValue", value: BigInt(size) }
          : { case: "dimParam", value: axis === 0 ? "batch" : `${name}:${axis}` },
    }),
  );
  const value = create(TypeProto_TensorSchema, {
    elemType: DataType.FLOAT,
    shape: create(TensorShapeProtoSchema, { dim }),
  });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: "tensorType", value } }),
  });
}
