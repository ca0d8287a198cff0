import { describe, expect, it } from "vitest";
import { strftime } from "../../../src/config/hydra/strftime.js";

const EVENING = new Date(2026, 0, 31, 21, 4, 5, 67);

describe("strftime", () => {
  it.each([
    ["%Y-%m-%d/%H-%M-%S", "2026-01-31/21-04-05"],
    ["%Y_%m_%d_%H_%M_%S", "2026_01_31_21_04_05"],
    ["%y %e %I %l %p %f", "26 31 09  9 PM 067000"],
    ["%a %A %b %B %j", "Sat Saturday Jan January 031"],
    ["%u %w %U %W %V %G", "6 6 04 04 05 2026"],
    ["%D %F %T %R %r", "01/31/26 2026-01-31 21:04:05 21:04 09:04:05 PM"],
    ["%c", "Sat Jan 31 21:04:05 2026"],
    ["100%% %Q %é plain", "100% %Q %é plain"],
    ["%z%Z", ""],
    ["", ""],
  ])("%j gives %j", (format, text) => {
    expect(strftime(EVENING, format)).toBe(text);
  });

  it("counts the weeks of a year by its first Thursday, Sunday and Monday", () => {
    const weeks = (year: number, month: number, day: number) =>
      strftime(new Date(year, month - 1, day), "%G %V %U %W");
    expect(weeks(2027, 1, 1)).toBe("2026 53 00 00");
    expect(weeks(2024, 12, 30)).toBe("2025 01 52 53");
    expect(weeks(2023, 1, 1)).toBe("2022 52 01 00");
  });
});
