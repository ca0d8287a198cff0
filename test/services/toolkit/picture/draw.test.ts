import { expect, test } from "vitest";
import { draw } from "../../../../services/toolkit/picture/draw.js";
import { Recorder } from "../../evaluation/recorder.js";

test("a picture that cannot be drawn is a warning, not the end of its stage", async () => {
  const recorder = new Recorder();
  await draw(recorder, "poses", () => Promise.reject(new Error("the disk is full")));
  expect(recorder.logs).toEqual(["warn: The picture 'poses' could not be drawn: the disk is full"]);
  expect(recorder.artifacts.size).toBe(0);
});
