const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
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

type Part = (date: Date) => string;

/** What Python's `strftime` gives in the C locale, for a local time without a zone. */
const PARTS: Readonly<Record<string, Part>> = {
  "%": () => "%",
  Y: (date) => String(date.getFullYear()),
  C: (date) => pad(Math.floor(date.getFullYear() / 100)),
  y: (date) => pad(date.getFullYear() % 100),
  m: (date) => pad(date.getMonth() + 1),
  d: (date) => pad(date.getDate()),
  e: (date) => String(date.getDate()).padStart(2, " "),
  H: (date) => pad(date.getHours()),
  k: (date) => String(date.getHours()).padStart(2, " "),
  I: (date) => pad(hour12(date)),
  l: (date) => String(hour12(date)).padStart(2, " "),
  M: (date) => pad(date.getMinutes()),
  S: (date) => pad(date.getSeconds()),
  f: (date) => String(date.getMilliseconds()).padStart(3, "0").padEnd(6, "0"),
  p: (date) => (date.getHours() < 12 ? "AM" : "PM"),
  P: (date) => (date.getHours() < 12 ? "am" : "pm"),
  a: (date) => dayName(date).slice(0, 3),
  A: dayName,
  b: (date) => monthName(date).slice(0, 3),
  h: (date) => monthName(date).slice(0, 3),
  B: monthName,
  j: (date) => String(dayOfYear(date) + 1).padStart(3, "0"),
  w: (date) => String(date.getDay()),
  u: (date) => String(date.getDay() || 7),
  U: (date) => pad(Math.floor((dayOfYear(date) + 7 - date.getDay()) / 7)),
  W: (date) => pad(Math.floor((dayOfYear(date) + 7 - ((date.getDay() + 6) % 7)) / 7)),
  G: (date) => String(isoWeek(date).year),
  g: (date) => pad(isoWeek(date).year % 100),
  V: (date) => pad(isoWeek(date).week),
  s: (date) => String(Math.floor(date.getTime() / 1000)),
  n: () => "\n",
  t: () => "\t",
  z: () => "",
  Z: () => "",
  c: (date) => strftime(date, "%a %b %e %H:%M:%S %Y"),
  x: (date) => strftime(date, "%m/%d/%y"),
  X: (date) => strftime(date, "%H:%M:%S"),
  D: (date) => strftime(date, "%m/%d/%y"),
  F: (date) => strftime(date, "%Y-%m-%d"),
  T: (date) => strftime(date, "%H:%M:%S"),
  R: (date) => strftime(date, "%H:%M"),
  r: (date) => strftime(date, "%I:%M:%S %p"),
};

/** @returns the local time in Python's `strftime` notation; a code that does not exist stays as it is. */
export function strftime(date: Date, format: string): string {
  return format.replace(/%([%A-Za-z])/g, (whole, code: string) => {
    const part = Object.hasOwn(PARTS, code) ? PARTS[code] : undefined;
    return part === undefined ? whole : part(date);
  });
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

function hour12(date: Date): number {
  return date.getHours() % 12 || 12;
}

function dayName(date: Date): string {
  return DAYS[date.getDay()] ?? "";
}

function monthName(date: Date): string {
  return MONTHS[date.getMonth()] ?? "";
}

/** Days since the first of January; counted in UTC, where every day has 24 hours. */
function dayOfYear(date: Date): number {
  const year = date.getFullYear();
  return (Date.UTC(year, date.getMonth(), date.getDate()) - Date.UTC(year, 0, 1)) / 86_400_000;
}

/** The week belongs to the year that has its Thursday. */
function isoWeek(date: Date): { year: number; week: number } {
  const thursday = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 4 - (date.getDay() || 7));
  return { year: thursday.getFullYear(), week: Math.floor(dayOfYear(thursday) / 7) + 1 };
}
