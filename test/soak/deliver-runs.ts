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
const complete = reports.map((report) => report.complete);
process.stdout.write(JSON.stringify({ complete, growth: (peak - before) / 2 ** 20 }));
