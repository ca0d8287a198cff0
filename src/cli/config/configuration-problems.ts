import type { Problem } from "../../schema/problem.js";

/** Everything that is wrong with a configuration, told at once. */
export class ConfigurationProblems extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ key, message }) => `${key}: ${message}`).join("\n"));
    this.name = "ConfigurationProblems";
    this.problems = problems;
  }
}
