/** `npm run fuzz -- [--only overrides,…] [--count N] [--seed N]`: what reads text, against text that nobody would write. */
import { parseArgs } from "node:util";
import { interpolation } from "./interpolation.js";
import { overrides } from "./overrides.js";
import { run } from "./run.js";
import { yaml } from "./yaml.js";

const { values } = parseArgs({
  options: { only: { type: "string" }, count: { type: "string" }, seed: { type: "string", default: "1" } },
});
const only = values.only?.split(",");
for (const target of [overrides, yaml, interpolation]) {
  if (only !== undefined && !only.includes(target.name)) continue;
  const count = Number(values.count ?? target.count);
  const start = process.cpuUsage();
  const accepted = run(target, { count, seed: Number(values.seed) });
  const { user, system } = process.cpuUsage(start);
  const speed = Math.round(count / ((user + system) / 1e6));
  const rest = `${accepted} accepted, ${count - accepted} refused`;
  console.log(`${target.name}: ${count} inputs from seed ${values.seed}, ${rest}, ${speed} a CPU second`);
}
