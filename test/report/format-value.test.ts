import { describe, expect, it } from "vitest";
import { formatValue } from "../../src/report/format-value.js";

describe("a value as people read it", () => {
  it.each([
    [2831.6, "KiB", "2,831.6 KiB"],
    [56.23, "%", "56.23 %"],
    [1234567.5, "", "1,234,567.5"],
    [999.9996, "s", "1,000 s"],
    [1000000, "", "1,000,000"],
    [-12345.678, "", "-12,345.678"],
    [-0.0001, "", "0"],
    [Number.NaN, "%", "NaN %"],
    ["per_channel, 40 images", "", "per_channel, 40 images"],
  ])("%s %s is shown as %s", (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });
});
