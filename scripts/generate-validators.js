// Compiles the JSON Schemas that ship with the program into src/schema/generated/, so that no start pays for it.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
import { buildSync } from "esbuild";

/** Writes `validators.js` and its declarations. */
export async function generateValidators(root) {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    keywords: ["ignoreCase", "unavailable"],
    code: { source: true, esm: true, lines: false },
  });
  ajv.addFormat("path", true);
  const schemas = [...(await ownSections(root)), ...serviceSections(root)];
  for (const schema of schemas) ajv.addSchema(schema);
  const exported = Object.fromEntries(schemas.map(({ $id }, index) => [`v${index}`, $id]));
  const code = standaloneCode.default(ajv, exported);
  const table = schemas.map(({ $id }, index) => `${JSON.stringify($id)}: v${index}`).join(", ");
  const { outputFiles } = buildSync({
    stdin: { contents: `${code}\nexport const validators = { ${table} };`, resolveDir: root },
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
  });
  const folder = join(root, "src/schema/generated");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "validators.js"), outputFiles[0].text);
  writeFileSync(
    join(folder, "validators.d.ts"),
    `import type { ValidateFunction } from "ajv";\nexport declare const validators: Readonly<Record<string, ValidateFunction>>;\n`,
  );
}

async function ownSections(root) {
  const { outputFiles } = buildSync({
    entryPoints: [join(root, "src/schema/sections/sections.ts")],
    bundle: true,
    format: "esm",
    write: false,
  });
  const { sections } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString("base64")}`
  );
  return Object.values(sections);
}

function serviceSections(root) {
  const folder = join(root, "services");
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith("schema.json"));
  return files.map((file) => JSON.parse(readFileSync(join(folder, file), "utf8"))).filter(({ $id }) => $id);
}
