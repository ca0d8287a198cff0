import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const APP = `import { runApp } from ${JSON.stringify(join(root, "src/config/app/run-app.ts"))};
const options = { name: "app", folder: process.cwd(), configPath: ".", configName: "config", task: () => {} };
runApp(options).then((code) => { process.exitCode = code; });
`;

/**
 * Bundles the smallest program on the library, whose task does nothing, into a file: one of CommonJS, which Node starts
 * soonest.
 * @returns the command that runs it there, for the configs of its working directory.
 */
export function bundleApp(folder: string): string[] {
  buildSync({
    stdin: { contents: APP, resolveDir: root, sourcefile: "app.ts", loader: "ts" },
    outfile: join(folder, "app", "main.cjs"),
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
  });
  return [process.execPath, "app/main.cjs"];
}
