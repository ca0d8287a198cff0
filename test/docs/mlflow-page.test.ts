import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectRoot } from "../shared.js";
import { hasMlflow, type MlflowServer, mlflowServer, needsMlflow } from "../tracking/mlflow-server.js";
import { typeErrors } from "./type-errors.js";

const page = readFileSync(join(projectRoot, "docs/mlflow.md"), "utf8");
/** Each program with what stands below it: what it prints. */
const programs = [...page.matchAll(/^```ts\n([\s\S]*?)^```\n\n```text\n([\s\S]*?)^```$/gm)].map(
  ([, text = "", output = ""], index) => ({
    index,
    text,
    output,
    path: join(projectRoot, `test/docs/mlflow_${index}.ts`),
  }),
);
const takesServer = programs.filter(({ text }) => text.includes("MLFLOW_TRACKING_URI"));
const takesFolder = programs.filter(({ text }) => text.includes("./mlruns"));
const entry = join(projectRoot, "src/tracking/index.ts");

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mlflow-page-"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const { index, text } of programs) await bundle(index, text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("docs/mlflow.md", () => {
  it("has programs, each with what it prints", () => {
    expect(programs).toHaveLength(3);
    expect(page.match(/^```ts$/gm)).toHaveLength(3);
  });

  it("has programs that are type-checked as strictly as the project", () => {
    const texts = new Map(programs.map(({ path, text }) => [path, text]));
    expect(typeErrors(texts, { "stm32ai_main/mlflow": [entry] })).toEqual([]);
  });

  it.each(takesFolder)(
    "prints below program $index what it prints, with a folder",
    async ({ index, output }) => {
      expect(await run(index, {})).toBe(output);
    },
  );

  it("tells every environment variable that is read", () => {
    const source = readFileSync(join(projectRoot, "src/tracking/rest/http-settings.ts"), "utf8");
    const read = source.match(/"MLFLOW_\w+"/g) ?? [];
    expect(read.filter((name) => !page.includes(name.replaceAll('"', "")))).toEqual([]);
    expect(read.length).toBeGreaterThan(3);
  });
});

describe.skipIf(!hasMlflow)(`docs/mlflow.md with a real server (${needsMlflow})`, () => {
  let server: MlflowServer;
  beforeAll(async () => {
    const backend = ["--backend-store-uri", `sqlite:///${join(folder, "mlflow.db")}`];
    server = await mlflowServer([...backend, "--artifacts-destination", join(folder, "artifacts")], folder);
    await server.start();
  });
  afterAll(() => server?.kill());

  it.each(takesServer)("prints below program $index what it prints", async ({ index, output }) => {
    expect(await run(index, { MLFLOW_TRACKING_URI: server.url })).toBe(output);
  });
});

async function run(index: number, env: NodeJS.ProcessEnv): Promise<string> {
  const cwd = mkdtempSync(join(folder, "run-"));
  const { stdout } = await execa(process.execPath, [join(folder, `program_${index}.js`)], {
    cwd,
    env: { NO_COLOR: "1", MLFLOW_TRACKING_URI: undefined, ...env },
    stripFinalNewline: false,
  });
  return stdout;
}

async function bundle(index: number, text: string): Promise<void> {
  await build({
    stdin: { contents: text, loader: "ts", resolveDir: projectRoot },
    outfile: join(folder, `program_${index}.js`),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    alias: { "stm32ai_main/mlflow": entry },
    banner: {
      js: 'import { createRequire as __cr } from "node:module"; const require = __cr(import.meta.url);',
    },
  });
}
