import { join } from "node:path";
import { thumbnail } from "../../toolkit/image/decode/thumbnail.js";
import { gate } from "../../toolkit/image/gate.js";
import type { Size } from "../../toolkit/image/pixels.js";
import type { Preprocessing } from "../../toolkit/image/preprocessing.js";
import { COLOURS, svg, text } from "../../toolkit/picture/svg.js";
import { counted } from "../../toolkit/service/counted.js";
import { writeAside } from "../../toolkit/write-aside.js";
import type { PoseResult } from "../evaluate-poses.js";
import { meanSimilarity } from "../scores.js";
import { choosePoses } from "./choose-poses.js";
import { SIDES } from "./pose-lines.js";
import { CAPTION, poseTile } from "./pose-tile.js";
import { similarityHistogram } from "./similarity-histogram.js";

/** Name of the file in the stage's folder. */
export const POSES_FILE = "poses.svg";

const COLUMNS = 4;
const TILES = 2 * COLUMNS;
const TILE = 216;
const GAP = 16;
const MARGIN = 24;
const WIDTH = 2 * MARGIN + COLUMNS * TILE + (COLUMNS - 1) * GAP;
const CHART = { x: MARGIN, y: 94, width: WIDTH - 2 * MARGIN, height: 72 };
const PHOTOS = CHART.y + CHART.height + 64;
/** Twice a tile's would be finer, and four times the bytes. */
const EDGE = 320;

export interface PosesPicture {
  readonly results: readonly PoseResult[];
  readonly quantized: boolean;
  readonly preprocessing: Preprocessing;
  /** The network's input picture. */
  readonly input: Size;
}

/**
 * Draws what an evaluation found: how the scores are spread, and a few photos from the worst to the best, the predicted
 * poses over the labels.
 * @returns the file's absolute path
 * @throws Error when a photo has gone meanwhile; ServiceError `output_unwritable`
 */
export async function drawPoses(folder: string, { results, quantized, preprocessing, input }: PosesPicture) {
  const { aspectRatio, exif } = preprocessing;
  const chosen = choosePoses(results, TILES);
  // Two at a time: the largest photos are held whole while they are made small.
  const enter = gate(2);
  const photos = await Promise.all(
    chosen.map(({ path }) => enter(() => thumbnail(path, { edge: EDGE, exif }))),
  );
  const tiles = chosen.map((result, i) => {
    const x = MARGIN + (i % COLUMNS) * (TILE + GAP);
    const y = PHOTOS + Math.floor(i / COLUMNS) * (TILE + CAPTION + GAP);
    const box = { x, y, width: TILE, height: TILE };
    return poseTile(result, box, { aspectRatio, input, photo: photos[i] ?? "" });
  });
  const rows = Math.ceil(chosen.length / COLUMNS);
  const size = { width: WIDTH, height: PHOTOS + rows * (TILE + CAPTION + GAP) };
  const path = join(folder, POSES_FILE);
  writeAside(svg(size, [...head(results, quantized), legend(), ...tiles]), path);
  return path;
}

function head(results: readonly PoseResult[], quantized: boolean): readonly string[] {
  const mean = meanSimilarity(results);
  const about = `${counted(results.length, "image")}, ${quantized ? "quantized" : "float"} network`;
  return [
    text(MARGIN, 42, `Mean OKS ${(100 * mean).toFixed(2)} %`, { size: 22, bold: true }),
    text(WIDTH - MARGIN, 42, about, { colour: COLOURS.muted, anchor: "end" }),
    similarityHistogram(results, mean, CHART),
  ];
}

/** The meaning of the colours, from the right edge to the left. */
function legend(): string {
  const y = PHOTOS - 14;
  const entries = [
    { x: 48, colour: COLOURS.paper, name: "label" },
    { x: 134, colour: SIDES.middle, name: "middle" },
    { x: 186, colour: SIDES.right, name: "right" },
    { x: 230, colour: SIDES.left, name: "left" },
  ];
  const marks = entries.map(({ x, colour, name }) => {
    const [left, style] = [WIDTH - MARGIN - x, { colour: COLOURS.muted }];
    const mark = `<circle cx="${left}" cy="${y - 4}" r="5" fill="${colour}" stroke="${COLOURS.ink}"/>`;
    return `${mark}${text(left + 10, y, name, style)}`;
  });
  const predicted = text(WIDTH - MARGIN - 244, y, "predicted:", { colour: COLOURS.muted, anchor: "end" });
  return [text(MARGIN, y, "From the worst to the best", { bold: true }), predicted, ...marks].join("");
}
