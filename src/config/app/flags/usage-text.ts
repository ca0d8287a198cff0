import type { Flag } from "./flag.js";

const WIDTH = 78;

/** @returns the lines that tell how a program is called, as argparse lays them out. */
export function usageText(program: string, flags: readonly Flag[]): string {
  const start = `usage: ${program} `;
  const indent = " ".repeat(start.length);
  const parts = [...flags.map(part), "[overrides ...]"];
  const lines: string[] = [];
  let line = "";
  for (const next of parts.slice(0, -1)) {
    if (line !== "" && indent.length + line.length + 1 + next.length > WIDTH) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? next : ` ${next}`;
  }
  lines.push(line, ...parts.slice(-1));
  return `${start}${lines.join(`\n${indent}`)}\n`;
}

function part({ name, value, choices, bare }: Flag): string {
  if (value === undefined) return `[--${name}]`;
  const shown = choices === undefined ? value : `{${choices.join(",")}}`;
  return `[--${name} ${bare === undefined ? shown : `[${shown}]`}]`;
}
