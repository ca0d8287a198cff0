import { relative, sep } from "node:path";
import type { RunResults } from "../../report/run-results.js";
import type { DeliveryReport } from "../../tracking/delivery/delivery.js";
import type { Paint } from "./paint.js";
import { places, resultsTable } from "./results-table.js";

export interface ClosingFacts {
  readonly results: RunResults;
  readonly directory: string;
  readonly delivery: DeliveryReport;
  readonly cwd: string;
}

/** @returns what stands at the end of a run: the results before and after, and where everything is. */
export function closingText(facts: ClosingFacts, paint: Paint): string {
  const { results, directory, delivery, cwd } = facts;
  const run = relative(cwd, directory) || ".";
  const artifacts = results.artifacts.map(({ name, path }) => [name, `${run}/${path}`] as const);
  const where = [
    ["run", run],
    ...artifacts,
    ["mlflow", shortened(delivery.place ?? delivery.location, cwd)],
  ] as const;
  const parts = [resultsTable(results, paint), places(where, paint), ...deliveryLines(facts, paint)];
  return `\n${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function deliveryLines({ delivery, directory, cwd }: ClosingFacts, paint: Paint): string[] {
  const lines = delivery.warnings.map((warning) => paint("yellow", warning));
  if (delivery.complete) {
    const store = delivery.location;
    if (!/^https?:/i.test(store)) {
      lines.push(paint("dim", `See it in MLflow: stm32ai_main ui ${relative(cwd, store) || "."}`));
    }
  } else {
    const why = delivery.problem === undefined ? "" : ` (${delivery.problem})`;
    lines.push(
      paint("yellow", `Not everything reached MLflow${why}. Nothing is lost: deliver the rest with`),
    );
    lines.push(`  stm32ai_main sync ${relative(cwd, directory) || "."}`);
  }
  return lines.length === 0 ? [] : [lines.join("\n")];
}

/** @returns a path below where the user stands without that part; an address and any other path as they are. */
function shortened(place: string, cwd: string): string {
  return place.startsWith(`${cwd}${sep}`) ? relative(cwd, place) : place;
}
