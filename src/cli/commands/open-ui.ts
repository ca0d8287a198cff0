import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { findViewer, isOnPath } from "../../tracking/ui.js";
import { CliError } from "../cli-error.js";
import { interruptSignal } from "../interrupt-signal.js";
import { EXIT, type World } from "../world.js";

export const LARGEST_PORT = 65_535;
/** So many ports are tried when the one that was asked for is taken. */
const PORTS_TRIED = 100;

export interface UiRequest {
  /** A folder, or the address of a server. */
  readonly store: string;
  /** The port to serve on, or the next free one. */
  readonly port: number;
}

/**
 * Opens MLflow's pages on a store until it is interrupted.
 * @returns the exit code.
 * @throws CliError when there is no MLflow or no free port; TrackingError for an address that is none.
 */
export async function openUi({ store, port }: UiRequest, world: World): Promise<number> {
  const viewer = findViewer({
    uri: store,
    cwd: world.cwd,
    port: await freePort(port),
    hasProgram: (name) => isOnPath(name, { ...world.env }),
  });
  if (viewer.kind === "missing") throw new CliError(viewer.message);
  if (viewer.kind === "page") {
    world.stdout.write(`Open ${viewer.url}\n`);
    return EXIT.ok;
  }
  world.stdout.write(`Open ${viewer.url} (Ctrl-C ends it)\n`);
  const interrupt = interruptSignal();
  try {
    return await follow(viewer.command, viewer.args, { ...world.env, ...viewer.env }, interrupt.signal);
  } finally {
    interrupt.release();
  }
}

/** MLflow starts workers of its own: its whole process group ends with this program. */
function follow(command: string, args: readonly string[], env: NodeJS.ProcessEnv, signal: AbortSignal) {
  const child = spawn(command, args, { env, stdio: ["ignore", "inherit", "inherit"], detached: true });
  const { pid } = child;
  const stop = () => pid !== undefined && process.kill(-pid, "SIGTERM");
  signal.addEventListener("abort", stop, { once: true });
  return new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(signal.aborted ? EXIT.ok : (code ?? EXIT.failed)));
  });
}

async function freePort(first: number): Promise<number> {
  const last = Math.min(first + PORTS_TRIED - 1, LARGEST_PORT);
  for (let port = first; port <= last; port++) if (await isFree(port)) return port;
  throw new CliError(`No free port between ${first} and ${last}.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
