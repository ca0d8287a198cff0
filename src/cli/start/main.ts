import { openStdout } from "../../config/app/open-stdout.js";
import { main, type Ways } from "../main.js";
import { processWorld } from "./process-world.js";

/** Runs the program on this process. @param perform loads what does more than showing a text. */
export function start(perform: Ways["perform"]): void {
  void main(processWorld(), { show: openStdout().write, perform }).then((code) => {
    process.exitCode = code;
  });
}
