import type { LogLine } from "../../log/describe-event.js";
import { openRunLog } from "../../log/run-log.js";
import type { JournalEvent, Progress } from "../../run/journal/event.js";
import type { World } from "../world.js";
import { type Paint, painter } from "./paint.js";
import { progressList } from "./progress-list.js";

/** Shows a run while it goes on, and writes its log. */
export interface RunScreen {
  read(event: JournalEvent | Progress): void;
  /** Leaves the screen as it should stay, with every line in the log. */
  close(): Promise<void>;
}

/** @returns bars and marks on a terminal, with the warnings at the end; lines otherwise. The log file has all lines. */
export function openRunScreen(world: World, stageIds: readonly string[], logFile: string): RunScreen {
  const paint = painter(world.stdout, world.env);
  const isTerminal = world.stdout.isTTY === true && world.env.TERM !== "dumb";
  return isTerminal ? listScreen(world, stageIds, logFile) : lineScreen(world, logFile, paint);
}

function lineScreen({ stdout }: World, file: string, paint: Paint): RunScreen {
  const log = openRunLog({ file, screen: { stream: stdout, style: (line) => styled(line, paint) } });
  return { read: (event) => event.type !== "progress" && log.read(event), close: () => log.close() };
}

function listScreen({ stderr, env }: World, stageIds: readonly string[], file: string): RunScreen {
  const log = openRunLog({ file });
  const list = progressList(stageIds);
  const paint = painter(stderr, env);
  const warnings: string[] = [];
  return {
    read(event) {
      list.read(event);
      if (event.type !== "progress") log.read(event);
      if (event.type === "log" && event.level === "warn")
        warnings.push(`${event.stage ?? ""}  ${event.message}`);
    },
    async close() {
      await list.close();
      for (const warning of warnings) stderr.write(`${paint("yellow", warning)}\n`);
      await log.close();
    },
  };
}

const COLORS = { debug: "dim", info: undefined, warn: "yellow", error: "red" } as const;

function styled({ level, source, text }: LogLine, paint: Paint): string {
  const color = COLORS[level];
  return `${paint("dim", source)}  ${color === undefined ? text : paint(color, text)}`;
}
