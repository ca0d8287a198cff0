// Parses the YAML that ships with the program into modules, so that no start does: Hydra's own configs and the
// defaults below every configuration.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { buildSync } from "esbuild";

/** Writes `src/config/hydra/generated/configs.js`, `src/schema/generated/base.js` and their declarations. */
export async function generateConfigs(root) {
  const { loadConfig, packageHeader, pack } = await reader(root);
  const packFile = (file) => {
    const text = readFileSync(file, "utf8");
    const header = packageHeader(text, file);
    return { ...(header && { header }), tree: JSON.stringify(pack(loadConfig(text, file))) };
  };
  const packFolder = (folder) =>
    Object.fromEntries(
      readdirSync(folder, { recursive: true })
        .filter((file) => file.endsWith(".yaml"))
        .sort()
        .map((file) => [file.slice(0, -".yaml".length).split(sep).join("/"), packFile(join(folder, file))]),
    );
  const hydra = join(root, "src/config/hydra");
  writeModule(
    join(hydra, "generated/configs"),
    { packaged: packFolder(join(hydra, "packaged")), structured: packFolder(join(hydra, "structured")) },
    `/** \`tree\` is a \`Packed\` as JSON text. */
export interface PackedConfig {
  readonly header?: string;
  readonly tree: string;
}
export declare const packaged: Readonly<Record<string, PackedConfig>>;
export declare const structured: Readonly<Record<string, PackedConfig>>;
`,
  );
  const schema = join(root, "src/schema");
  writeModule(
    join(schema, "generated/base"),
    { base: packFile(join(schema, "base.yaml")).tree },
    `/** \`base.yaml\`: a \`Packed\` as JSON text. */\nexport declare const base: string;\n`,
  );
}

/** The program's own reader of YAML. */
async function reader(root) {
  const folder = join(root, "src/config");
  const { outputFiles } = buildSync({
    stdin: {
      contents: `export * from "./yaml/load-config.ts";
export * from "./yaml/packed.ts";
export * from "./defaults/header.ts";`,
      resolveDir: folder,
      loader: "ts",
    },
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString("base64")}`);
}

function writeModule(path, values, declarations) {
  mkdirSync(dirname(path), { recursive: true });
  const exported = Object.entries(values).map(
    ([name, value]) => `export const ${name} = ${JSON.stringify(value, null, 2)};\n`,
  );
  writeFileSync(`${path}.js`, exported.join(""));
  writeFileSync(`${path}.d.ts`, declarations);
}
