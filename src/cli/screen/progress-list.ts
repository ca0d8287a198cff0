import { Listr } from "listr2";
import { formatDuration } from "../../log/format-duration.js";
import type { JournalEvent, Progress } from "../../run/journal/event.js";

const BAR_WIDTH = 24;

/** A list of stages on the screen. */
export interface ProgressList {
  read(event: JournalEvent | Progress): void;
  /** Leaves the list as it should stay. */
  close(): Promise<void>;
}

/** What a stage's line needs of the list. */
interface Line {
  title: string;
  output: string;
  skip(message?: string): void;
}

/** @returns a list of the stages for a terminal, with a bar for the one that works and a mark for those done. */
export function progressList(stageIds: readonly string[]): ProgressList {
  const stages = new Map(stageIds.map((id) => [id, stageLine(id)]));
  const tasks = [...stages].map(([title, stage]) => ({
    title,
    task: (_: unknown, line: Line) => stage.show(line),
  }));
  const shown = new Listr(tasks, {
    concurrent: false,
    exitOnError: false,
    registerSignalListeners: false,
    rendererOptions: { collapseErrors: false, collapseSkips: false },
  }).run();
  return {
    read(event) {
      if (event.type === "progress") stages.get(event.stage)?.progress(event);
      if (event.type === "stage_finished")
        stages.get(event.stage)?.finish(event.duration_ms, event.error?.message);
    },
    async close() {
      for (const stage of stages.values()) stage.leave();
      await shown;
    },
  };
}

/** A stage's line waits for its end; a stage that never ran is skipped when the list closes. */
function stageLine(id: string) {
  let line: Line | undefined;
  let end: (how: () => void) => void = () => {};
  const ended = new Promise<() => void>((resolve) => {
    end = resolve;
  });
  return {
    async show(shown: Line): Promise<void> {
      line = shown;
      (await ended)();
    },
    progress({ done, total, unit }: Progress): void {
      if (line !== undefined) line.output = `${bar(done, total)} ${done}/${total} ${unit}`;
    },
    finish(durationMs: number, error: string | undefined): void {
      end(() => {
        if (error !== undefined) throw new Error(error);
        if (line !== undefined) line.title = `${id}  ${formatDuration(durationMs)}`;
      });
    },
    leave(): void {
      end(() => line?.skip());
    },
  };
}

function bar(done: number, total: number): string {
  const full = total > 0 ? Math.round((BAR_WIDTH * Math.min(done, total)) / total) : 0;
  return "█".repeat(full) + "░".repeat(BAR_WIDTH - full);
}
