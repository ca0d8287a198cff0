/** The golden material of MLflow: recorded requests and answers against the client, the example store against the writer. */
import { mlflowProgram } from "../tracking/mlflow-server.js";
import type { CaseResult, Suite } from "./suite.js";

type Group = (folder: string) => AsyncIterable<Omit<CaseResult, "group">>;

/** Name of the group → its cases, loaded when its turn comes. */
const GROUPS: Readonly<Record<string, () => Promise<Group>>> = {
  wire: async () => (await import("./mlflow/wire.js")).wire,
  requests: async () => (await import("./mlflow/requests.js")).requests,
  errors: async () => (await import("./mlflow/errors.js")).errors,
  validation: async () => (await import("./mlflow/validation.js")).validation,
  example_store: async () => (await import("./mlflow/example-store.js")).exampleStore,
  ...(mlflowProgram === undefined
    ? {}
    : { real_server: async () => (await import("./mlflow/real-server.js")).realServer }),
};

export const mlflow: Suite = async function* ({ folder, only }) {
  for (const [group, load] of Object.entries(GROUPS)) {
    if (only && !only.has(group)) continue;
    const cases = await load();
    for await (const result of cases(folder)) yield { ...result, group };
  }
};
