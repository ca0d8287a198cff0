import { readFile } from "node:fs/promises";
import sharp from "sharp";

/**
 * @param edge the longer side in pixels, at most: a smaller photo is not enlarged
 * @param exif turns the picture as its EXIF orientation says
 * @returns a photo made small, as a `data:` address
 * @throws Error for a file that is no image
 */
export async function thumbnail(path: string, { edge, exif }: { edge: number; exif: boolean }) {
  const image = sharp(await readFile(path), { ignoreIcc: true, sequentialRead: true });
  if (exif) image.autoOrient();
  const size = { width: edge, height: edge, fit: "inside", withoutEnlargement: true } as const;
  // A second pass for a smaller file costs more than the bytes are worth.
  const bytes = await image.resize(size).jpeg({ quality: 80, optimiseCoding: false }).toBuffer();
  return `data:image/jpeg;base64,${bytes.toString("base64")}`;
}
