/** `npm run soak -- [--only TEXT] [--quick]`: every fault on a real MLflow server, which MLFLOW_BIN or the PATH has. */
import { parseArgs } from "node:util";
import { hasMlflow, needsMlflow } from "../tracking/mlflow-server.js";
import { allFaults } from "./all-faults.js";
import { openGround } from "./open-ground.js";

const { values } = parseArgs({
  options: { only: { type: "string", default: "" }, quick: { type: "boolean", default: false } },
});
const faults = allFaults.filter(({ name }) => name.includes(values.only));
let failed = 0;
if (!hasMlflow) throw new Error(needsMlflow);
const ground = await openGround({ isSoak: !values.quick });
try {
  for (const { name, attempt } of faults) {
    const started = performance.now();
    const problem = await attempt(ground).then(
      () => undefined,
      (error: unknown) => error,
    );
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${problem === undefined ? "ok  " : "FAIL"} ${seconds.padStart(7)} s  ${name}`);
    if (problem === undefined) continue;
    failed += 1;
    console.log(problem);
  }
} finally {
  await ground.close();
}
console.log(
  `${faults.length - failed} of ${faults.length} faults left the server with exactly what the journal has`,
);
process.exitCode = failed > 0 ? 1 : 0;
