import { expect, test } from "vitest";
import type { KerasModel } from "../../../../services/toolkit/keras/model.js";
import { writtenBy } from "../../../../services/toolkit/keras/written-by.js";

const model: KerasModel = { name: "net", inputs: [], outputs: [], calls: [] };

test.each([
  ["2.15.0", 2],
  ["2.21.0-tf", 2],
  ["3.0.0", 3],
  ["1.2.2", undefined],
  ["tf", undefined],
  [undefined, undefined],
])("a file of Keras %s has the major version %s", (text, version) => {
  expect(writtenBy(model, text).version).toBe(version);
});
