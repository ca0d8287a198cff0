import { create, toBinary } from "@bufbuild/protobuf";
import type { InferenceSession } from "onnxruntime-node";
import { makeInt } from "../../toolkit/onnx/attribute.js";
import {
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  ValueInfoProtoSchema,
} from "../../toolkit/onnx/onnx_pb.js";
import { openSession } from "../../toolkit/onnx/open-session.js";
import type { Model } from "../../toolkit/onnx/read-model.js";
import { runSession } from "../../toolkit/onnx/run-session.js";
import { ServiceError } from "../../toolkit/service/error.js";
import { notFinite } from "../not-finite.js";
import type { Calibrator, Range, Ranges, Sample } from "./calibrator.js";

const MIN_SUFFIX = "_ReduceMin";
const MAX_SUFFIX = "_ReduceMax";

/**
 * A calibrator whose ranges are the minimum of minima and the maximum of maxima. The extremes are taken inside the
 * graph, by ReduceMin and ReduceMax nodes added to it, so that no activation leaves the runtime. The optimizations
 * stop short of the change of memory layout, which would add in another order: the values are those of the graph
 * without optimizations, as ONNX Runtime's own calibration runs it, at four fifths of the time.
 */
export async function openMinMaxCalibrator(model: Model, tensors: readonly string[]): Promise<Calibrator> {
  const bytes = toBinary(ModelProtoSchema, withExtremes(model, tensors));
  const session = await openSession(bytes, { name: "the graph to calibrate", optimization: "extended" });
  return new MinMaxCalibrator(session, tensors);
}

class MinMaxCalibrator implements Calibrator {
  readonly #session: InferenceSession;
  readonly #ranges: Map<string, Range>;
  #samples = 0;

  constructor(session: InferenceSession, tensors: readonly string[]) {
    this.#session = session;
    this.#ranges = new Map(
      tensors.map((name) => [name, { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY }]),
    );
  }

  async observe(sample: Sample): Promise<void> {
    const outputs = await runSession(this.#session, sample);
    for (const [name, range] of this.#ranges) {
      const min = Math.min(range.min, scalar(outputs[name + MIN_SUFFIX]));
      const max = Math.max(range.max, scalar(outputs[name + MAX_SUFFIX]));
      this.#ranges.set(name, { min, max });
    }
    this.#samples++;
  }

  ranges(): Ranges {
    if (this.#samples === 0)
      throw new ServiceError("calibration_empty", "There is nothing to calibrate with.");
    for (const [name, { min, max }] of this.#ranges)
      if (!Number.isFinite(min) || !Number.isFinite(max)) throw notFinite(name, { min, max });
    return this.#ranges;
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}

function scalar(tensor: InferenceSession.ReturnType[string] | undefined): number {
  const value = tensor?.data[0];
  return typeof value === "number" ? value : Number.NaN;
}

/** The same graph, with the extremes of the tensors as its only outputs. */
function withExtremes(model: Model, tensors: readonly string[]) {
  const reduce = (opType: string, input: string, output: string): NodeProto =>
    create(NodeProtoSchema, {
      opType,
      input: [input],
      output: [output],
      attribute: [makeInt("keepdims", 0)],
    });
  const extremes = tensors.flatMap((name) => [
    reduce("ReduceMin", name, name + MIN_SUFFIX),
    reduce("ReduceMax", name, name + MAX_SUFFIX),
  ]);
  const output = extremes.flatMap((node) =>
    node.output.map((name) => create(ValueInfoProtoSchema, { name })),
  );
  const graph = create(GraphProtoSchema, {
    ...model.graph,
    node: [...model.graph.node, ...extremes],
    output,
    valueInfo: [],
  });
  return create(ModelProtoSchema, { ...model, graph });
}
