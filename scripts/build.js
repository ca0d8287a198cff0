// Builds dist/: `tsc` compiles the library and the services, YAML and JSON are copied beside them, and the command
// line is bundled, so that it starts without reading a hundred small files.
// With --if-stale nothing is done when no source is newer than the program.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { generateValidators } from "./generate-validators.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const compiler = join(root, "node_modules/typescript/bin/tsc");

if (process.argv.includes("--if-stale") && isFresh()) process.exit();
rmSync(dist, { recursive: true, force: true });
await generateValidators(root);
execFileSync(process.execPath, [compiler, "-p", join(root, "tsconfig.build.json")], { stdio: "inherit" });
copyBeside("src", /\.(ya?ml|json|js|sh)$/);
copyBeside("services", /\.(ya?ml|json|py|txt)$/);
await bundleCommandLine();

function isFresh() {
  const program = join(dist, "bin/stm32ai_main.cjs");
  if (!existsSync(program)) return false;
  const files = ["src", "services", "scripts"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((file) => join(root, folder, file)),
  );
  const sources = files.filter((file) => !file.includes("generated"));
  return Math.max(...sources.map((file) => statSync(file).mtimeMs)) <= statSync(program).mtimeMs;
}

function copyBeside(folder, wanted) {
  for (const file of readdirSync(join(root, folder), { recursive: true })) {
    const target = join(dist, folder, file);
    if (wanted.test(file) && existsSync(join(target, ".."))) copyFileSync(join(root, folder, file), target);
  }
}

/**
 * Two bundles: what is only shown, in one CommonJS file, since Node starts that in a third of the time of an ES module
 * with its chunks; and what runs something, whose lazy imports stay apart.
 */
async function bundleCommandLine() {
  const common = {
    bundle: true,
    platform: "node",
    target: "node20.19",
    legalComments: "none",
    logLevel: "warning",
  };
  await build({
    ...common,
    entryPoints: [join(root, "src/cli/stm32ai_main.ts")],
    outfile: join(dist, "bin/stm32ai_main.cjs"),
    format: "cjs",
    external: ["./perform.js"],
    define: { "import.meta.url": "__url" },
    banner: { js: `const __url = require("node:url").pathToFileURL(__filename).href;` },
  });
  await build({
    ...common,
    entryPoints: [join(root, "src/cli/perform.ts")],
    outdir: join(dist, "bin"),
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    format: "esm",
    banner: {
      js: `import { createRequire as __cr } from "node:module"; const require = __cr(import.meta.url);`,
    },
  });
  chmodSync(join(dist, "bin/stm32ai_main.cjs"), 0o755);
}
