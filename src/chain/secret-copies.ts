import type { Json, JsonObject } from "../schema/json.js";
import { isObject } from "./config-value.js";
import type { Problem } from "./problem.js";
import { redactor } from "./redactor.js";
import type { Parted } from "./secrets.js";

/** Of a shorter secret nobody can tell a copy from a coincidence. */
const MIN_LENGTH = 8;

/** @returns what is wrong with values that repeat a secret: they would be written into files and told to MLflow. */
export function secretCopies({ config, secrets }: Parted): Problem[] {
  const redact = redactor([...secrets.values()], MIN_LENGTH);
  const copies = [...textsIn(config, [])].filter(({ text }) => redact(text) !== text);
  return copies.map(({ path }) => ({
    code: "secret_copied",
    key: path.join("."),
    message: "repeats the value of a secret, which would be written into files and told to MLflow",
    hint: `A stage has its secrets in its environment (${[...secrets.keys()].join(", ")}): it can put the text together itself.`,
  }));
}

function* textsIn(
  value: Json | JsonObject,
  path: readonly string[],
): Generator<{ readonly path: readonly string[]; readonly text: string }> {
  if (typeof value === "string") yield { path, text: value };
  else if (Array.isArray(value) || isObject(value))
    for (const [name, item] of Object.entries(value)) yield* textsIn(item, [...path, name]);
}
