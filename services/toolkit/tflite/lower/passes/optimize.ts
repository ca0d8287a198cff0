import type { Graph } from "../../graph.js";
import type { Scope } from "../scope.js";
import { composeLayout } from "./compose-layout.js";
import { constantShapes } from "./constant-shapes.js";
import { dropZeroBias } from "./drop-zero-bias.js";
import { foldIntoFollowing, foldIntoFullConnection } from "./fold-into-following.js";
import { foldIntoPreceding } from "./fold-into-preceding.js";
import { foldPadding } from "./fold-padding.js";
import { fuseActivation } from "./fuse-activation.js";
import { GraphEditor } from "./graph-editor.js";
import { mergeEqual } from "./merge-equal.js";
import { mergeSums } from "./merge-sums.js";
import { moveBeforeLayout } from "./move-before-layout.js";
import type { Pattern } from "./pattern.js";
import { recognizeHardSwish, recognizeRectifiers } from "./recognize-functions.js";

/** In the order in which they are tried on an operator. */
const PATTERNS: readonly Pattern[] = [
  foldIntoPreceding,
  foldIntoFullConnection,
  recognizeRectifiers,
  recognizeHardSwish,
  fuseActivation,
  mergeSums,
  foldPadding,
  dropZeroBias,
];

/** For weights and biases that have taken up what comes after them. */
const LATE_PATTERNS: readonly Pattern[] = [foldIntoFollowing, ...PATTERNS];

/**
 * Makes of a graph with one operator for each of TensorFlow's the graph that its converter writes
 * (`optimize_patterns.td`, `optimize.cc`); changes the graph.
 */
export function optimize(graph: Graph, scope: Scope): void {
  edit(graph, mergeEqual);
  composeLayout(graph, scope);
  moveBeforeLayout(graph);
  composeLayout(graph, scope);
  edit(graph, (editor) => {
    while (sweep(PATTERNS, editor, scope));
    while (sweep(LATE_PATTERNS, editor, scope));
  });
  constantShapes(graph);
  edit(graph, mergeEqual);
}

function edit(graph: Graph, change: (editor: GraphEditor) => void): void {
  const editor = new GraphEditor(graph.operators, graph.outputs);
  editor.dropUnread();
  change(editor);
  graph.operators = editor.operators;
  graph.outputs = editor.outputs;
}

/** Tries every pattern on every operator, the last first as TensorFlow does. @returns whether any changed the graph */
function sweep(patterns: readonly Pattern[], editor: GraphEditor, scope: Scope): boolean {
  let hasChanged = false;
  for (let place = editor.places - 1; place >= 0; place--) {
    while (tryAt(place, patterns, editor, scope)) hasChanged = true;
  }
  return hasChanged;
}

function tryAt(place: number, patterns: readonly Pattern[], editor: GraphEditor, scope: Scope): boolean {
  const operator = editor.at(place);
  return operator !== undefined && patterns.some((pattern) => pattern(operator, editor, scope));
}
