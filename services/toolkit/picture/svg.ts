/** Pictures as SVG text: nothing to load, sharp at any size, and the letters are those of whoever looks at them. */

export const COLOURS = {
  ink: "#03234b",
  muted: "#66788a",
  faint: "#dfe5ec",
  bar: "#3cb4e6",
  mark: "#e6007e",
  paper: "#ffffff",
} as const;

export interface TextStyle {
  /** Height in pixels, 12 when absent. */
  readonly size?: number;
  readonly colour?: string;
  readonly bold?: boolean;
  /** Which end of the text is at its place; the start when absent. */
  readonly anchor?: "start" | "middle" | "end";
}

/** @returns a line of text whose base line is at a place. */
export function text(x: number, y: number, content: string, style: TextStyle = {}): string {
  const { size = 12, colour = COLOURS.ink, bold = false, anchor = "start" } = style;
  const weight = bold ? ' font-weight="600"' : "";
  const at = `x="${short(x)}" y="${short(y)}" font-size="${size}" fill="${colour}" text-anchor="${anchor}"`;
  return `<text ${at}${weight}>${escaped(content)}</text>`;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** @returns a filled rectangle. */
export function rectangle({ x, y, width, height }: Box, colour: string): string {
  const size = `width="${short(width)}" height="${short(height)}"`;
  return `<rect x="${short(x)}" y="${short(y)}" ${size} fill="${colour}"/>`;
}

/** @returns a whole picture on paper. */
export function svg(size: { readonly width: number; readonly height: number }, parts: readonly string[]) {
  const { width, height } = size;
  const font = 'font-family="system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif"';
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ${font}>`;
  const paper = rectangle({ x: 0, y: 0, width, height }, COLOURS.paper);
  return `${[head, paper, ...parts].join("\n")}\n</svg>\n`;
}

/** @returns a number with the decimals that an eye can tell apart. */
export function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** @returns text as the content or an attribute of an element; what XML cannot hold is left out. */
export function escaped(content: string): string {
  return content
    .replaceAll(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;");
}

/** @returns text of at most so many characters: of a longer one, its two ends. */
export function abridged(content: string, length: number): string {
  const characters = [...content];
  if (characters.length <= length) return content;
  const end = Math.floor((length - 1) / 2);
  return `${characters.slice(0, length - 1 - end).join("")}…${characters.slice(-end).join("")}`;
}
