import { outlive } from "../../config/app/outlive.js";
import type { World } from "../world.js";

/** @returns the process's own world. Its streams are opened when they are asked for: that takes Node a while. */
export function processWorld(): World {
  return {
    argv: process.argv.slice(2),
    cwd: process.cwd(),
    env: process.env,
    get stdout() {
      return outlive(process.stdout);
    },
    get stderr() {
      return outlive(process.stderr);
    },
  };
}
