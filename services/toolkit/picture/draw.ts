import type { Emitter } from "../service/protocol.js";

/**
 * Tells of a picture, which is a comfort: one that cannot be drawn is a warning, and the stage goes on.
 * @param make draws it and returns its path
 */
export async function draw(emit: Emitter, name: string, make: () => Promise<string>): Promise<void> {
  try {
    emit.artifact(name, await make());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    emit.log("warn", `The picture '${name}' could not be drawn: ${reason}`);
  }
}
