import { padLabel } from "../../../services/toolkit/dataset/pad-label.js";
import { BOX_VALUES, type Person } from "../../../services/toolkit/dataset/parse-label.js";
import { placement } from "../../../services/toolkit/image/padded.js";
import type { Size } from "../../../services/toolkit/image/pixels.js";
import type { blobReader } from "../blob.js";
import type { PipelineCase } from "./check-pipeline.js";

const TOLERANCE = 1e-6;
const f32 = Math.fround;

/**
 * The zoo moves the labels of a padded photo along the wrong axis. This holds both: that the vectors are what the zoo's
 * formula gives, and that ours lie where the golden picture shows the photo.
 */
export function checkLabels(
  golden: PipelineCase,
  photo: Size,
  reader: ReturnType<typeof blobReader>,
): string | undefined {
  if (golden.labels_in === undefined || golden.labels_out === undefined || golden.output === undefined)
    return "the case has no labels or picture";
  const [persons = 0, columns = 0] = golden.labels_in.shape;
  const [height, width] = golden.size;
  const canvas = { height, width };
  const given = reader.floats(golden.labels_in);
  const wanted = reader.floats(golden.labels_out);
  const seen = pictureIn(reader.floats(golden.output), canvas, golden.offset);
  const place = placement(photo, canvas);
  if (seen.join() !== [place.top, place.height, place.left, place.width].join())
    return `the picture lies at ${seen}, not at ${Object.values(place)}`;
  for (let p = 0; p < persons; p++) {
    const person = given.slice(p * columns, (p + 1) * columns);
    const zoo = wanted.subarray(p * columns, (p + 1) * columns);
    const off = largest(zoosLabel(person, photo, canvas), zoo);
    if (!(off <= TOLERANCE)) return `person ${p}: the zoo's formula is ${off} off the vector`;
    const ours = largest(padLabel(person, photo, canvas), labelAt(person, seen, canvas));
    if (!(ours <= TOLERANCE)) return `person ${p} is ${ours} off the picture`;
  }
  return undefined;
}

type Extent = readonly [top: number, height: number, left: number, width: number];

/** @returns the rows and columns of a tensor that are not the padding's black. */
function pictureIn(values: Float32Array, { height, width }: Size, black: number): Extent {
  const channels = values.length / (height * width);
  const isBlack = (row: number, column: number) =>
    values
      .subarray((row * width + column) * channels, (row * width + column + 1) * channels)
      .every((value) => value === f32(black));
  const rows = [...Array(height).keys()].filter(
    (row) => ![...Array(width).keys()].every((column) => isBlack(row, column)),
  );
  const columns = [...Array(width).keys()].filter((column) => !rows.every((row) => isBlack(row, column)));
  return [rows[0] ?? 0, rows.length, columns[0] ?? 0, columns.length];
}

/** Where the values of a label are in a canvas that shows the photo in a part of it. */
function labelAt(person: Person, [top, rows, left, columns]: Extent, { height, width }: Size): Person {
  return person.map((value, i) => {
    if (isX(i)) return (left + value * columns) / width;
    if (isY(i)) return (top + value * rows) / height;
    if (i === 3) return (value * columns) / width;
    return i === 4 ? (value * rows) / height : value;
  });
}

/** The zoo's `get_padded_labels`, to the letter. */
function zoosLabel(person: Person, photo: Size, canvas: Size): Person {
  const photoRatio = f32(photo.height / photo.width);
  const canvasRatio = f32(canvas.height / canvas.width);
  const isWide = photoRatio <= canvasRatio;
  const ratio = f32(isWide ? photoRatio / canvasRatio : canvasRatio / photoRatio);
  const axis = isWide ? canvas.height : canvas.width;
  const added = 1 - f32(axis * ratio);
  const odd = added - 2 * Math.floor(added / 2);
  return person.map((value, i) => {
    if (isWide ? isX(i) : isY(i)) return ratio * (value - 0.5) + 0.5 - (odd * 0.5) / (axis - 1);
    return i === (isWide ? 3 : 4) ? ratio * value : value;
  });
}

function isX(i: number): boolean {
  return i === 1 || (i >= BOX_VALUES && (i - BOX_VALUES) % 3 === 0);
}

function isY(i: number): boolean {
  return i === 2 || (i >= BOX_VALUES && (i - BOX_VALUES) % 3 === 1);
}

function largest(a: Person, b: Person): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))), 0);
}
