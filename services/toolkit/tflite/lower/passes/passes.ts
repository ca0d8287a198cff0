import type { Graph } from "../../graph.js";
import { composeLayout } from "./compose-layout.js";
import { constantShapes } from "./constant-shapes.js";
import { fuseScalarIntoNext } from "./fuse-scalar-into-next.js";
import { mergeEqualOperators } from "./merge-equal-operators.js";
import { moveBeforeLayout } from "./move-before-layout.js";

/** What makes of one operator for each of TensorFlow's the graph that its converter writes, in order; each changes the graph. */
export const PASSES: readonly ((graph: Graph) => void)[] = [
  mergeEqualOperators,
  composeLayout,
  moveBeforeLayout,
  fuseScalarIntoNext,
  constantShapes,
];
