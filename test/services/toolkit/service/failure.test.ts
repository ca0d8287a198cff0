import { describe, expect, test } from "vitest";
import { ServiceError } from "../../../../services/toolkit/service/error.js";
import { errorOf, failureOf } from "../../../../services/toolkit/service/failure.js";

/** What arrives in another thread. */
const sent = (error: unknown): Error => errorOf(structuredClone(failureOf(error)));

describe("an error that goes to another thread", () => {
  test("is the same ServiceError there", () => {
    const error = new ServiceError("image_corrupt", "It is no JPEG.", {
      hint: "Replace it.",
      path: "/d/a.jpg",
    });
    expect(sent(error)).toBeInstanceOf(ServiceError);
    expect({ ...sent(error), message: sent(error).message }).toEqual({ ...error, message: error.message });
  });

  test("is a bug with its stack there when it is no ServiceError", () => {
    const bug = new TypeError("x is not a function");
    expect(sent(bug)).not.toBeInstanceOf(ServiceError);
    expect(sent(bug)).toMatchObject({ name: "TypeError", message: bug.message, stack: bug.stack });
  });

  test("is a bug that says what was thrown when that is no error", () => {
    expect(sent("text")).toMatchObject({ name: "Error", message: "text" });
  });
});
