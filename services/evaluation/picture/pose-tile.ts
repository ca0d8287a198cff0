import { basename } from "node:path";
import { placement } from "../../toolkit/image/padded.js";
import type { Size } from "../../toolkit/image/pixels.js";
import { abridged, type Box, COLOURS, escaped, rectangle, short, text } from "../../toolkit/picture/svg.js";
import type { PoseResult } from "../evaluate-poses.js";
import { drawLabel, drawPose, labelPoints, posePoints } from "./pose-lines.js";

/** Height of the line below the photo. */
export const CAPTION = 26;
const LETTERS = 21;

export interface TileUse {
  readonly aspectRatio: "fit" | "padding";
  /** The network's input picture. */
  readonly input: Size;
  /** The photo, made small, as a `data:` address. */
  readonly photo: string;
}

/** @returns a photo with its label and what the network saw in it, and its score below. */
export function poseTile(result: PoseResult, box: Box, { aspectRatio, input, photo }: TileUse): string {
  // The points are shares of the whole photo, or of the canvas in which a padded one lies.
  const whole = aspectRatio === "fit" ? result.photo : input;
  const inner = aspectRatio === "fit" ? { ...whole, left: 0, top: 0 } : placement(result.photo, input);
  const scale = Math.min(box.width / whole.width, box.height / whole.height);
  const left = (box.width - whole.width * scale) / 2;
  const top = (box.height - whole.height * scale) / 2;
  const place = (x: number, y: number) => ({
    x: left + x * whole.width * scale,
    y: top + y * whole.height * scale,
  });
  const label = labelPoints(result.person, place);
  const at = `x="${short(left + inner.left * scale)}" y="${short(top + inner.top * scale)}"`;
  const size = `width="${short(inner.width * scale)}" height="${short(inner.height * scale)}"`;
  const name = basename(result.path);
  return [
    `<svg x="${short(box.x)}" y="${short(box.y)}" width="${box.width}" height="${box.height}" fill="none" stroke-linecap="round">`,
    `<title>${escaped(name)}</title>`,
    rectangle({ x: 0, y: 0, width: box.width, height: box.height }, COLOURS.faint),
    `<image ${at} ${size} preserveAspectRatio="none" href="${photo}"/>`,
    drawLabel(label),
    drawPose(posePoints(result.pose, label, place)),
    "</svg>",
    text(box.x, box.y + box.height + 17, `${(100 * result.similarity).toFixed(1)} %`, { bold: true }),
    text(box.x + box.width, box.y + box.height + 17, abridged(name, LETTERS), {
      size: 11,
      colour: COLOURS.muted,
      anchor: "end",
    }),
  ].join("");
}
