/** The reference material beside the checkout: golden vectors, photos, models. Tests skip where it is absent. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const projectRoot = fileURLToPath(new URL("..", import.meta.url));
const folder = join(projectRoot, "..", "shared");

/** Whether the reference material is there: `describe.skipIf(!hasShared)("… (needs ../shared)")`. */
export const hasShared = existsSync(folder);

/** @returns the absolute path of a file or folder of the reference material. */
export function shared(...parts: string[]): string {
  return join(folder, ...parts);
}
