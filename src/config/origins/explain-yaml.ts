import type { ConfigNode } from "../nodes/node.js";
import { type DumpSite, dumpWithSites } from "../yaml/dump.js";
import { hiddenValues } from "./hidden-values.js";
import { defaultMark, type PlaceOptions, shortPlace } from "./place-text.js";
import { valueText } from "./value-text.js";

/** A line that is longer does not move the comments of the others. */
const WIDEST = 60;
const GAP = 2;

interface Comment {
  readonly text: string;
  /** Where its line ends in the YAML text. */
  readonly at: number;
  /** Characters in its line. */
  readonly width: number;
}

/**
 * @returns the value's YAML as `dumpYaml` gives it, with a comment behind each line in which a value begins: where
 *   it was written and what it hid, `# conf/db.yaml:3, was 0.5 (conf/config.yaml:7)`. Behind `key:` it is the place
 *   where the mapping was written first. Text that is folded has its comment in its last line, bytes in the first.
 */
export function explainYaml(node: ConfigNode, options: PlaceOptions = {}): string {
  const { text, sites } = dumpWithSites(node);
  const blocks: Comment[][] = [];
  let flat = false;
  for (const site of sites) {
    const at = text.indexOf("\n", site.at);
    const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
    const comment = { text: commentText(site, options), at, width: widthOf(line) };
    const outermost = /^[^ -]/.test(line);
    const wasFlat = flat;
    flat = outermost && !isFilled(site.nodes.at(-1));
    if (blocks.length === 0 || (outermost && !(flat && wasFlat))) blocks.push([]);
    blocks.at(-1)?.push(comment);
  }
  let explained = "";
  let from = 0;
  for (const { text: comment, at, gap } of blocks.flatMap(aligned)) {
    explained += `${text.slice(from, at)}${" ".repeat(gap)}# ${comment}`;
    from = at;
  }
  return explained + text.slice(from);
}

/** How much longer than the widest a line is does not matter. */
function widthOf(line: string): number {
  return line.length > 2 * WIDEST ? line.length : Array.from(line).length;
}

function isFilled(node: ConfigNode | undefined): boolean {
  if (node?.kind === "list") return node.items.length > 0;
  return node?.kind === "map" && node.entries.size > 0;
}

/** One block is a key of the outermost mapping with what is in it, or such keys with scalars in a row. */
function aligned(comments: readonly Comment[]): (Comment & { readonly gap: number })[] {
  const widths = comments.map(({ width }) => width).filter((width) => width <= WIDEST);
  const column = Math.max(0, ...widths) + GAP;
  return comments.map((comment) => ({ ...comment, gap: Math.max(GAP, column - comment.width) }));
}

/** Of the values that share a line the innermost tells the place, each tells what it hid. */
function commentText({ nodes }: DumpSite, options: PlaceOptions): string {
  const origin = nodes.at(-1)?.origin;
  const place = origin === undefined ? "" : shortPlace(origin, options) + defaultMark(origin, options);
  return [place, ...nodes.flatMap((node) => hiddenTexts(node, options))].join(", ");
}

function hiddenTexts(node: ConfigNode, options: PlaceOptions): string[] {
  return hiddenValues(node).map(
    (hidden) => `was ${valueText(hidden)} (${shortPlace(hidden.origin, options)})`,
  );
}
