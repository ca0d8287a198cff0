// Builds dist/: `tsc` compiles the library and the services, YAML and JSON are copied beside them, and the command
// line is bundled, so that it starts without reading a hundred small files; what it imports lazily stays in chunks.
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
copyBeside("services", /\.(ya?ml|json)$/);
await bundleCommandLine();

function isFresh() {
  const program = join(dist, "bin/stm32ai_main.js");
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

async function bundleCommandLine() {
  await build({
    entryPoints: { stm32ai_main: join(root, "src/cli/stm32ai_main.ts") },
    outdir: join(dist, "bin"),
    bundle: true,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    format: "esm",
    platform: "node",
    target: "node20.19",
    banner: {
      js: `import { createRequire as __cr } from "node:module"; const require = __cr(import.meta.url);`,
    },
    legalComments: "none",
    logLevel: "warning",
  });
  chmodSync(join(dist, "bin/stm32ai_main.js"), 0o755);
}
