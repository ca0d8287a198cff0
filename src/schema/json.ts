/** A JSON value, as it crosses the stage protocol. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };
/** A JSON Schema, draft-07. */
export type JsonSchema = { readonly [key: string]: unknown };
