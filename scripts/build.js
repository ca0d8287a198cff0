// Builds dist/: `tsc` compiles the library and the services, YAML and JSON are copied beside them, and the command
// line and the services' processes are bundled, so that they start without reading hundreds of small files.
// With --if-stale nothing is done when no source is newer than the program.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { generateConfigs } from "./generate-configs.js";
import { generateValidators } from "./generate-validators.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const compiler = join(root, "node_modules/typescript/bin/tsc");
/** What packages in CommonJS expect to find around them. */
const COMMONJS = `import { createRequire as __cr } from "node:module";
import { fileURLToPath as __fp } from "node:url";
const require = __cr(import.meta.url);
const __filename = __fp(import.meta.url);
`;
const bundling = {
  bundle: true,
  platform: "node",
  target: "node20.19",
  legalComments: "none",
  logLevel: "warning",
};
const modules = {
  ...bundling,
  format: "esm",
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  banner: { js: COMMONJS },
};

if (process.argv.includes("--if-stale") && isFresh()) process.exit();
rmSync(dist, { recursive: true, force: true });
await Promise.all([generateConfigs(root), generateValidators(root)]);
execFileSync(process.execPath, [compiler, "-p", join(root, "tsconfig.build.json")], { stdio: "inherit" });
copyBeside("src", /\.(ya?ml|json|js|sh)$/);
copyBeside("services", /\.(ya?ml|json|py|txt)$/);
await Promise.all([bundleCommandLine(), bundleServices()]);

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
    if (file.endsWith(".js")) mkdirSync(dirname(target), { recursive: true });
    if (wanted.test(file) && existsSync(dirname(target))) copyFileSync(join(root, folder, file), target);
  }
}

/**
 * What is only shown and what runs something are in a CommonJS file each: Node starts those in a third of the time of
 * ES modules with their chunks, and the program can keep them compiled.
 */
async function bundleCommandLine() {
  const folder = join(root, "src/cli");
  const bin = join(dist, "bin");
  const program = { ...bundling, outdir: bin, outExtension: { ".js": ".cjs" }, format: "cjs" };
  await build({
    ...program,
    entryPoints: ["start/main.ts", "perform.ts"].map((file) => join(folder, file)),
    entryNames: "[name]",
    define: { "import.meta.url": "__url" },
    banner: { js: `const __url = require("node:url").pathToFileURL(__filename).href;` },
  });
  const stamps = { main: stampOf(join(bin, "main.cjs")), perform: stampOf(join(bin, "perform.cjs")) };
  await build({
    ...program,
    entryPoints: [join(folder, "stm32ai_main.ts")],
    define: { STAMPS: JSON.stringify(stamps) },
  });
  chmodSync(join(bin, "stm32ai_main.cjs"), 0o755);
}

/** What tells a bundle from any other. */
function stampOf(file) {
  return createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 16);
}

/** The services' host, and the programs of its threads. Packages with native or WebAssembly parts stay outside. */
async function bundleServices() {
  const folder = join(root, "services");
  await build({
    ...modules,
    entryPoints: [
      "host.ts",
      "toolkit/image/load-worker.ts",
      "toolkit/tflite/runtime/interpreter-worker.ts",
    ].map((file) => join(folder, file)),
    outbase: folder,
    outdir: join(dist, "services"),
    allowOverwrite: true,
    external: ["onnxruntime-node", "sharp", "@litertjs/core", "h5wasm"],
    plugins: [ownUrls(folder)],
  });
}

/** In a chunk, a module that looks for a file beside itself still finds it: its URL is that of its own place. */
function ownUrls(folder) {
  return {
    name: "own-urls",
    setup(bundle) {
      bundle.onLoad({ filter: /[\\/]services[\\/].*\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        const place = `/services/${relative(folder, path).split(sep).join("/").replace(/\.ts$/, ".js")}`;
        const url = `import.meta.url.replace(/\\/services\\/(?!.*\\/services\\/).*$/, ${JSON.stringify(place)})`;
        return { contents: text.replaceAll("import.meta.url", url), loader: "ts" };
      });
    },
  };
}
