/** One `service.yaml`, checked key by key: what is wrong is told with file, line and what is allowed. */
import { dirname } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import type { Intake, Output, ServiceManifest } from "./manifest.js";
import { didYouMean, type Problem, type Result } from "./problem.js";

const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;
const KEYS = ["name", "summary", "command", "serve", "reads", "requires", "takes", "makes"];
const INTAKE_KEYS = ["from", "kinds", "kind", "optional"];
const OUTPUT_KEYS = ["kinds", "kind", "optional"];

type Path = readonly (string | number)[];
type Mapping = { readonly [key: string]: unknown };

/**
 * @param text the manifest's YAML
 * @param file its absolute path, for messages and for the manifest's `folder`
 * @returns the manifest, without its schema; or everything that is wrong with it.
 */
export function readManifest(text: string, file: string): Result<ServiceManifest> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const faults: { readonly offset: number; readonly message: string }[] = [];
  const report = (offset: number, message: string) => faults.push({ offset, message });
  const problems = () =>
    faults
      .sort((a, b) => a.offset - b.offset)
      .map(({ offset, message }): Problem => {
        const { line, col } = lines.linePos(offset);
        return { code: "bad_manifest", path: file, message: `${file}:${line}:${col}: ${message}` };
      });
  for (const error of document.errors) report(error.pos[0], error.message.split("\n")[0] ?? "not YAML");
  if (faults.length > 0) return { ok: false, problems: problems() };

  const check = new Check((path, message) => {
    const node = path.length > 0 ? document.getIn(path, true) : document.contents;
    report(offsetOf(node) ?? 0, `${path.length > 0 ? `${path.join(".")}: ` : ""}${message}`);
  });
  const root = check.mapping(document.toJS(), []);
  check.keys(root, KEYS, []);
  const manifest: ServiceManifest = {
    name: check.name(root.name, ["name"]),
    summary: check.text(root.summary, ["summary"]),
    command: check.texts(root.command, ["command"], { atLeast: 1 }),
    serve: check.flag(root.serve, ["serve"]),
    reads: check.texts(root.reads ?? [], ["reads"]),
    requires: check.texts(root.requires ?? [], ["requires"]),
    takes: readArtifacts(root.takes, "takes", check, (value, path) => readIntake(value, path, check)),
    makes: readArtifacts(root.makes, "makes", check, (value, path) => readOutput(value, path, check)),
    folder: dirname(file),
  };
  return faults.length > 0 ? { ok: false, problems: problems() } : { ok: true, value: manifest };
}

function readArtifacts<T>(
  value: unknown,
  key: string,
  check: Check,
  read: (artifact: Mapping, path: Path) => T,
): Readonly<Record<string, T>> {
  const artifacts = Object.entries(check.mapping(value ?? {}, [key]));
  return Object.fromEntries(
    artifacts.map(([name, artifact]) => {
      const path = [key, name];
      check.name(name, path);
      return [name, read(check.mapping(artifact ?? {}, path), path)];
    }),
  );
}

function readIntake(value: Mapping, path: Path, check: Check): Intake {
  check.keys(value, INTAKE_KEYS, path);
  const from = value.from;
  return {
    ...readKinds(value, path, check),
    ...(from === undefined
      ? {}
      : {
          from: Array.isArray(from)
            ? check.texts(from, [...path, "from"])
            : check.text(from, [...path, "from"]),
        }),
  };
}

function readOutput(value: Mapping, path: Path, check: Check): Output {
  check.keys(value, OUTPUT_KEYS, path);
  return readKinds(value, path, check);
}

function readKinds(value: Mapping, path: Path, check: Check): Output {
  const { kind, kinds } = value;
  if (kind !== undefined && kind !== "file" && kind !== "folder")
    check.fail([...path, "kind"], "must be file or folder.");
  return {
    ...(kind === "folder" || kind === "file" ? { kind } : {}),
    ...(kinds === undefined ? {} : { kinds: check.endings(kinds, [...path, "kinds"]) }),
    ...(value.optional === undefined ? {} : { optional: check.flag(value.optional, [...path, "optional"]) }),
  };
}

function offsetOf(node: unknown): number | undefined {
  if (typeof node !== "object" || node === null || !("range" in node) || !Array.isArray(node.range))
    return undefined;
  const [start]: unknown[] = node.range;
  return typeof start === "number" ? start : undefined;
}

/** Values of the right shape out of unknown ones; each fault is told once and replaced by something empty. */
class Check {
  readonly fail: (path: Path, message: string) => void;

  constructor(fail: (path: Path, message: string) => void) {
    this.fail = fail;
  }

  mapping(value: unknown, path: Path): Mapping {
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return Object.fromEntries(Object.entries(value));
    this.fail(path, "must be a mapping.");
    return {};
  }

  keys(value: Mapping, allowed: readonly string[], path: Path): void {
    for (const key of Object.keys(value)) {
      if (allowed.includes(key)) continue;
      this.fail([...path, key], `unknown key.${didYouMean(key, allowed)} Allowed: ${allowed.join(", ")}.`);
    }
  }

  text(value: unknown, path: Path): string {
    if (typeof value === "string" && value !== "") return value;
    this.fail(at(path, value), `${lacking(path, value)}must be text.`);
    return "";
  }

  name(value: unknown, path: Path): string {
    if (typeof value === "string" && NAME.test(value)) return value;
    this.fail(
      at(path, value),
      `${lacking(path, value)}must be a name: letters, digits, _ and -, a letter first.`,
    );
    return "";
  }

  texts(value: unknown, path: Path, { atLeast = 0 } = {}): readonly string[] {
    const texts = Array.isArray(value) ? value.filter((item) => typeof item === "string" && item !== "") : [];
    if (Array.isArray(value) && texts.length === value.length && texts.length >= atLeast) return texts;
    this.fail(
      at(path, value),
      `${lacking(path, value)}must be a list of ${atLeast > 0 ? `${atLeast} or more ` : ""}texts.`,
    );
    return [];
  }

  endings(value: unknown, path: Path): readonly string[] {
    const endings = this.texts(value, path, { atLeast: 1 });
    if (endings.some((ending) => !ending.startsWith(".")))
      this.fail(path, "must be file name endings such as .onnx.");
    return endings;
  }

  flag(value: unknown, path: Path): boolean {
    if (value === undefined || typeof value === "boolean") return value ?? false;
    this.fail(path, "must be true or false.");
    return false;
  }
}

/** A key that is not there has no place of its own: its mapping's is told. */
function at(path: Path, value: unknown): Path {
  return value === undefined ? path.slice(0, -1) : path;
}

function lacking(path: Path, value: unknown): string {
  return value === undefined ? `\`${path.at(-1)}\` is missing; it ` : "";
}
