import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ServiceError } from "../../toolkit/service/error.js";
import { runProgram } from "./run-program.js";

/** What the download and the installed packages take, on Linux. */
const DOWNLOAD = "about 650 MB";
const INSTALLED = "2.5 GB";
/** Versions of Python that this TensorFlow has packages for. */
const PYTHONS = ["3.12", "3.11", "3.13", "3.10"];

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Told before something is fetched. */
  readonly tell: (message: string) => void;
}

/**
 * The Python that has the packages of requirements.txt, in those versions: made on first use by uv, else by venv and
 * pip, in the user's cache folder (`$XDG_CACHE_HOME`, else `~/.cache`). `STM32AI_TENSORFLOW_PYTHON` names another one.
 *
 * @returns the path of its interpreter.
 * @throws ServiceError `python_missing`, `python_environment` with the reason that the installer gave.
 */
export async function pythonEnvironment(around: Surroundings): Promise<string> {
  const { env, tell } = around;
  const own = env.STM32AI_TENSORFLOW_PYTHON;
  if (own !== undefined && isOwnPython(env)) return own;
  const requirements = fileURLToPath(new URL("requirements.txt", import.meta.url));
  const folder = join(
    env.XDG_CACHE_HOME || join(homedir(), ".cache"),
    "stm32ai_main",
    folderName(requirements),
  );
  const python = interpreterOf(folder);
  if (existsSync(python)) return python;

  tell(`Making a Python environment in ${folder}, once: ${DOWNLOAD} are fetched, ${INSTALLED} on the disk.`);
  mkdirSync(dirname(folder), { recursive: true });
  const unfinished = `${folder}.${process.pid}`;
  try {
    await install(unfinished, requirements, around);
    moveTo(folder, unfinished);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return python;
}

/** @returns whether the user names a Python. */
export function isOwnPython(env: NodeJS.ProcessEnv): boolean {
  return (env.STM32AI_TENSORFLOW_PYTHON ?? "") !== "";
}

/** Named after the versions, so that other versions get an environment of their own. */
function folderName(requirements: string): string {
  return readFileSync(requirements, "utf8").trim().split(/\s+/).join("_").replaceAll("==", "-");
}

function interpreterOf(folder: string): string {
  return process.platform === "win32" ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
}

async function install(folder: string, requirements: string, around: Surroundings): Promise<void> {
  const python = interpreterOf(folder);
  if (await works("uv", ["--version"], around)) {
    await demand("uv", ["venv", "--python", ">=3.10,<3.14", folder], around);
    await demand("uv", ["pip", "install", "--python", python, "-r", requirements], around);
    return;
  }
  const base = await basePython(around);
  await demand(base, ["-m", "venv", folder], around);
  await demand(python, ["-m", "pip", "install", "--disable-pip-version-check", "-r", requirements], around);
}

async function basePython(around: Surroundings): Promise<string> {
  const isRight = "import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))";
  for (const name of [...PYTHONS.map((version) => `python${version}`), "python3", "python"])
    if (await works(name, ["-c", isRight], around)) return name;
  throw new ServiceError(
    "python_missing",
    "quantization.engine: tensorflow needs uv, or a Python from 3.10 to 3.13; there is neither on the PATH.",
    {
      hint: "Install uv (https://docs.astral.sh/uv), or use quantization.engine: native, which needs no Python.",
    },
  );
}

async function works(program: string, args: readonly string[], around: Surroundings): Promise<boolean> {
  const { code } = await runProgram(program, args, around);
  return code === 0;
}

async function demand(program: string, args: readonly string[], around: Surroundings): Promise<void> {
  const { code, stderr } = await runProgram(program, args, around);
  if (code === 0) return;
  const command = [program, ...args].join(" ");
  const end = stderr.trim().split("\n").slice(-5).join("\n");
  throw new ServiceError(
    "python_environment",
    `The Python environment could not be made: '${command}' failed.\n${end}`,
    {
      hint: "Is the network in reach, and is there room on the disk? The next run tries again from the start.",
    },
  );
}

/** Another process may have made it in the meantime: theirs is as good. */
function moveTo(folder: string, unfinished: string): void {
  try {
    renameSync(unfinished, folder);
  } catch (cause) {
    if (!existsSync(interpreterOf(folder))) throw cause;
  }
}
