import type { GraphProto, TensorProto } from "../../toolkit/onnx/onnx_pb.js";

/** Who reads and who keeps each tensor of a graph, by name. */
export interface GraphNames {
  readonly initializers: ReadonlyMap<string, TensorProto>;
  readonly inputs: ReadonlySet<string>;
  readonly outputs: ReadonlySet<string>;
  /** How often nodes read a tensor, those of inner graphs (If, Loop) included. */
  readonly readers: ReadonlyMap<string, number>;
}

export function graphNames(graph: GraphProto): GraphNames {
  const readers = new Map<string, number>();
  countReaders(graph, readers);
  return {
    initializers: new Map(graph.initializer.map((tensor) => [tensor.name, tensor])),
    inputs: new Set(graph.input.map(({ name }) => name)),
    outputs: new Set(graph.output.map(({ name }) => name)),
    readers,
  };
}

function countReaders(graph: GraphProto, readers: Map<string, number>): void {
  for (const node of graph.node) {
    for (const name of node.input) if (name !== "") readers.set(name, (readers.get(name) ?? 0) + 1);
    for (const inner of innerGraphs(node)) {
      countReaders(inner, readers);
      for (const { name } of inner.output) readers.set(name, (readers.get(name) ?? 0) + 1);
    }
  }
}

/** @returns the graphs that a node holds as attributes: the bodies of If, Loop and Scan. */
export function innerGraphs({ attribute }: GraphProto["node"][number]): GraphProto[] {
  return attribute.flatMap(({ g, graphs }) => (g === undefined ? graphs : [g, ...graphs]));
}
