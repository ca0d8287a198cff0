/** Flags that take the next word, by every name they have; `--info` takes it only if it is one of its choices. */
const WITH_VALUE: ReadonlyMap<string, string> = new Map([
  ["-c", "--cfg"],
  ["-p", "--package"],
  ["-cp", "--config-path"],
  ["-cn", "--config-name"],
  ["-cd", "--config-dir"],
  ["--cfg", "--cfg"],
  ["--package", "--package"],
  ["--config-path", "--config-path"],
  ["--config-name", "--config-name"],
  ["--config-dir", "--config-dir"],
  ["--experimental-rerun", "--experimental-rerun"],
]);
const INFO = new Set(["--info", "-i"]);
const INFO_CHOICES = new Set(["all", "config", "defaults", "defaults-tree", "plugins", "searchpath"]);
const MULTIRUN = new Set(["--multirun", "-m"]);

export interface LineWords {
  readonly overrides: readonly string[];
  readonly multirun: boolean;
  /** The values of flags by their long names: `--config-name` → `train`. */
  readonly values: ReadonlyMap<string, string>;
}

/** @returns what the words of an unfinished command line say. A flag that is not known is passed over. */
export function lineWords(line: string): LineWords {
  const overrides: string[] = [];
  const values = new Map<string, string>();
  let multirun = false;
  const words = line.split(/\s+/).filter((word) => word !== "");
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    if (!isFlag(word)) {
      overrides.push(word);
      continue;
    }
    const { name, value } = flagOf(word);
    const next = words[index + 1];
    const long = WITH_VALUE.get(name);
    if (MULTIRUN.has(name)) multirun = true;
    if (long !== undefined) values.set(long, value ?? next ?? "");
    const takesNext = long !== undefined || (INFO.has(name) && INFO_CHOICES.has(next ?? ""));
    if (takesNext && value === undefined) index++;
  }
  return { overrides, multirun, values };
}

/** A negative number is an argument. */
function isFlag(word: string): boolean {
  return /^-(?!\d*\.?\d+$)/.test(word);
}

function flagOf(word: string): { readonly name: string; readonly value?: string } {
  const equals = word.indexOf("=");
  return equals === -1 ? { name: word } : { name: word.slice(0, equals), value: word.slice(equals + 1) };
}
