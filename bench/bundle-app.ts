import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const APP = `import { runApp } from ${JSON.stringify(join(root, "src/config/app/run-app.ts"))};
const options = { name: "app", folder: process.cwd(), configPath: ".", configName: "config", task: () => {} };
runApp(options).then((code) => { process.exitCode = code; });
`;

/**
 * Bundles the smallest program on the library, whose task does nothing, into a folder.
 * @returns the command that runs it there, for the configs of its working directory.
 */
export function bundleApp(folder: string): string[] {
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  buildSync({
    stdin: { contents: APP, resolveDir: root, sourcefile: "app.ts", loader: "ts" },
    outdir: join(folder, "app"),
    entryNames: "main",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
  });
  return [process.execPath, "app/main.js"];
}
