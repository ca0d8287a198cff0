/** `tsx deliver-runs.ts URL DIRECTORY…`: delivers run directories at once and tells how, as JSON. */
import { deliverTo } from "./fault.js";

/** Many runs at once on a busy machine take longer than one. */
const PATIENCE_MS = 1_200_000;

const [url = "", ...directories] = process.argv.slice(2);
const before = process.memoryUsage().rss;
let peak = before;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 50);
const reports = await Promise.all(
  directories.map((directory) => deliverTo(url, directory, { timeoutMs: PATIENCE_MS })),
);
clearInterval(watch);
const problems = reports.flatMap(({ complete, problem, warnings }, at) =>
  complete ? [] : [`${directories[at]}: ${[problem, ...warnings].join("; ")}`],
);
process.stdout.write(JSON.stringify({ problems, growth: (peak - before) / 2 ** 20 }));
