import type { Operator } from "../graph.js";
import type { Scope } from "./scope.js";

/** Adds the ONNX nodes that compute an operator's outputs. @throws ServiceError `operator_unsupported`. */
export type Translation = (operator: Operator, scope: Scope) => void;
