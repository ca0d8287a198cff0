import { isoWeek, weekOfYear, yearDay } from "./calendar.js";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

interface Padded {
  readonly number: number;
  readonly width: number;
  readonly pad: "0" | " ";
}

function zeros(number: number, width = 2): Padded {
  return { number, width, pad: "0" };
}

function spaces(number: number): Padded {
  return { number, width: 2, pad: " " };
}

function name(names: readonly string[], index: number): string {
  return names[index] ?? "";
}

/** Every directive of Python on Linux in the C locale; a composed one is a format itself. */
const DIRECTIVES: Readonly<Record<string, (at: Date) => Padded | string | { readonly format: string }>> = {
  a: (at) => name(WEEKDAYS, at.getDay()).slice(0, 3),
  A: (at) => name(WEEKDAYS, at.getDay()),
  b: (at) => name(MONTHS, at.getMonth()).slice(0, 3),
  B: (at) => name(MONTHS, at.getMonth()),
  c: () => ({ format: "%a %b %e %H:%M:%S %Y" }),
  C: (at) => zeros(Math.floor(at.getFullYear() / 100)),
  d: (at) => zeros(at.getDate()),
  D: () => ({ format: "%m/%d/%y" }),
  e: (at) => spaces(at.getDate()),
  F: () => ({ format: "%Y-%m-%d" }),
  g: (at) => zeros(isoWeek(at).year % 100),
  G: (at) => zeros(isoWeek(at).year, 1),
  h: () => ({ format: "%b" }),
  H: (at) => zeros(at.getHours()),
  I: (at) => zeros(at.getHours() % 12 || 12),
  j: (at) => zeros(yearDay(at) + 1, 3),
  k: (at) => spaces(at.getHours()),
  l: (at) => spaces(at.getHours() % 12 || 12),
  m: (at) => zeros(at.getMonth() + 1),
  M: (at) => zeros(at.getMinutes()),
  n: () => "\n",
  p: (at) => (at.getHours() < 12 ? "AM" : "PM"),
  P: (at) => (at.getHours() < 12 ? "am" : "pm"),
  r: () => ({ format: "%I:%M:%S %p" }),
  R: () => ({ format: "%H:%M" }),
  s: (at) => zeros(Math.floor(at.getTime() / 1000), 1),
  S: (at) => zeros(at.getSeconds()),
  t: () => "\t",
  T: () => ({ format: "%H:%M:%S" }),
  u: (at) => zeros(at.getDay() || 7, 1),
  U: (at) => zeros(weekOfYear(at, { firstDay: 0 })),
  V: (at) => zeros(isoWeek(at).week),
  w: (at) => zeros(at.getDay(), 1),
  W: (at) => zeros(weekOfYear(at, { firstDay: 1 })),
  x: () => ({ format: "%m/%d/%y" }),
  X: () => ({ format: "%H:%M:%S" }),
  y: (at) => zeros(at.getFullYear() % 100),
  Y: (at) => zeros(at.getFullYear(), 1),
  "%": () => "%",
};

const DIRECTIVE = /%(?:([fz]|[-_0^#]*Z)|([-_0^#]*)([0-9]*)[EO]?([A-Za-z%]))/g;

/**
 * @returns the local time as Python's `datetime.now().strftime(format)` writes it, in the C locale and without
 * a time zone (`%z` and `%Z` are empty); microseconds have the precision of a Date. The flags `-` (no padding),
 * `_` (spaces), `0` (zeros), `^` (upper case) and `#` (other case) and a width may stand before a directive; an
 * unknown directive stays as it is.
 */
export function strftime(at: Date, format: string): string {
  return format.replaceAll(
    DIRECTIVE,
    (whole, own: string | undefined, flags = "", width = "", letter: string = "") => {
      if (own === "f") return String(at.getMilliseconds() * 1000).padStart(6, "0");
      if (own !== undefined) return "";
      const directive = Object.hasOwn(DIRECTIVES, letter) ? DIRECTIVES[letter] : undefined;
      if (directive === undefined) return whole;
      const value = directive(at);
      const text =
        typeof value === "string" || "format" in value ? textOf(value, at) : digitsOf(value, flags);
      return padded(cased(text, flags, letter), flags, Number(width), value);
    },
  );
}

function textOf(value: string | { readonly format: string }, at: Date): string {
  return typeof value === "string" ? value : strftime(at, value.format);
}

function lastPadding(flags: string): string | undefined {
  return flags.match(/[-_0](?!.*[-_0])/)?.[0];
}

function digitsOf({ number, width, pad }: Padded, flags: string): string {
  const padding = lastPadding(flags);
  if (padding === "-") return String(number);
  return String(number).padStart(width, padding === undefined ? pad : padFor(padding));
}

function padFor(flag: string): string {
  return flag === "0" ? "0" : " ";
}

/** `#` writes AM and PM in lower case and other single names in upper case; `%P` stays lower. */
function cased(text: string, flags: string, letter: string): string {
  if (letter === "P") return text;
  if (flags.includes("#") && "aAbBhp".includes(letter))
    return letter === "p" ? text.toLowerCase() : text.toUpperCase();
  return flags.includes("^") ? text.toUpperCase() : text;
}

function padded(text: string, flags: string, width: number, value: unknown): string {
  const padding = lastPadding(flags);
  if (text.length >= width) return text;
  const own = typeof value === "object" && value !== null && "pad" in value ? String(value.pad) : " ";
  return text.padStart(width, padding === undefined ? own : padFor(padding));
}
