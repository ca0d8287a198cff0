import { expect, it } from "vitest";
import { shortened } from "../../../src/cli/screen/shortened.js";

it.each([
  ["/home/me/pose/experiments_outputs/1", "experiments_outputs/1"],
  ["/home/me/pose", "."],
  ["/home/me/runs/1", "../runs/1"],
  ["/tmp/run", "/tmp/run"],
  ["http://127.0.0.1:5000/#/experiments/1", "http://127.0.0.1:5000/#/experiments/1"],
])("%s is told as %s to who stands in /home/me/pose", (place, told) => {
  expect(shortened(place, "/home/me/pose")).toBe(told);
});
