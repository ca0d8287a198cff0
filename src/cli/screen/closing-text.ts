import type { RunResults } from "../../report/run-results.js";
import type { DeliveryReport } from "../../tracking/delivery/delivery.js";
import { leftText } from "./left-text.js";
import type { Paint } from "./paint.js";
import { places, resultsTable } from "./results-table.js";
import { shortened } from "./shortened.js";

export interface ClosingFacts {
  readonly results: RunResults;
  readonly directory: string;
  /** Absent where nothing is tracked. */
  readonly delivery: DeliveryReport | undefined;
  /** Whether the end of a sweep tells what of it did not reach MLflow. */
  readonly isJob: boolean;
  readonly cwd: string;
}

/** @returns what stands at the end of a run: the results before and after, and where everything is. */
export function closingText(facts: ClosingFacts, paint: Paint): string {
  const { results, directory, delivery, cwd } = facts;
  const run = shortened(directory, cwd);
  const artifacts = results.artifacts.map(({ name, path }) => [name, `${run}/${path}`] as const);
  const where = [
    ["run", run],
    ...artifacts,
    ...(delivery ? [["mlflow", shortened(delivery.place ?? delivery.location, cwd)] as const] : []),
  ] as const;
  const parts = [resultsTable(results, paint), places(where, paint), ...deliveryLines(facts, paint)];
  return `\n${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function deliveryLines({ delivery, directory, cwd, isJob }: ClosingFacts, paint: Paint): string[] {
  if (delivery === undefined) return [];
  const lines = delivery.warnings.map((warning) => paint("yellow", warning));
  const store = delivery.location;
  if (!delivery.complete && !isJob) lines.push(leftText(shortened(directory, cwd), delivery.problem, paint));
  if (delivery.complete && !/^https?:/i.test(store))
    lines.push(paint("dim", `See it in MLflow: stm32ai_main ui ${shortened(store, cwd)}`));
  return lines.length === 0 ? [] : [lines.join("\n")];
}
