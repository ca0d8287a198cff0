import { placement } from "../image/padded.js";
import type { Size } from "../image/pixels.js";
import { BOX_VALUES, type Person } from "./parse-label.js";

/**
 * Moves a label along with a photo that is padded to a canvas (`aspect_ratio: padding`): x and width by the bars left
 * and right, y and height by the bars above and below. The zoo moves the other axis of a photo that is not square
 * (zoo's `get_padded_labels`), so its figure for such photos is lower than it should be.
 * @returns the person in shares of the canvas
 */
export function padLabel(person: Person, photo: Size, canvas: Size): Person {
  const place = placement(photo, canvas);
  const width = (value: number) => (value * place.width) / canvas.width;
  const height = (value: number) => (value * place.height) / canvas.height;
  const x = (value: number) => width(value) + place.left / canvas.width;
  const y = (value: number) => height(value) + place.top / canvas.height;
  const unchanged = (value: number) => value;
  const box = [unchanged, x, y, width, height];
  const point = [x, y, unchanged];
  return person.map((value, i) => {
    const move = i < BOX_VALUES ? box[i] : point[(i - BOX_VALUES) % point.length];
    return (move ?? unchanged)(value);
  });
}
