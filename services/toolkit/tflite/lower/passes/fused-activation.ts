import type { Operator } from "../../graph.js";
import { ACTIVATION } from "../../schema/enumerations.js";

/** The activation that an operator's options hold; undefined where they cannot hold one. */
export function activationOf({ options }: Operator): number | undefined {
  return options && "fusedActivationFunction" in options ? options.fusedActivationFunction : undefined;
}

/** Whether an operator applies no activation to its result. */
export function isPlain(operator: Operator): boolean {
  return (activationOf(operator) ?? ACTIVATION.NONE) === ACTIVATION.NONE;
}

/** An operator's options with another activation. */
export function withActivation(operator: Operator, activation: number): Operator["options"] {
  const { options } = operator;
  if (options === undefined || !("fusedActivationFunction" in options)) return options;
  return { ...options, fusedActivationFunction: activation };
}
