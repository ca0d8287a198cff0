import { shellWord } from "../../report/note.js";
import type { Paint } from "./paint.js";

/** @returns what is told when MLflow lacks something: why, and the one command that delivers it. */
export function leftText(directory: string, problem: string | undefined, paint: Paint): string {
  const why = problem === undefined ? "" : ` (${problem})`;
  const told = `Not everything reached MLflow${why}. Nothing is lost: deliver the rest with`;
  return `${paint("yellow", told)}\n  stm32ai_main sync ${shellWord(directory)}`;
}
