import { ServiceError } from "../service/error.js";

/** One person of a photo: `class cx cy w h (x y v)*K`, all but class and v as shares of the photo's size. */
export type Person = Float32Array;

/** Numbers of a row before its key points: class, box centre, box size. */
export const BOX_VALUES = 5;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** Shares that a converter computed in float32 may end a little outside. */
const SLACK = 1e-5;

/** @returns the number of key points that a row of a label has. */
export function keypointsOf(person: Person): number {
  return (person.length - BOX_VALUES) / 3;
}

/**
 * Reads a label file: one row per person, values with single spaces between them, all rows equally long. A newline at
 * the end of the file is fine.
 * @throws ServiceError `label_invalid` naming file and line
 */
export function parseLabel(text: string, path: string): readonly Person[] {
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
  if (text.trim() === "") throw invalid(path, 1, "the file is empty; expected one row per person");
  const persons = lines.map((line, i) => parseRow(line, path, i + 1));
  const columns = persons[0]?.length ?? 0;
  const ragged = persons.findIndex((person) => person.length !== columns);
  if (ragged >= 0)
    throw invalid(path, ragged + 1, `${persons[ragged]?.length} values where the first row has ${columns}`);
  return persons;
}

function parseRow(line: string, path: string, number: number): Person {
  if (line.trim() === "") throw invalid(path, number, "a blank line");
  if (/^\s|\s$/.test(line)) throw invalid(path, number, "a blank at the start or end of the line");
  const words = line.split(" ");
  const values = words.map((word, i) => {
    const problem = problemOf(word, i);
    if (problem !== undefined) throw invalid(path, number, `value ${i + 1} ${problem}`);
    return Number(word);
  });
  if (values.length <= BOX_VALUES || (values.length - BOX_VALUES) % 3 !== 0)
    throw invalid(
      path,
      number,
      `${values.length} values; expected class cx cy w h and then x y v per key point`,
    );
  return Float32Array.from(values);
}

/** @returns what is wrong with a value at a place of its row; undefined when nothing is. */
function problemOf(word: string, place: number): string | undefined {
  if (word === "") return "is empty: there are two spaces in a row";
  if (!NUMBER.test(word)) return `is not a number: '${word}'`;
  const value = Number(word);
  if (place === 0) return value >= 0 ? undefined : `is the class and must not be negative: ${word}`;
  const isVisibility = place >= BOX_VALUES && (place - BOX_VALUES) % 3 === 2;
  if (isVisibility)
    return [0, 1, 2].includes(value) ? undefined : `is a visibility and must be 0, 1 or 2: ${word}`;
  const inside = value >= -SLACK && value <= 1 + SLACK;
  return inside ? undefined : `must lie between 0 and 1, as a share of the photo: ${word}`;
}

function invalid(path: string, line: number, problem: string): ServiceError {
  const hint =
    "A row is: class cx cy w h x1 y1 v1 x2 y2 v2 …, single spaces between, shares of width and height.";
  return new ServiceError("label_invalid", `Invalid label ${path}:${line}: ${problem}.`, { hint, path });
}
