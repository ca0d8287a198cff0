import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../shared.js";

/**
 * Which rooms a room may import; a room may always import itself. The narrowest room that fits a file is its room.
 * Data flows one way: argv → cli → config → chain → run → stage.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "src/cli": ["src", "services/toolkit/bundle"],
  "src/index.ts": ["src"],
  "src/sweep": ["src/config", "src/chain", "src/run", "src/disk"],
  "src/run": ["src/chain", "src/disk"],
  "src/chain": ["src/schema", "src/disk"],
  "src/schema": ["src/config/nodes"],
  "src/tracking": ["src/run/journal/event.ts", "src/disk"],
  "src/report": ["src/run/journal/event.ts"],
  "src/log": ["src/run/journal/event.ts"],
  "src/config": ["src/disk"],
  "src/disk": [],
  "services/toolkit": [],
  "services/host.ts": ["services/toolkit/bundle", "services/services.ts"],
  "services/services.ts": ["services"],
  "services/quantization": ["services/toolkit"],
  "services/evaluation": ["services/toolkit"],
  "services/benchmarking": ["services/toolkit"],
};

const files = ["src", "services"].flatMap((folder) =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`),
);

describe("the import table of DESIGN.md", () => {
  it("knows a room for every file", () => {
    expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
  });

  it.each(Object.keys(MAY_IMPORT).filter((room) => files.some((file) => roomOf(file) === room)))(
    "%s imports nothing but what lies before it",
    (room) => {
      const allowed = [room, ...(MAY_IMPORT[room] ?? [])];
      const wrong = files
        .filter((file) => roomOf(file) === room)
        .flatMap((file) => importsOf(file).map((target) => ({ file, target })))
        .filter(({ target }) => !allowed.some((start) => target === start || target.startsWith(`${start}/`)))
        .map(({ file, target }) => `${file} imports ${target}`);
      expect(wrong).toEqual([]);
    },
  );
});

function roomOf(file: string): string | undefined {
  const rooms = Object.keys(MAY_IMPORT).filter((room) => file === room || file.startsWith(`${room}/`));
  return rooms.toSorted((a, b) => b.length - a.length)[0];
}

/** The project's own modules that a file imports, statically, dynamically, or for their types. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(projectRoot, file), "utf8");
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(
    (match) => match[1] ?? "",
  );
  return specifiers.map((specifier) => {
    const target = relative(projectRoot, resolve(join(projectRoot, dirname(file)), specifier));
    return target.replaceAll("\\", "/").replace(/\.js$/, ".ts");
  });
}
