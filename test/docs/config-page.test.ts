import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectRoot } from "../shared.js";
import { typeErrors } from "./type-errors.js";

interface Block {
  readonly language: string;
  /** What stands behind the language: the path of a file. */
  readonly path: string;
  readonly text: string;
}

const page = readFileSync(join(projectRoot, "docs/config.md"), "utf8");
const blocks: Block[] = [...page.matchAll(/^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm)].map(
  ([, language = "", path = "", text = ""]) => ({ language, path, text }),
);
const files = blocks.filter(({ path }) => path !== "");
/** Each program with what stands below it: what it prints. */
const programs = blocks.flatMap(({ language, text }, index) => {
  const next = blocks[index + 1];
  const heading =
    page
      .slice(0, page.indexOf(text))
      .match(/^## .*$/gm)
      ?.at(-1)
      ?.slice(3) ?? "";
  return language === "ts" ? [{ text, heading, output: next?.language === "text" ? next.text : "" }] : [];
});
const entry = join(projectRoot, "src/config/index.ts");
const nameOf = (index: number) => `page_${index + 1}`;

describe("docs/config.md", () => {
  let folder = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "config-page-"));
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    await bundle(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("has programs, each with what it prints", () => {
    expect(programs.length).toBeGreaterThan(8);
    expect(programs.filter(({ output }) => output === "")).toEqual([]);
  });

  it("has programs that are type-checked as strictly as the project", () => {
    const texts = new Map(
      programs.map(({ text }, index) => [join(projectRoot, "test/docs", `${nameOf(index)}.ts`), text]),
    );
    expect(typeErrors(texts, { "stm32ai_main/config": [entry] })).toEqual([]);
  });

  it.each(programs.map((program, index) => ({ ...program, index })))(
    "prints below program $index ($heading) what it prints",
    async ({ output, index }) => {
      const { stdout, stderr } = await execa(process.execPath, [join(folder, `${nameOf(index)}.js`)], {
        cwd: folder,
        env: { NO_COLOR: "1" },
        stripFinalNewline: false,
      });
      expect(stderr).toBe("");
      expect(stdout.trimEnd()).toBe(output.trimEnd());
    },
  );
});

async function bundle(folder: string): Promise<void> {
  const sources = new Map(programs.map(({ text }, index) => [nameOf(index), text]));
  await build({
    entryPoints: Object.fromEntries([...sources.keys()].map((name) => [name, name])),
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    alias: { "stm32ai_main/config": entry },
    banner: {
      js: `import { createRequire as __cr } from "node:module"; const require = __cr(import.meta.url);`,
    },
    plugins: [
      {
        name: "page",
        setup(plugin) {
          plugin.onResolve({ filter: /^page_\d+$/ }, ({ path }) => ({ path, namespace: "page" }));
          plugin.onLoad({ filter: /./, namespace: "page" }, ({ path }) => ({
            contents: sources.get(path) ?? "",
            loader: "ts",
            resolveDir: projectRoot,
          }));
        },
      },
    ],
  });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
}
