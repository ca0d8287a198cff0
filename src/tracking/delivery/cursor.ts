import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseObject } from "../parse-object.js";
import { replaceWhole } from "../replace-whole.js";
import { textOf } from "../text-of.js";
import type { RunHandle } from "../tracking-store.js";
import { EMPTY_CONTEXT, type MappingContext } from "./journal-mapping.js";

/** How far the delivery of one run directory to one place has come. */
export interface Cursor {
  /** The store's location: a server's address without credentials, or a folder. */
  readonly store: string;
  /** Which journal it reads: a fixed run directory may hold another one later. */
  readonly journal: string;
  /** Bytes of run.jsonl that were delivered. */
  readonly bytes: number;
  /** The `seq` of the last event delivered. */
  readonly seq: number;
  readonly run?: RunHandle;
  readonly context: MappingContext;
  /** Path and stamp of each artifact delivered. */
  readonly artifacts: ReadonlyMap<string, string>;
  /** Whether artifacts and status were delivered too. */
  readonly closed: boolean;
}

const CURSOR_FILE = ".tracking.json";
const VERSION = 1;

/** @returns a cursor at the journal's beginning. */
export function freshCursor(store: string, journal: string): Cursor {
  return { store, journal, bytes: 0, seq: 0, context: EMPTY_CONTEXT, artifacts: new Map(), closed: false };
}

/**
 * @param journal what tells this journal from another one at the same place
 * @returns the cursor of this store and journal; a fresh one when there is none: delivering again stores nothing twice
 */
export function loadCursor(runDirectory: string, store: string, journal: string): Cursor {
  const cursors = readCursors(runDirectory);
  const known = cursors.find((cursor) => cursor.store === store && cursor.journal === journal);
  return known ?? freshCursor(store, journal);
}

/** Writes a cursor, beside those of other stores. @throws the file system's error */
export async function saveCursor(runDirectory: string, cursor: Cursor): Promise<void> {
  const others = readCursors(runDirectory).filter(({ store }) => store !== cursor.store);
  const path = join(runDirectory, CURSOR_FILE);
  const cursors = [...others, cursor].map((each) => ({ ...each, artifacts: [...each.artifacts] }));
  const text = `${JSON.stringify({ version: VERSION, cursors })}\n`;
  await replaceWhole(path, `${path}.${randomUUID()}`, (aside) => writeFileSync(aside, text));
}

function readCursors(runDirectory: string): readonly Cursor[] {
  const file = parseObject(textOf(join(runDirectory, CURSOR_FILE)) ?? "");
  if (file?.version !== VERSION || !Array.isArray(file.cursors)) return [];
  return file.cursors.filter(isStored).map(restore);
}

type StoredCursor = Omit<Cursor, "artifacts"> & {
  readonly artifacts: readonly (readonly [string, string])[];
};

function restore(stored: StoredCursor): Cursor {
  return { ...stored, artifacts: new Map(stored.artifacts) };
}

/** The file is this module's own, moved in whole: its outline is all that is looked at. */
function isStored(value: unknown): value is StoredCursor {
  if (typeof value !== "object" || value === null) return false;
  const named = "store" in value && "journal" in value && "context" in value && "closed" in value;
  const placed = "bytes" in value && Number.isSafeInteger(value.bytes) && "seq" in value;
  return named && placed && "artifacts" in value && Array.isArray(value.artifacts);
}
