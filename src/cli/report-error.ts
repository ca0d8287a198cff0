import { withoutUrlSecrets } from "../chain/url-secrets.js";
import { UsageError } from "../config/app/flags/usage-error.js";
import { ConfigError } from "../config/error.js";
import { formatProblems, place } from "../schema/format-problems.js";
import { TrackingError } from "../tracking/tracking-error.js";
import { CliError } from "./cli-error.js";
import { ConfigurationProblems } from "./config/configuration-problems.js";
import { type Paint, painter } from "./screen/paint.js";
import { EXIT, type World } from "./world.js";

const BUG = "This is a bug of stm32ai_main. Please report it with the text above.";

/**
 * Tells an error on stderr: one block for what the user can mend, a stack for a bug or with HYDRA_FULL_ERROR=1.
 *
 * @returns the exit code.
 */
export function reportError(error: unknown, world: World): number {
  const paint = painter(world.stderr, world.env);
  world.stderr.write(`${errorText(error, world, paint)}\n`);
  return error instanceof UsageError ? EXIT.usage : EXIT.failed;
}

/** @returns what is told of an error, without a line break at its end and without the secrets in web addresses. */
export function errorText(error: unknown, world: World, paint: Paint): string {
  return withoutUrlSecrets(wholeText(error, world, paint));
}

function wholeText(error: unknown, { env, cwd }: World, paint: Paint): string {
  const text = explain(error, cwd);
  if (text === undefined) return `${stackOf(error)}\n${paint("red", BUG)}`;
  return env.HYDRA_FULL_ERROR === "1" ? `${stackOf(error)}\n${text}` : text;
}

/** @returns the block of an error that its user can mend; undefined for a bug. */
function explain(error: unknown, cwd: string): string | undefined {
  if (error instanceof ConfigurationProblems) return formatProblems(error.problems, cwd);
  if (error instanceof UsageError) return `${error.message}\nstm32ai_main --help shows the flags.`;
  if (error instanceof TrackingError) return error.message;
  if (error instanceof CliError) return [error.message, error.hint].filter(Boolean).join("\n");
  if (error instanceof ConfigError)
    return [error.message, ...whereOf(error, cwd), ...unsetVariable(error)].join("\n");
  return undefined;
}

/** A message about the text of an override shows it already. */
function whereOf({ origin, message }: ConfigError, cwd: string): string[] {
  if (origin === undefined || origin.type === "code") return [];
  if (origin.type === "override" && message.includes(origin.text)) return [];
  return place(origin, cwd).map((line) => `  ${line}`);
}

/** `${NAME}` is a key of the configuration in Hydra and a variable of the environment in the model zoo. */
function unsetVariable({ kind, message }: ConfigError): string[] {
  const name = kind === "interpolation" && /^Interpolation key '(\w+)' not found/.exec(message)?.[1];
  return name ? [`There is no environment variable ${name} either.`] : [];
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
