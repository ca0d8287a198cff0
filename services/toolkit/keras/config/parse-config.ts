import { configError } from "./config-error.js";

/** @throws ServiceError `keras_config_invalid` for a text that is no JSON */
export function parseConfig(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    return parsePython(text, cause);
  }
}

/** Python writes NaN and Infinity where JSON has no number; a number that is too large reads as Infinity. */
function parsePython(text: string, cause: unknown): unknown {
  try {
    return JSON.parse(
      text.replace(/([:[,]\s*)(?:NaN|(-?)Infinity)(?=\s*[,}\]])/g, (match, before, sign) =>
        match.endsWith("y") ? `${before}${sign ?? ""}1e999` : `${before}null`,
      ),
    );
  } catch {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw configError(`its config is no readable JSON (${reason.slice(0, 120)})`);
  }
}
