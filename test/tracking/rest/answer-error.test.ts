import { describe, expect, it } from "vitest";
import { answerError, retryAfterMs } from "../../../src/tracking/rest/answer-error.js";

const REQUEST = "POST http://host:5000/api/2.0/mlflow/runs/log-batch";

function errorOf(status: number, text: string, headers: { retryAfter?: string; location?: string } = {}) {
  return answerError({ status, text, retryAfter: undefined, location: undefined, ...headers }, REQUEST);
}

const worded = (code: string, message = "words") => JSON.stringify({ error_code: code, message });

describe("answerError", () => {
  it.each([
    [400, worded("BAD_REQUEST", "QueuePool limit of size 5 overflow 10 reached, connection timed out")],
    [408, ""],
    [429, ""],
    [500, "<html><title>Internal Server Error</title></html>"],
    [502, "<html></html>"],
    [503, worded("TEMPORARILY_UNAVAILABLE")],
    [504, ""],
  ])("takes %i as passing", (status, text) => {
    expect(errorOf(status, text)).toMatchObject({
      passing: true,
      code: "server_failure",
      maxRepeats: Number.POSITIVE_INFINITY,
    });
  });

  it("repeats a 500 that MLflow worded a few times only", () => {
    expect(errorOf(500, worded("INTERNAL_ERROR"))).toMatchObject({ passing: true, maxRepeats: 3 });
  });

  it.each([
    [400, worded("INVALID_PARAMETER_VALUE"), "refused"],
    [400, worded("RESOURCE_ALREADY_EXISTS"), "refused"],
    [400, worded("BAD_REQUEST", "(sqlite3.IntegrityError) UNIQUE constraint failed"), "refused"],
    [401, "You are not authenticated", "unauthorized"],
    [403, "Permission denied", "unauthorized"],
    [404, worded("RESOURCE_DOES_NOT_EXIST"), "not_found"],
    [405, "<html></html>", "refused"],
    [500, worded("INTERNAL_ERROR", "Changing param values is not allowed. Param with key='a'"), "refused"],
    [500, worded("INVALID_STATE"), "refused"],
  ])("takes %i %s as permanent", (status, text, code) => {
    expect(errorOf(status, text)).toMatchObject({ passing: false, code, status });
  });

  it("shows the first line of the server's words, since SQL leaks into the rest", () => {
    const { message } = errorOf(
      400,
      worded("RESOURCE_ALREADY_EXISTS", "Experiment exists.\n[SQL: INSERT INTO …]"),
    );
    expect(message).toBe(`${REQUEST}: 400 RESOURCE_ALREADY_EXISTS: Experiment exists.`);
  });

  it.each([
    [401, "", /MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN/],
    [403, "Invalid Host header - possible DNS rebinding attack detected", /--allowed-hosts/],
    [
      404,
      "<!doctype html><title>404 Not Found</title>",
      /web page: 404 Not Found.*address of an MLflow server\?/,
    ],
    [503, JSON.stringify({ detail: "busy" }), /503 busy/],
  ])("tells what to do about %i %s", (status, text, message) => {
    expect(errorOf(status, text).message).toMatch(message);
  });

  it("names where a server moved to, without a password", () => {
    const { message } = errorOf(302, "", { location: "https://ana:secret@new/mlflow" });
    expect(message).toContain("moved to https://new/mlflow");
  });

  it("waits as long as the server asks", () => {
    expect(errorOf(429, "", { retryAfter: "7" }).retryAfterMs).toBe(7000);
  });
});

describe("retryAfterMs", () => {
  it("reads seconds and dates", () => {
    expect(retryAfterMs("1.5")).toBe(1500);
    expect(retryAfterMs("Thu, 01 Jan 1970 00:00:10 GMT", 4000)).toBe(6000);
    expect(retryAfterMs("Thu, 01 Jan 1970 00:00:10 GMT", 20_000)).toBe(0);
    expect(retryAfterMs("soon")).toBeUndefined();
    expect(retryAfterMs(undefined)).toBeUndefined();
  });
});
