import { ServiceError } from "./error.js";

/** An error as data: messages of a thread and lines of an events file keep neither its class nor its fields. */
export interface Failure {
  /** A ServiceError's; `bug` for any other. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly path?: string;
  readonly bug?: { readonly name: string; readonly stack: string };
}

/** @returns what is to be told of whatever was thrown */
export function failureOf(error: unknown): Failure {
  const { message, stack = message, name } = error instanceof Error ? error : new Error(String(error));
  if (!(error instanceof ServiceError)) return { code: "bug", message, bug: { name, stack } };
  const { code, hint, path } = error;
  return {
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(path === undefined ? {} : { path }),
  };
}

/** @returns the error that a failure tells of; a bug's stack is that of where it was met */
export function errorOf({ code, message, bug, ...details }: Failure): Error {
  return bug === undefined
    ? new ServiceError(code, message, details)
    : Object.assign(new Error(message), bug);
}
