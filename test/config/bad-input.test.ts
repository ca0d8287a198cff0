import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compose } from "../../src/config/compose.js";
import { resolve } from "../../src/config/nodes/interpolation/resolve.js";
import { select } from "../../src/config/nodes/select.js";
import { toPlain } from "../../src/config/nodes/to-plain.js";
import { parseOverride, parseOverrides } from "../../src/config/overrides/parse.js";
import { expandSweep } from "../../src/config/overrides/sweep.js";
import { resolveContext } from "../../src/config/resolve-context.js";
import { dumpYaml } from "../../src/config/yaml/dump.js";
import { loadYaml } from "../../src/config/yaml/load.js";
import { composeTexts, configError } from "./memory-files.js";

const TEN_MEGABYTES = 10 * 2 ** 20;
const load = (text: string) => loadYaml(text, "a.yaml");
const refusal = (text: string) => configError(() => load(text));
/** Nothing here may take longer; most of it takes milliseconds. */
const QUICK = { timeout: 10_000 };

describe("a line of 10 MB", QUICK, () => {
  it("is a value in YAML", () => {
    expect(toPlain(load(`a: ${"word ".repeat(TEN_MEGABYTES / 5)}end\n`))).toHaveProperty(
      "a.length",
      TEN_MEGABYTES + "end".length,
    );
  });

  it("may be quoted, a comment or a key", () => {
    expect(toPlain(load(`a: '${"x".repeat(TEN_MEGABYTES)}' # ${"c".repeat(TEN_MEGABYTES)}`))).toHaveProperty(
      "a.length",
      TEN_MEGABYTES,
    );
    expect(refusal(`${"k".repeat(TEN_MEGABYTES)}: 1`).kind).toBe("parse");
  });

  it("of brackets or dollars is refused with a short message", () => {
    for (const piece of ["[", "{a: ", "${"]) {
      const { message } = refusal(`a: ${piece.repeat(TEN_MEGABYTES / piece.length)}`);
      expect(message.length).toBeLessThan(1000);
    }
  });

  it("is a value in an override, or a short message", () => {
    const value = "x".repeat(TEN_MEGABYTES);
    expect(select(composeTexts({ "config.yaml": "a: 1\n" }, [`a=${value}`]).job, "a")).toMatchObject({
      value,
    });
    for (const text of [`a=[${value}`, `a=${value})`, `${value}`, `a=${"1,".repeat(TEN_MEGABYTES / 20)})`])
      expect(configError(() => parseOverride(text)).message.length).toBeLessThan(1000);
  });

  it("of choices is counted", () => {
    const overrides = parseOverrides([`a=${"1,".repeat(TEN_MEGABYTES / 20)}1`]);
    expect(expandSweep(overrides).size).toBe(BigInt(TEN_MEGABYTES / 20 + 1));
  });
});

describe("billion laughs", QUICK, () => {
  const levels = (line: (level: number) => string) =>
    Array.from({ length: 40 }, (_, level) => line(level)).join("");
  const context = resolveContext({ env: {} });

  it("of aliases are refused", () => {
    const bomb = levels(
      (level) => `a${level}: &a${level} {x: ${before("*a", level)}, y: ${before("*a", level)}}\n`,
    );
    expect(refusal(bomb).message).toContain("Aliases stand for more than");
  });

  it("of interpolated strings, lists and mappings are refused", () => {
    const bombs = [
      levels((level) => `a${level}: "${interpolation(level)}${interpolation(level)}"\n`),
      levels((level) => `a${level}: ["${interpolation(level)}", "${interpolation(level)}"]\n`),
      levels((level) => `a${level}: {x: "${interpolation(level)}", y: "${interpolation(level)}"}\n`),
    ];
    for (const bomb of bombs) {
      const config = load(bomb);
      expect(configError(() => resolve(config, context)).kind).toBe("interpolation");
    }
  });

  it("of merge keys are refused", () => {
    const bomb = levels(
      (level) =>
        `a${level}: &a${level} {<<: [${before("*a", level)}, ${before("*a", level)}], k${level}: 1}\n`,
    );
    expect(refusal(bomb.replaceAll("x0", "{}")).message).toContain("Aliases stand for more than");
  });

  function before(sign: string, level: number): string {
    return level === 0 ? "x0" : `${sign}${level - 1}`;
  }

  function interpolation(level: number): string {
    return level === 0 ? "0123456789" : `\${a${level - 1}}`;
  }
});

describe("nesting of a hundred thousand levels", QUICK, () => {
  it.each([
    ["a YAML file", () => load(`${"- ".repeat(100_000)}1`)],
    ["an override's value", () => parseOverride(`a=${"{a:".repeat(100_000)}1${"}".repeat(100_000)}`)],
    ["an override's key", () => composeTexts({ "config.yaml": "a: 1\n" }, [`+${"a.".repeat(100_000)}b=1`])],
    ["an interpolation", () => load(`a: "${"${a:".repeat(100_000)}1${"}".repeat(100_000)}"`)],
    ["interpolations that follow one another", () => resolve(load(chain(100_000)), resolveContext())],
  ])("in %s is refused", (_what, work) => {
    expect(configError(work).message).toMatch(/deeper|nested|levels|steps|long|chain/i);
  });

  function chain(length: number): string {
    return `${Array.from({ length }, (_, index) => `k${index}: \${k${index + 1}}\n`).join("")}k${length}: end\n`;
  }
});

