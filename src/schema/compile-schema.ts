import { Ajv, type ValidateFunction } from "ajv";
import type { JsonSchema } from "./json.js";

/** @returns the validator of a schema that did not ship with the program. @throws Error when it is not valid. */
export function compileSchema(schema: JsonSchema): ValidateFunction {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    logger: false,
    keywords: ["ignoreCase", "unavailable"],
  });
  ajv.addFormat("path", true);
  return ajv.compile(schema);
}
