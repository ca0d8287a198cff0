import { defaultsList, hydraSection } from "./editor/hydra-keys.js";
import { unresolved } from "./editor/unresolved.js";
import type { JsonSchema } from "./json.js";
import { allSections, type DescribedService } from "./sections/all-sections.js";

/**
 * @param services those that are loaded: shipped ones, and a user's own
 * @returns the JSON Schema (draft-07) of a configuration file as its author writes it, for editors: every section,
 *   `defaults` and `hydra`, with interpolations and arithmetic where values belong. Nothing is required, since
 *   another file of the composition may give it; what no section knows is refused.
 */
export function editorSchema(services: Iterable<DescribedService>): JsonSchema {
  const sections = Object.entries(allSections(services));
  const properties = sections.map(([name, schema]) => [
    name,
    unresolved(schema, { root: `#/properties/${pointerPart(name)}` }),
  ]);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "stm32ai_main configuration",
    type: "object",
    additionalProperties: false,
    properties: { defaults: defaultsList, ...Object.fromEntries(properties), hydra: hydraSection },
  };
}

function pointerPart(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
