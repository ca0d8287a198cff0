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
  const x = { factor: place.width / canvas.width, shift: place.left / canvas.width };
  const y = { factor: place.height / canvas.height, shift: place.top / canvas.height };
  return person.map((value, i) => {
    if (i === 0) return value;
    if (i === 3) return value * x.factor;
    if (i === 4) return value * y.factor;
    if (i < BOX_VALUES) return value * (i === 1 ? x : y).factor + (i === 1 ? x : y).shift;
    const axis = (i - BOX_VALUES) % 3;
    if (axis === 2) return value;
    return value * (axis === 0 ? x : y).factor + (axis === 0 ? x : y).shift;
  });
}
