import type { Plain } from "../../nodes/to-plain.js";
import type { World } from "../world.js";
import type { Handler } from "./handler.js";
import { LEVELS, type LevelName, WARNING } from "./level.js";
import type { Logger } from "./logger.js";
import { openHandler } from "./open-handler.js";
import { invalid, type LoggerSettings, type LogSettings, readSettings } from "./settings.js";

interface LoggerState {
  level: number;
  handlers: readonly Handler[];
  propagate: boolean;
  disabled: boolean;
}

export interface LogConfig {
  /** `hydra.hydra_logging` or `hydra.job_logging`, resolved. */
  readonly settings: Plain;
  /** `hydra.verbose`: true for the root logger, or names of loggers, that tell everything from now on. */
  readonly verbose: Plain;
  /** What a relative file name counts from. */
  readonly cwd: string;
}

const ROOT = "";

/** The loggers of a program, as Python's `logging` has them: a tree by the dots of their names, with a root. */
export class Log {
  readonly #world: World;
  readonly #loggers = new Map<string, LoggerState>();
  #opened: Handler[] = [];
  /** Whether a logger that no config names is off: also one that comes into being later. */
  #unnamedOff = false;

  constructor(world: World) {
    this.#world = world;
    this.#state(ROOT).level = WARNING;
  }

  /**
   * Sets the log up anew. A config whose root is null changes nothing but what `verbose` says.
   * @throws ConfigError (validation) for a config that cannot be used; Error from the file system for a log file.
   */
  configure({ settings, verbose, cwd }: LogConfig): void {
    const read = readSettings(settings);
    if (read !== undefined) this.#apply(read, cwd);
    const names = namesIn(verbose);
    for (const name of names) this.#state(name).level = LEVELS.get("DEBUG") ?? 0;
  }

  logger(name: string): Logger {
    this.#state(name);
    const at = (level: LevelName) => (message: string) => this.#write(name, level, message);
    return { debug: at("DEBUG"), info: at("INFO"), warning: at("WARNING"), error: at("ERROR") };
  }

  /** @returns whether a record of this level would be written. */
  isEnabled(name: string, level: LevelName): boolean {
    return !this.#state(name).disabled && (LEVELS.get(level) ?? 0) >= this.#levelOf(name);
  }

  /** Closes the files. */
  close(): void {
    for (const handler of this.#opened) handler.close();
    this.#opened = [];
  }

  #apply(settings: LogSettings, cwd: string): void {
    this.close();
    const opened = new Map<string, Handler>();
    for (const [name, entry] of settings.handlers) {
      const handler = openHandler(entry, settings.formatters, this.#world, cwd);
      this.#opened.push(handler);
      opened.set(name, handler);
    }
    this.#unnamedOff = settings.disableExisting;
    for (const state of this.#loggers.values()) state.disabled = settings.disableExisting;
    for (const [name, logger] of settings.loggers) this.#set(name, logger, opened);
    this.#set(ROOT, settings.root, opened);
  }

  #set(
    name: string,
    { level, handlers, propagate }: LoggerSettings,
    opened: ReadonlyMap<string, Handler>,
  ): void {
    const state = this.#state(name);
    if (level !== undefined) state.level = level;
    state.handlers = handlers.map((handler) => {
      const found = opened.get(handler);
      if (found === undefined) throw invalid(`there is no handler '${handler}'`);
      return found;
    });
    state.propagate = propagate;
    state.disabled = false;
  }

  #write(name: string, level: LevelName, message: string): void {
    if (!this.isEnabled(name, level)) return;
    const number = LEVELS.get(level) ?? 0;
    const record = { name, level, message, time: this.#world.now() };
    const handlers = this.#handlersOf(name);
    for (const handler of handlers) if (number >= handler.level) handler.write(record);
    // Where nobody listens, a warning must not get lost.
    if (handlers.length === 0 && number >= WARNING) this.#world.stderr.write(`${message}\n`);
  }

  #handlersOf(name: string): Handler[] {
    const { handlers, propagate } = this.#state(name);
    if (name === ROOT || !propagate) return [...handlers];
    return [...handlers, ...this.#handlersOf(parentOf(name))];
  }

  #levelOf(name: string): number {
    const { level } = this.#state(name);
    return level !== 0 || name === ROOT ? level : this.#levelOf(parentOf(name));
  }

  #state(name: string): LoggerState {
    const off = name !== ROOT && this.#unnamedOff;
    const state = this.#loggers.get(name) ?? { level: 0, handlers: [], propagate: true, disabled: off };
    this.#loggers.set(name, state);
    return state;
  }
}

function parentOf(name: string): string {
  return name.slice(0, Math.max(name.lastIndexOf("."), 0));
}

function namesIn(verbose: Plain): string[] {
  if (typeof verbose === "boolean") return verbose ? [ROOT] : [];
  const names = typeof verbose === "string" ? [verbose] : verbose;
  if (Array.isArray(names)) return names.map((name) => (name === "root" ? ROOT : String(name)));
  throw invalid("hydra.verbose must be true, false, or the names of loggers");
}
