import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { FetchError } from "./fetch-error.js";

const LOOKED_AT_BYTES = 512;

/**
 * Looks whether a received file can be what was wanted.
 * @param shown the address for people
 * @param sha256 what the file is known by, in small letters; anything when undefined
 * @returns the file's digest. @throws FetchError for a web page, for nothing and for another file.
 */
export async function checkReceived(path: string, shown: string, sha256?: string): Promise<string> {
  const head = await headOf(path);
  if (head === "") throw unusable(`${shown} gives an empty file.`, "Is the address right?");
  if (/^\s*<(!doctype|html|head|body|\?xml)/i.test(head))
    throw unusable(
      `${shown} gives a web page, not a file.`,
      "Take the address of the file itself (on GitHub that of the button Raw); a page that asks to log in needs user:password@ before the host.",
    );
  if (head.startsWith("version https://git-lfs.github.com/"))
    throw unusable(
      `${shown} gives a pointer of Git LFS, not the file.`,
      "On GitHub, take the address that the button Download leads to.",
    );
  const found = await digestOf(path);
  if (sha256 === undefined || sha256 === found) return found;
  throw new FetchError(`${shown} gives another file than its sha256 says: ${found}.`, {
    code: "fetch_wrong_digest",
    hint: `Wanted was ${sha256}. If the file may have changed, give the new digest; otherwise do not use it.`,
  });
}

/** @returns a file's SHA-256, hexadecimal. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

async function headOf(path: string): Promise<string> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LOOKED_AT_BYTES), 0, LOOKED_AT_BYTES, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await handle.close();
  }
}

function unusable(message: string, hint: string): FetchError {
  return new FetchError(message, { code: "fetch_wrong_file", hint });
}
