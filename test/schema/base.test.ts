import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadServices } from "../../src/chain/load-services.js";
import { toPlain } from "../../src/config/nodes/to-plain.js";
import { loadConfig } from "../../src/config/yaml/load-config.js";
import type { JsonSchema } from "../../src/schema/json.js";
import { sections } from "../../src/schema/sections/sections.js";
import { projectRoot } from "../shared.js";

const path = join(projectRoot, "src/schema/base.yaml");
const base = toPlain(loadConfig(readFileSync(path, "utf8"), path));

function sectionsOfAll(): [string, JsonSchema][] {
  const services = loadServices(undefined, join(projectRoot, "services"));
  if (!services.ok) throw new Error("The shipped services are sound");
  const own = [...services.value.values()].map(({ name, schema }): [string, JsonSchema] => [
    name,
    schema ?? {},
  ]);
  return [...Object.entries<JsonSchema>(sections), ...own];
}

describe("base.yaml", () => {
  it.each(sectionsOfAll())(
    "holds every default of %s, so that it can be overridden without +",
    (name, schema) => {
      const given = Object(Object(base)[name]);
      for (const [key, property] of Object.entries(Object(schema.properties)))
        if (Object.hasOwn(Object(property), "default"))
          expect([key, given[key] ?? null]).toEqual([key, Object(property).default]);
    },
  );
});
