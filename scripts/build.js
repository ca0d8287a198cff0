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
/** Node starts a CommonJS file in a third of the time of ES modules with their chunks, and it can be kept compiled. */
const program = {
  ...bundling,
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  define: { "import.meta.url": "__url" },
  banner: { js: `const __url = require("node:url").pathToFileURL(__filename).href;` },
};

/** Where packages are imported that cannot be required. */
const MODULES_ONLY = /\bawait import(?=\("(@litertjs\/core|h5wasm\/node)"\))/g;
/**
 * Of undici no more than its connections: to load its fetch, WebSocket, caches and HTTP/2 beside, with what they need of
 * Node, takes longer than some requests.
 */
const connectionsOfUndici = {
  name: "connections-of-undici",
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]node_modules[\\/]undici[\\/]index\.js$/ }, () => ({
      contents: `Object.assign(require("./lib/dispatcher/dispatcher").prototype, require("./lib/api"));
        exports.Agent = require("./lib/dispatcher/agent");
        exports.EnvHttpProxyAgent = require("./lib/dispatcher/env-http-proxy-agent");`,
    }));
    // It goes without where Node has none.
    bundle.onResolve({ filter: /^node:http2$/ }, ({ path }) => ({ path, namespace: "none" }));
    bundle.onLoad({ filter: /./, namespace: "none" }, ({ path }) => ({
      contents: `throw new Error("${path} is left out");`,
    }));
  },
};

if (process.argv.includes("--if-stale") && isFresh()) process.exit();
rmSync(dist, { recursive: true, force: true });
await Promise.all([generateConfigs(root), generateValidators(root)]);
execFileSync(process.execPath, [compiler, "-p", join(root, "tsconfig.build.json")], { stdio: "inherit" });
copyBeside("src", /\.(ya?ml|json|js|sh)$/);
copyBeside("services", /\.(ya?ml|json|py|txt)$/);
await Promise.all([bundleCommandLine(), bundleServices()]);

function isFresh() {
  const built = join(dist, "bin/stm32ai_main.cjs");
  if (!existsSync(built)) return false;
  const files = ["src", "services", "scripts"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((file) => join(root, folder, file)),
  );
  const sources = files.filter((file) => !file.includes("generated"));
  return Math.max(...sources.map((file) => statSync(file).mtimeMs)) <= statSync(built).mtimeMs;
}

function copyBeside(folder, wanted) {
  for (const file of readdirSync(join(root, folder), { recursive: true })) {
    const target = join(dist, folder, file);
    if (file.endsWith(".js")) mkdirSync(dirname(target), { recursive: true });
    if (wanted.test(file) && existsSync(dirname(target))) copyFileSync(join(root, folder, file), target);
  }
}

/** What is only shown and what runs something are in a file each. */
async function bundleCommandLine() {
  const folder = join(root, "src/cli");
  const bin = join(dist, "bin");
  await build({
    ...program,
    entryPoints: { main: join(folder, "start/main.ts"), perform: join(folder, "perform.ts") },
    plugins: [connectionsOfUndici],
    outdir: bin,
  });
  await bundleStart(join(folder, "stm32ai_main.ts"), bin, ["main", "perform"]);
  chmodSync(join(bin, "stm32ai_main.cjs"), 0o755);
}

/** What is started, and loads the bundles beside it. */
async function bundleStart(entry, outdir, names) {
  const stamps = Object.fromEntries(names.map((name) => [name, stampOf(join(outdir, `${name}.cjs`))]));
  await build({
    ...program,
    entryPoints: [entry],
    outdir,
    define: { STAMPS: JSON.stringify(stamps) },
    banner: {},
  });
}

/** What tells a bundle from any other. */
function stampOf(file) {
  return createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 16);
}

/** The services and their host, and the programs of their threads. Packages with native or WebAssembly parts stay outside. */
async function bundleServices() {
  const folder = join(root, "services");
  const outdir = join(dist, "services");
  const threads = ["toolkit/image/load-worker", "toolkit/tflite/runtime/interpreter-worker"];
  const shared = { external: ["onnxruntime-node", "sharp", "@litertjs/core", "h5wasm"] };
  await Promise.all([
    build({
      ...program,
      ...shared,
      entryPoints: [join(folder, "services.ts")],
      // Kept code cannot import: the services require packages, but for those that are modules alone.
      supported: { "dynamic-import": false },
      plugins: [inPlace(folder, { isKept: true })],
      outdir,
    }),
    build({
      ...bundling,
      ...shared,
      format: "esm",
      banner: { js: COMMONJS },
      plugins: [inPlace(folder)],
      entryPoints: Object.fromEntries(threads.map((name) => [name, join(folder, `${name}.ts`)])),
      outdir,
      allowOverwrite: true,
    }),
  ]);
  await bundleStart(join(folder, "host.ts"), outdir, ["services"]);
}

/**
 * In a bundle, a module that looks for a file beside itself still finds it: its URL is that of its own place. In one that
 * is kept compiled it imports by what `loadCompiled` gives it.
 */
function inPlace(folder, { isKept = false } = {}) {
  return {
    name: "in-place",
    setup(bundle) {
      bundle.onLoad({ filter: /[\\/]services[\\/].*\.ts$/ }, ({ path }) => {
        const place = `/services/${relative(folder, path).split(sep).join("/").replace(/\.ts$/, ".js")}`;
        const url = `import.meta.url.replace(/\\/services\\/(?!.*\\/services\\/).*$/, ${JSON.stringify(place)})`;
        const text = readFileSync(path, "utf8").replaceAll("import.meta.url", url);
        return { contents: isKept ? text.replace(MODULES_ONLY, "await __import") : text, loader: "ts" };
      });
    },
  };
}
