import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mlflowServer } from "../tracking/mlflow-server.js";
import type { Ground } from "./fault.js";

export interface OpenGround extends Ground {
  close(): Promise<void>;
}

/** @returns a real MLflow on sqlite, started, and a folder for runs; both are gone after `close`. */
export async function openGround({ isSoak }: Pick<Ground, "isSoak">): Promise<OpenGround> {
  const folder = await mkdtemp(join(tmpdir(), "soak-"));
  const store = ["--backend-store-uri", `sqlite:///${join(folder, "mlflow.db")}`];
  const server = await mlflowServer([...store, "--artifacts-destination", join(folder, "artifacts")], folder);
  await server.start();
  return {
    server,
    folder,
    isSoak,
    async close() {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
