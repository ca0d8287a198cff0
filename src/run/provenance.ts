/** Where a run comes from: who, which code, which command. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ServiceManifest } from "../chain/manifest.js";
import { packageRoot } from "../chain/package-root.js";
import { holdsSecret } from "../chain/secrets.js";
import { withoutUrlSecrets } from "../chain/url-secrets.js";

export interface Provenance {
  readonly user: string;
  readonly git_commit?: string;
  readonly version: string;
  readonly command: readonly string[];
}

export interface ProvenanceOptions {
  /** Where the user stands: its git commit is the run's. */
  readonly cwd: string;
  /** The command's words; the values of secrets are masked, and those in web addresses. */
  readonly command: readonly string[];
  readonly services: ReadonlyMap<string, ServiceManifest>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const GIT_TIMEOUT_MS = 2000;
const OVERRIDE = /^(\+\+|\+|~)?([^=@]+)(@[^=]*)?=/;

/** @returns what is known; without git or outside of a repository there is no commit. */
export async function provenance({ cwd, command, services, env }: ProvenanceOptions): Promise<Provenance> {
  const commit = await gitCommit(cwd);
  return {
    user: userName(env),
    ...(commit === undefined ? {} : { git_commit: commit }),
    version: packageVersion(),
    command: command.map((word) => withoutUrlSecrets(maskSecret(word, services))),
  };
}

/** @returns a word of a command line, without the value of an override whose key is a secret. */
export function maskSecret(word: string, services: ReadonlyMap<string, ServiceManifest>): string {
  const override = OVERRIDE.exec(word);
  const key = override?.[2];
  return override && key && holdsSecret(key, services) ? `${override[0]}***` : word;
}

/** The operating system's answer first: MLflow asks it too. A container's user may have no name there. */
function userName(env: Readonly<Record<string, string | undefined>>): string {
  try {
    return userInfo().username;
  } catch {
    return env.USER ?? env.USERNAME ?? "unknown";
  }
}

async function gitCommit(cwd: string): Promise<string | undefined> {
  try {
    const options = { cwd, timeout: GIT_TIMEOUT_MS };
    const { stdout } = await promisify(execFile)("git", ["rev-parse", "--verify", "HEAD"], options);
    return stdout.trim();
  } catch {
    return undefined;
  }
}

function packageVersion(): string {
  const content: unknown = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8"));
  const hasVersion = typeof content === "object" && content !== null && "version" in content;
  return hasVersion ? String(content.version) : "unknown";
}
