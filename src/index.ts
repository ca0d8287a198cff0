/** Runs chains from code: the parts that the command line is made of, by name. */
export { loadServices } from "./chain/load-services.js";
export { makePlan } from "./chain/make-plan.js";
export type { Intake, Output, ServiceManifest } from "./chain/manifest.js";
export type { Plan, PlannedStage, Source } from "./chain/plan.js";
export type { Failure, MetricValue, StageEvent, StageRequest, SummaryRow } from "./chain/protocol.js";
export { runProgram } from "./cli/run-program.js";
export type { World } from "./cli/world.js";
export { ResultsReader, type RunResults, runResults } from "./report/run-results.js";
export { type Execution, execute, type RunOutcome } from "./run/execute.js";
export type { JournalBody, JournalEvent, Progress, RunStatus } from "./run/journal/event.js";
export { Journal } from "./run/journal/journal.js";
export { readJournal } from "./run/journal/read-journal.js";
export { claimRunDirectory, type RunDirectory } from "./run/run-directory.js";
