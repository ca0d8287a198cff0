import { describe, expect, it } from "vitest";
import { strftime } from "../../../../src/config/nodes/resolvers/strftime.js";

const friday = new Date(2026, 0, 2, 3, 4, 5, 678);
const newYear = new Date(2021, 0, 1, 12, 0, 0, 0);

describe("strftime", () => {
  it.each([
    ["%Y-%m-%d/%H-%M-%S", "2026-01-02/03-04-05"],
    ["%a %A %b %B %h", "Fri Friday Jan January Jan"],
    [
      "%c|%x|%X|%r|%D|%F|%R|%T",
      "Fri Jan  2 03:04:05 2026|01/02/26|03:04:05|03:04:05 AM|01/02/26|2026-01-02|03:04|03:04:05",
    ],
    ["%C %d %e %f %g %G %H %I", "20 02  2 678000 26 2026 03 03"],
    ["%j %k %l %m %M %p %P", "002  3  3 01 04 AM am"],
    ["%S %u %U %V %w %W %y", "05 5 00 01 5 00 26"],
    ["[%z%Z]%n%t%%", "[]\n\t%"],
    ["%-d %_d %05d %^a %#p %-5d|%5a", "2  2 00002 FRI am     2|  Fri"],
    ["%Ey %Od %Q %", "26 02 %Q %"],
  ])("writes %s as Python", (format, text) => {
    expect(strftime(friday, format)).toBe(text);
  });

  it("counts ISO weeks by their Thursday", () => {
    expect(strftime(newYear, "%G-W%V-%u %U %W %I%p")).toBe("2020-W53-5 00 00 12PM");
  });

  it("writes seconds since 1970", () => {
    expect(strftime(newYear, "%s")).toBe(String(newYear.getTime() / 1000));
  });
});
