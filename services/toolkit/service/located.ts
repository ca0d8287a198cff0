import { ServiceError } from "./error.js";

/** @returns what went wrong inside a file, with the file's path in front; anything but a ServiceError as it is */
export function located(cause: unknown, path: string): unknown {
  if (!(cause instanceof ServiceError)) return cause;
  const { code, message, hint } = cause;
  return new ServiceError(code, `${path}: ${message.replace(/\.$/, "")}.`, {
    path,
    cause,
    ...(hint === undefined ? {} : { hint }),
  });
}
