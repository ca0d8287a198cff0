import { create } from "@bufbuild/protobuf";
import {
  type GraphProto,
  GraphProtoSchema,
  ModelProtoSchema,
  ValueInfoProtoSchema,
} from "../../../toolkit/onnx/onnx_pb.js";
import type { Model } from "../../../toolkit/onnx/read-model.js";
import type { Tensor } from "../../../toolkit/tflite/graph.js";
import { dropUnread } from "../../onnx/drop-unread.js";
import { ProbeNodes } from "./probe-nodes.js";
import type { Probe } from "./probes.js";

/** What one probe adds to each row of an output. */
export interface Segment {
  readonly probe: Probe;
  readonly length: number;
}

/** One output: a row for each image (or part of one), in which the segments follow each other. */
export interface ProbeOutput {
  readonly name: string;
  readonly segments: readonly Segment[];
}

/**
 * The network with nodes that take the measures, and these as its only outputs: few and small, since each costs a call
 * into the runtime. What no output depends on is left out.
 *
 * @param rows - tells which tensors can be in rows together, as many as their first axes are long.
 */
export function probedModel(
  model: Model,
  probes: readonly Probe[],
  rows: ReadonlyMap<Tensor, Tensor>,
): { model: Model; outputs: ProbeOutput[] } {
  const nodes = new ProbeNodes(model.graph);
  const groups = new Map<Tensor, { names: string[]; segments: Segment[] }>();
  for (const probe of probes) {
    const { tensor } = probe.place;
    const key = rows.get(tensor) ?? tensor;
    const group = groups.get(key) ?? { names: [], segments: [] };
    const { name, length } = nodes.add(probe);
    group.names.push(name);
    group.segments.push({ probe, length });
    groups.set(key, group);
  }
  const outputs = [...groups.values()].map(({ names, segments }) => ({
    name: nodes.joined(names),
    segments,
  }));
  const graph = create(GraphProtoSchema, {
    name: model.graph.name,
    input: model.graph.input,
    initializer: [...model.graph.initializer, ...nodes.initializers],
    node: [...model.graph.node, ...nodes.nodes],
    output: outputs.map(({ name }) => create(ValueInfoProtoSchema, { name })),
  });
  dropUnneeded(graph);
  return { model: Object.assign(create(ModelProtoSchema, { ...model }), { graph }), outputs };
}

function dropUnneeded(graph: GraphProto): void {
  const needed = new Set(graph.output.map(({ name }) => name));
  const kept = graph.node.toReversed().filter(({ input, output }) => {
    const isNeeded = output.some((name) => needed.has(name));
    if (isNeeded) for (const name of input) needed.add(name);
    return isNeeded;
  });
  graph.node = kept.reverse();
  dropUnread(graph);
}
