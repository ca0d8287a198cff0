import { openStdout } from "../../config/app/open-stdout.js";
import { main } from "../main.js";
import { processWorld } from "./process-world.js";

/** Runs the program on this process. */
export function start(): boolean {
  void main(processWorld(), openStdout().write).then((code) => {
    process.exitCode = code;
  });
  return true;
}
