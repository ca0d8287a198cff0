import type { Shapes } from "../../toolkit/onnx/shapes.js";
import type { Buffers } from "./buffers.js";
import type { Constants } from "./constants.js";
import type { Values } from "./values.js";

/** A graph and what is known of it while its kernels are made. */
export interface Scope {
  readonly shapes: Shapes;
  readonly constants: Constants;
  readonly values: Values;
  readonly buffers: Buffers;
  /** Takes the operators that no formula describes. */
  readonly uncounted: Set<string>;
}
