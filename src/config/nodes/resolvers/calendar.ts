const DAY = 86_400_000;

/** Days are counted in UTC: a local day may have 23 or 25 hours. */
function dayNumber(year: number, month: number, day: number): number {
  return Date.UTC(year, month, day) / DAY;
}

/** @returns the days since 1 January, local time. */
export function yearDay(at: Date): number {
  return dayNumber(at.getFullYear(), at.getMonth(), at.getDate()) - dayNumber(at.getFullYear(), 0, 1);
}

/** @returns the week of the year: days before the first `firstDay` (0 Sunday, 1 Monday) are in week 0. */
export function weekOfYear(at: Date, { firstDay }: { readonly firstDay: 0 | 1 }): number {
  const weekday = (at.getDay() - firstDay + 7) % 7;
  return Math.floor((yearDay(at) + 7 - weekday) / 7);
}

/** @returns the ISO 8601 week, which belongs to the year of its Thursday. */
export function isoWeek(at: Date): { readonly year: number; readonly week: number } {
  const weekday = at.getDay() || 7;
  const thursday = new Date(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate() + 4 - weekday));
  const year = thursday.getUTCFullYear();
  const days = thursday.getTime() / DAY - dayNumber(year, 0, 1);
  return { year, week: Math.floor(days / 7) + 1 };
}
