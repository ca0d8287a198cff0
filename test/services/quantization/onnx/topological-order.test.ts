import fc from "fast-check";
import { expect, test } from "vitest";
import { topologicalOrder } from "../../../../services/quantization/onnx/topological-order.js";
import { makeNode } from "../../../../services/toolkit/onnx/make-node.js";

test("every node comes after those that it reads from, whatever the order given", () => {
  const graph = fc
    .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 12 })
    .map((reads) =>
      reads.map((from, i) =>
        makeNode("Sum", `${i}`, i === 0 ? ["x"] : from.map((n) => `t${n % i}`), [`t${i}`]),
      ),
    );
  const shuffled = graph.chain((nodes) => fc.shuffledSubarray(nodes, { minLength: nodes.length }));
  fc.assert(
    fc.property(shuffled, (nodes) => {
      const written = new Set(["x"]);
      const ordered = topologicalOrder(nodes);
      expect(ordered).toHaveLength(nodes.length);
      for (const { input, output } of ordered) {
        for (const name of input) expect(written).toContain(name);
        for (const name of output) written.add(name);
      }
    }),
  );
});
