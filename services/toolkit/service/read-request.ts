import { readFileSync } from "node:fs";
import { ServiceError } from "./error.js";
import type { Request } from "./protocol.js";

const PROTOCOL_VERSION = 1;

/**
 * Reads a request of protocol version 1. Its writer is the runner, so only what decides how to go on is checked.
 *
 * @throws ServiceError `bad_request` when the file cannot be read, is no request or is of another version.
 */
export function readRequest(path: string): Request {
  const request = parse(path);
  if (!isRecord(request)) throw bad(path, "it is no JSON object");
  if (request.protocol !== PROTOCOL_VERSION) {
    throw bad(
      path,
      `its protocol is ${JSON.stringify(request.protocol)}, this service speaks ${PROTOCOL_VERSION}`,
    );
  }
  if (isRequest(request)) return request;
  throw bad(path, "run, stage, service, config, inputs, output_dir or seed is missing or of another type");
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw bad(path, error instanceof Error ? error.message : String(error));
  }
}

function isRequest(value: object): value is Request {
  if (!isRecord(value)) return false;
  const { run, stage, service, config, inputs, output_dir, seed } = value;
  return (
    [run, stage, service, output_dir].every((text) => typeof text === "string") &&
    [config, inputs].every(isRecord) &&
    typeof seed === "number"
  );
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function bad(path: string, reason: string): ServiceError {
  return new ServiceError("bad_request", `The request ${path} cannot be answered: ${reason}.`, { path });
}
