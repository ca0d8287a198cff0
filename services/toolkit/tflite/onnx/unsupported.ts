import { ServiceError } from "../../service/error.js";
import type { Operator } from "../graph.js";

/** The error for an operator that has no translation, or none for the way in which the network uses it. */
export function unsupported(operator: Operator, why: string): ServiceError {
  const name = operator.outputs[0]?.name ?? "";
  return new ServiceError("operator_unsupported", `Operator ${operator.op} (tensor '${name}') ${why}.`);
}
