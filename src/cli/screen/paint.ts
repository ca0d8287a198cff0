import { styleText } from "node:util";
import type { Screen } from "../world.js";

type Style = "bold" | "dim" | "red" | "yellow" | "green" | "cyan";

/** Colours a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** @returns a painter for a stream: FORCE_COLOR and NO_COLOR decide, then whether it is a terminal. */
export function painter(stream: Screen, env: Readonly<Record<string, string | undefined>>): Paint {
  return wantsColor(stream, env) ? (style, text) => styleText(style, text, { validateStream: false }) : plain;
}

function wantsColor(stream: Screen, env: Readonly<Record<string, string | undefined>>): boolean {
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
  return stream.isTTY === true && env.TERM !== "dumb";
}

function plain(_style: Style, text: string): string {
  return text;
}
