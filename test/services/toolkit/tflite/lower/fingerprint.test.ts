import { expect, test } from "vitest";
import { fingerprint } from "../../../../../services/toolkit/tflite/lower/fingerprint.js";

/** From tf.fingerprint. */
test.each([
  ["", "11160318154034397263"],
  ["abc", "2640714258260161385"],
  ["a".repeat(20), "15065261471293997870"],
  ["hello world this is a text of forty chars", "10696091201280051414"],
  ["x".repeat(64), "6916188127298655160"],
  ["0123456789".repeat(7), "5261878338456922136"],
  ["0123456789".repeat(20), "9663085027203515285"],
  ["ab".repeat(64), "17842825544488259798"],
])("the fingerprint of %j is TensorFlow's", (text, expected) => {
  expect(fingerprint(text).toString()).toBe(expected);
});
