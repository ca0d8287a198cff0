/** `completion_strip.jsonl`: a command line to what stands behind its program. */
import { stripProgram } from "../../../src/config/completion/strip-program.js";
import type { HydraRunner } from "./case.js";
import { differenceOfErrors, outcome } from "./expected-error.js";

export const completionStrip: HydraRunner = ({ line, expected }) => {
  const result = outcome(() => stripProgram(String(line)));
  if ("error" in result || expected.error)
    return differenceOfErrors("error" in result ? result.error : undefined, expected.error);
  return result.value === expected.stripped ? undefined : `got ${JSON.stringify(result.value)}`;
};
