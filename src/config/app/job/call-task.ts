import { pythonText } from "../../nodes/python-text.js";
import { select } from "../../nodes/select.js";
import type { Program } from "../program.js";
import { Exit } from "./exit.js";
import type { Job, JobResult } from "./job.js";

/**
 * @returns what the task gave, or what it threw.
 * @throws Exit from the task.
 */
export async function callTask({ options }: Program, job: Job): Promise<JobResult> {
  const listed = select(job.hydra.node, "hydra.overrides.task");
  const overrides = listed?.kind === "list" ? listed.items.map(pythonText) : [];
  try {
    return { status: "completed", overrides, value: await options.task(job) };
  } catch (error) {
    if (error instanceof Exit) throw error;
    return { status: "failed", overrides, error };
  }
}
