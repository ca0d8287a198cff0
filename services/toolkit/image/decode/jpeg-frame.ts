/** What a JPEG's headers say of its colours. */
export interface JpegFrame {
  readonly components: number;
  /** Whether the three components are red, green and blue themselves, not luminance and two differences. */
  readonly isRgb: boolean;
  /** Whether Adobe's marker is there: such a file with four components holds its inks inverted. */
  readonly isAdobe: boolean;
}

/** A header segment: from its marker's 0xff to `end`; its content starts at `content`. */
interface Segment {
  readonly marker: number;
  readonly start: number;
  readonly content: number;
  readonly end: number;
}

const START_OF_SCAN = 0xda;
const JFIF = { marker: 0xe0, name: "JFIF\0" };
const ADOBE = { marker: 0xee, name: "Adobe" };
/** Adobe's marker with transform 0: the components are stored as they are. */
const PLAIN_COMPONENTS = Uint8Array.from([0xff, 0xee, 0, 14, ...Buffer.from("Adobe"), 0, 100, 0, 0, 0, 0, 0]);
const TRANSFORM = 11;

/** @returns undefined for anything but a JPEG with a frame header. */
export function jpegFrame(bytes: Uint8Array): JpegFrame | undefined {
  const segments = segmentsOf(bytes);
  const frame = segments.find(({ marker }) => isFrameHeader(marker));
  const components = frame && bytes[frame.content + 5];
  if (frame === undefined || components === undefined) return undefined;
  const adobe = segments.find((segment) => isNamed(bytes, segment, ADOBE));
  const hasJfif = segments.some((segment) => isNamed(bytes, segment, JFIF));
  const ids = [0, 1, 2].map((i) => bytes[frame.content + 6 + 3 * i] ?? 0);
  // The rules of libjpeg: JFIF means YCbCr, Adobe says it, else the components' names tell.
  const isRgb = adobe ? bytes[adobe.content + TRANSFORM] === 0 : String.fromCharCode(...ids) === "RGB";
  return { components, isRgb: components === 3 && !hasJfif && isRgb, isAdobe: adobe !== undefined };
}

/** @returns the same picture declared as RGB, so that a decoder gives its YCbCr samples as they are stored. */
export function withPlainComponents(jpeg: Uint8Array): Uint8Array {
  const parts = [jpeg.subarray(0, 2), PLAIN_COMPONENTS];
  let kept = 2;
  for (const segment of segmentsOf(jpeg)) {
    if (!isNamed(jpeg, segment, JFIF) && !isNamed(jpeg, segment, ADOBE)) continue;
    parts.push(jpeg.subarray(kept, segment.start));
    kept = segment.end;
  }
  return Buffer.concat([...parts, jpeg.subarray(kept)]);
}

/** The segments before the picture itself; as far as they can be followed. */
function segmentsOf(bytes: Uint8Array): readonly Segment[] {
  const segments: Segment[] = [];
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return segments;
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === START_OF_SCAN) break;
    const end = at + 2 + ((bytes[at + 2] ?? 0) << 8) + (bytes[at + 3] ?? 0);
    if (marker !== 0xff) segments.push({ marker, start: at, content: at + 4, end });
    at = marker === 0xff ? at + 1 : end;
  }
  return segments;
}

/** SOF0 … SOF15; three codes in that range are tables and restarts of the arithmetic coder. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function isNamed(
  bytes: Uint8Array,
  segment: Segment,
  { marker, name }: { marker: number; name: string },
): boolean {
  if (segment.marker !== marker) return false;
  return (
    Buffer.from(bytes.subarray(segment.content, segment.content + name.length)).toString("latin1") === name
  );
}
