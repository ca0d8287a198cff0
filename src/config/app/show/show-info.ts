import type { Composition } from "../../composition.js";
import { dumpYaml } from "../../yaml/dump.js";
import type { InfoKind } from "../flags/hydra-flags.js";
import { HYDRA_VERSION } from "../hydra-version.js";
import { table } from "./table.js";
import { treeLines } from "./tree-lines.js";

/** Takes one line, or lines, of the report; most are for debugging, the rest is what one asks for. */
export type TellInfo = (text: string, level: "debug" | "info") => void;

/** The logger that tells about the composition where `hydra.verbose` asks for it. */
export const HYDRA_LOGGER = "hydra._internal.hydra";

/** What Hydra calls the parts that are built in here. */
const PARTS: readonly (readonly [string, readonly string[]])[] = [
  ["ConfigSource", ["FileConfigSource", "ImportlibResourcesConfigSource", "StructuredConfigSource"]],
  ["CompletionPlugin", ["BashCompletion", "FishCompletion", "ZshCompletion"]],
  ["Launcher", ["BasicLauncher"]],
  ["Sweeper", ["BasicSweeper"]],
];

/**
 * Tells how a config came about, as `--info` prints it.
 * @param compose gives the composition; it is asked for only where the report needs one.
 * @throws what `compose` throws.
 */
export function showInfo(kind: InfoKind, compose: () => Composition, tell: TellInfo): void {
  if (kind === "all") heading(HYDRA_VERSION, "=", tell);
  if (kind === "all" || kind === "plugins") tellParts(tell);
  let composition: Composition | undefined;
  const once = () => {
    composition ??= compose();
    return composition;
  };
  COMPOSED[kind]?.(once, tell);
}

const COMPOSED: Readonly<
  Record<InfoKind, ((compose: () => Composition, tell: TellInfo) => void) | undefined>
> = {
  all: tellConfig,
  config: tellConfig,
  defaults: tellDefaultsList,
  "defaults-tree": tellDefaultsTree,
  plugins: undefined,
  searchpath: tellSearchPath,
};

function tellConfig(compose: () => Composition, tell: TellInfo): void {
  tellSearchPath(compose, tell);
  tellDefaultsTree(compose, tell);
  tellDefaultsList(compose, tell);
  heading("Config", "*", tell);
  tell(dumpYaml(compose().job), "info");
}

function tellParts(tell: TellInfo): void {
  heading("Installed Hydra Plugins", "*", tell);
  for (const [kind, names] of PARTS) {
    heading(`${kind}:`, "-", (text) => tell(`\t${text}`, "debug"));
    for (const name of names) tell(`\t\t${name}`, "debug");
  }
}

function tellSearchPath(compose: () => Composition, tell: TellInfo): void {
  tell("", "debug");
  heading("Config search path", "*", tell);
  const rows = compose().configSources.map(({ provider, schema, path }) => [provider, `${schema}://${path}`]);
  const { header, rows: lines } = table(["Provider", "Search path"], rows);
  framed(header, lines, tell);
}

function tellDefaultsTree(compose: () => Composition, tell: TellInfo): void {
  const { defaultsTrees } = compose();
  tell("", "info");
  heading("Defaults Tree", "*", tell);
  for (const line of treeLines(defaultsTrees)) tell(line, "info");
}

function tellDefaultsList(compose: () => Composition, tell: TellInfo): void {
  const { defaultsList } = compose();
  const rows = defaultsList.map((entry) => [
    entry.configPath,
    entry.package,
    entry.isSelf ? "True" : "False",
    entry.parent ?? "",
  ]);
  const { header, rows: lines } = table(["Config path", "Package", "_self_", "Parent"], rows);
  tell("", "debug");
  heading("Defaults List", "*", tell);
  framed(`${header} `, lines, tell);
}

function framed(header: string, lines: readonly string[], tell: TellInfo): void {
  heading(header, "-", tell);
  for (const line of lines) tell(line, "debug");
  tell("-".repeat(header.length), "debug");
}

function heading(text: string, filler: string, tell: TellInfo): void {
  tell(text, "debug");
  tell(filler.repeat(text.length), "debug");
}
