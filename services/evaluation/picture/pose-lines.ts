import { BOX_VALUES, keypointsOf, type Person } from "../../toolkit/dataset/parse-label.js";
import { COLOURS, short } from "../../toolkit/picture/svg.js";
import { type Edge, sideOf, skeleton } from "./skeletons.js";

/** Colours of the predicted points, by the person's own sides. */
export const SIDES = { left: "#ffd200", right: "#3cb4e6", middle: COLOURS.mark } as const;

export interface Point {
  readonly x: number;
  readonly y: number;
  /** Whether the label shows it, so that it counts. */
  readonly counts: boolean;
}

/** Where a share of a picture's size lies. */
export type Place = (x: number, y: number) => { readonly x: number; readonly y: number };

/** @returns the points of a label. */
export function labelPoints(person: Person, place: Place): readonly Point[] {
  return Array.from({ length: keypointsOf(person) }, (_, i) => {
    const [x = 0, y = 0, visibility = 0] = person.subarray(BOX_VALUES + 3 * i, BOX_VALUES + 3 * i + 3);
    return { ...place(x, y), counts: visibility > 0 };
  });
}

/** @returns the points of a prediction; which of them count, the label says. */
export function posePoints(pose: Float32Array, label: readonly Point[], place: Place): readonly Point[] {
  return label.map(({ counts }, i) => ({ ...place(pose[3 * i] ?? 0, pose[3 * i + 1] ?? 0), counts }));
}

/** @returns the label: white, with a dark rim that shows on any photo. */
export function drawLabel(points: readonly Point[]): string {
  const shown = skeleton(points.length).filter((edge) => isCounted(edge, points));
  const lines = shown.map((edge) => lineOf(edge, points)).join("");
  const dots = points.filter(({ counts }) => counts).map(({ x, y }) => `M${short(x)} ${short(y)}h0`);
  const path = (width: number, colour: string, data: string) =>
    data === "" ? "" : `<path d="${data}" stroke="${colour}" stroke-width="${width}"/>`;
  return [
    path(6, COLOURS.ink, lines),
    path(10, COLOURS.ink, dots.join("")),
    path(4.5, COLOURS.paper, lines),
    path(8.5, COLOURS.paper, dots.join("")),
  ].join("");
}

/** @returns the prediction, the person's left and right in colours; points that the label does not show are faint. */
export function drawPose(points: readonly Point[]): string {
  const lines = skeleton(points.length).map((edge) => {
    const [from, to] = edge.map((point) => sideOf(point, points.length));
    const colour = SIDES[from === to ? (from ?? "middle") : "middle"];
    return `<path d="${lineOf(edge, points)}" stroke="${colour}" stroke-width="2.5"${faint(isCounted(edge, points))}/>`;
  });
  const dots = points.map(({ x, y, counts }, i) => {
    const colour = SIDES[sideOf(i, points.length)];
    return `<circle cx="${short(x)}" cy="${short(y)}" r="3" fill="${colour}" stroke="${COLOURS.ink}"${faint(counts)}/>`;
  });
  return [...lines, ...dots].join("");
}

function lineOf([from, to]: Edge, points: readonly Point[]): string {
  const [a, b] = [points[from], points[to]];
  if (a === undefined || b === undefined) return "";
  return `M${short(a.x)} ${short(a.y)}L${short(b.x)} ${short(b.y)}`;
}

function isCounted([from, to]: Edge, points: readonly Point[]): boolean {
  return points[from]?.counts === true && points[to]?.counts === true;
}

function faint(counts: boolean): string {
  return counts ? "" : ' opacity="0.4"';
}
