import type { Fault } from "./fault.js";
import { badAnswers } from "./faults/bad-answers.js";
import { crowds } from "./faults/crowds.js";
import { fullDisk } from "./faults/full-disk.js";
import { noWay } from "./faults/no-way.js";
import { oddValues } from "./faults/odd-values.js";
import { serverDown } from "./faults/server-down.js";

/** What may go wrong between a run and its MLflow server. */
export const allFaults: readonly Fault[] = [
  ...crowds,
  ...oddValues,
  ...noWay,
  ...badAnswers,
  ...fullDisk,
  ...serverDown,
];