describe("keys of JavaScript's own", () => {
  const NAMES = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"];

  it("are plain data in files, overrides, dotted paths and interpolations", () => {
    const text = NAMES.map((name) => `${name}: {polluted: 1, copy: "\${${name}.polluted}"}\n`).join("");
    const overrides = NAMES.flatMap((name) => [`${name}.polluted=2`, `+${name}.added.__proto__=3`]);
    const { job } = composeTexts({ "config.yaml": text }, overrides);
    const plain = toPlain(resolve(job, resolveContext({ env: {} })));
    expect(Object.keys(plain ?? {})).toEqual(NAMES);
    for (const name of NAMES)
      expect(dumpYaml(select(job, name) ?? job)).toBe(
        `polluted: 2\ncopy: \${${name}.polluted}\nadded:\n  __proto__: 3\n`,
      );
    expect("polluted" in {}).toBe(false);
  });

  it("that a config does not have are not there", () => {
    const config = { "config.yaml": "a: {b: 1}\n" };
    for (const name of NAMES) {
      expect(configError(() => composeTexts(config, [`a.${name}=1`])).message).toContain(`'a.${name}'`);
      expect(configError(() => composeTexts(config, [`${name}@a=x`])).kind).toBe("composition");
      expect(configError(() => resolve(load(`a: \${b.${name}}\nb: {c: 1}`), resolveContext())).kind).toBe(
        "interpolation",
      );
      expect(configError(() => resolve(load(`a: \${${name}:1}`), resolveContext())).kind).toBe(
        "interpolation",
      );
    }
  });
});

describe("a file", () => {
  it("with a key twice is refused at its second place", () => {
    expect(refusal("a: 1\nb: {c: 1, c: 2}\n")).toMatchObject({
      kind: "parse",
      origin: { line: 2, column: 11 },
    });
    expect(refusal("'x': 1\nx: 2\n").kind).toBe("parse");
  });

  it("indented with tabs is refused where the tab is", () => {
    expect(refusal("a:\n\tb: 1\n")).toMatchObject({ kind: "parse", origin: { line: 2, column: 1 } });
    expect(refusal("a:\t1\n")).toMatchObject({ kind: "parse", origin: { line: 1, column: 3 } });
    expect(refusal("a: 1 \t# behind a value\n").kind).toBe("parse");
  });

  it("may begin with a byte order mark and end its lines as Windows and old Macs do", () => {
    expect(toPlain(load("\ufeffa: 1\r\nb:\r\n  - |\r\n    x\r\n    y\r\n"))).toEqual({ a: 1, b: ["x\ny\n"] });
    expect(toPlain(load("a: 1\rb: 2\r"))).toEqual({ a: 1, b: 2 });
  });

  it("whose lines end in CRLF has the package of its header", () => {
    const config = { "config.yaml": "defaults: [db]\r\n", "db.yaml": "# @package other\r\nx: 1\r\n" };
    expect(dumpYaml(composeTexts(config).job)).toBe("other:\n  x: 1\n");
  });

  it("that is no UTF-8, or holds what cannot be printed, is refused", () => {
    expect(composedBytes(Buffer.from([0x61, 0x3a, 0x20, 0xff, 0xfe])).message).toContain("is not UTF-8 text");
    expect(composedBytes(Buffer.from("a: 1\n", "utf16le")).kind).toBe("parse");
    expect(refusal("a: \0").message).toContain("Unacceptable character #x0000");
    expect(refusal("a: \ud800").message).toContain("Unacceptable character #xd800");
  });

  function composedBytes(bytes: Uint8Array) {
    const folder = mkdtempSync(join(tmpdir(), "bad-input-"));
    try {
      writeFileSync(join(folder, "config.yaml"), bytes);
      const searchPath = [{ provider: "main", path: `file://${folder}` }];
      return configError(() => compose({ searchPath, configName: "config", overrides: [] }));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
});

describe("a sweep", QUICK, () => {
  const first = (texts: readonly string[]) =>
    expandSweep(parseOverrides(texts)).jobs[Symbol.iterator]().next().value;

  it("of a billion jobs is counted without making them, and begins at once", () => {
    const texts = ["a=range(1000)", "b=range(0,100,0.1)", "c=range(1000)"];
    expect(expandSweep(parseOverrides(texts)).size).toBe(1_000_000_000n);
    expect(first(texts)).toEqual(["a=0", "b=0.0", "c=0"]);
    expect(expandSweep(parseOverrides(["a=range(1000000000)"])).size).toBe(1_000_000_000n);
  });

  it("goes on behind the number of texts that it keeps", () => {
    const { jobs } = expandSweep(parseOverrides(["a=x,y", "b=range(100003)"]));
    let last: readonly string[] = [];
    let count = 0;
    for (const job of jobs) {
      last = job;
      if (++count === 100_005) break;
    }
    expect(last).toEqual(["a=y", "b=1"]);
  });

  it("over a range without end says so, and begins at once", () => {
    expect(expandSweep(parseOverrides(["a=range(inf)", "b=1,2"])).size).toBe(Number.POSITIVE_INFINITY);
    expect(first(["a=range(0,-inf,-1)", "b=range(1,inf)"])).toEqual(["a=0.0", "b=1.0"]);
    expect(expandSweep(parseOverrides(["a=range(0,10,1e-300)"])).size).toBeGreaterThan(10n ** 300n);
  });

  it("over a pattern that could match in many ways is matched in time", () => {
    const listOptions = () => ["a".repeat(5000)];
    const overrides = parseOverrides([`g=glob('${"*a".repeat(200)}*b')`]);
    expect([...expandSweep(overrides, { listOptions }).jobs]).toEqual([]);
  });
});
