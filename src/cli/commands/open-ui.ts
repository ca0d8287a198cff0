import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { findViewer, isOnPath } from "../../tracking/ui.js";
import { CliError } from "../cli-error.js";
import { interruptSignal } from "../interrupt-signal.js";
import { EXIT, type World } from "../world.js";

const DEFAULT_STORE = "./experiments_outputs/mlruns";
/** MLflow's own default port; the next free one when it is taken. */
const FIRST_PORT = 5000;
const LAST_PORT = 5100;

/** Opens MLflow's pages on a store until it is interrupted. @returns the exit code. */
export async function openUi([store = DEFAULT_STORE]: readonly string[], world: World): Promise<number> {
  const viewer = findViewer({
    uri: store,
    cwd: world.cwd,
    port: await freePort(FIRST_PORT),
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
  for (let port = first; port < LAST_PORT; port++) if (await isFree(port)) return port;
  throw new CliError(`No free port between ${first} and ${LAST_PORT}.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
