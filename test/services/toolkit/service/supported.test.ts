import { expect, test } from "vitest";
import { supported } from "../../../../services/toolkit/service/supported.js";

const words = ["fit", "padding"];

test("a word that is nearly one of those there are is taken for it", () => {
  expect(supported("pading", words)).toBe("Supported: fit, padding. Did you mean 'padding'?");
});

test("a word that is far from all of them is taken for none", () => {
  expect(supported("crop", words)).toBe("Supported: fit, padding.");
});
