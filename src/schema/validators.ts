import type { ErrorObject, ValidateFunction } from "ajv";
import { validators as compiled } from "./generated/validators.js";
import type { JsonSchema } from "./json.js";

export type SchemaError = ErrorObject;

/** A schema that is not valid itself. */
export class SchemaFault extends Error {}

/**
 * @returns a function that gives all errors of a value. Schemas that ship with the program were compiled when it was
 *   built; others, of a user's own services, are compiled here.
 * @throws SchemaFault when the schema itself is not valid.
 */
export async function validatorOf(schema: JsonSchema): Promise<(value: unknown) => readonly SchemaError[]> {
  const id = schema.$id;
  const isShipped = typeof id === "string" && Object.hasOwn(compiled, id);
  const validate: ValidateFunction = (isShipped && compiled[id]) || (await compile(schema));
  return (value) => (validate(value) ? [] : [...(validate.errors ?? [])]);
}

/** The compiler is loaded for a schema that needs it. */
async function compile(schema: JsonSchema): Promise<ValidateFunction> {
  const { compileSchema } = await import("./compile-schema.js");
  try {
    return compileSchema(schema);
  } catch (cause) {
    throw new SchemaFault(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
