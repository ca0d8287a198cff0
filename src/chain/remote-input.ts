import { percentDecoded } from "./percent-decoded.js";
import { hasMaskedSecret, withoutUrlSecrets } from "./url-secrets.js";

/** A file that a config names by its address on the web. */
export interface RemoteInput {
  /** Without its fragment. */
  readonly url: URL;
  /** What the file is known by, when the address ends in `#sha256=` and 64 hexadecimal digits; in small letters. */
  readonly sha256?: string;
  /** The last part of the address's path, as a file may be called. */
  readonly fileName: string;
}

export type ReadRemote =
  | { readonly ok: true; readonly input: RemoteInput }
  | { readonly ok: false; readonly message: string; readonly hint: string };

/** Bytes: file systems take 255, and the name gets others before and behind it. */
const LONGEST_NAME = 120;

/** @returns whether a config's path is an address on the web: http or https. */
export function isRemote(path: string): boolean {
  return /^https?:/i.test(path);
}

/** @returns the part of a path or an address that tells the file's kind: without query and fragment of an address. */
export function kindPath(path: string): string {
  return isRemote(path) && URL.canParse(path) ? new URL(path).pathname : path;
}

/** @returns what an address names, or what is wrong with it. */
export function readRemote(address: string): ReadRemote {
  const shown = withoutUrlSecrets(address);
  if (!URL.canParse(address)) {
    const hint = "It takes the form https://host/folder/network.onnx.";
    return { ok: false, message: `'${shown}' is no address on the web.`, hint };
  }
  const url = new URL(address);
  if (hasMaskedSecret(url)) {
    const hint = "Give the address again, with its secret; ${oc.env:NAME} keeps it out of the configuration.";
    return { ok: false, message: `'${shown}' has lost its secret, which a run does not keep.`, hint };
  }
  const digest = /^#sha256=([0-9a-f]{64})$/i.exec(url.hash)?.[1];
  if (url.hash !== "" && digest === undefined) {
    const hint = "After # it takes sha256= and the 64 hexadecimal digits of the file's digest, or nothing.";
    return { ok: false, message: `'${shown}' ends in what is no digest.`, hint };
  }
  url.hash = "";
  const fileName = nameIn(url);
  return { ok: true, input: { url, fileName, ...(digest && { sha256: digest.toLowerCase() }) } };
}

/** No folder, no hidden file, nothing that a file system or a tracker refuses. */
function nameIn({ pathname }: URL): string {
  const last = percentDecoded(pathname.split("/").at(-1) ?? "");
  const name = last.replaceAll(/[^\p{L}\p{N}\p{M}._ -]/gu, "_");
  return endOf(name).replace(/^[. ]+/, "") || "file";
}

/** A name's ending tells the file's kind: it is cut at its front, and a character that was cut through goes whole. */
function endOf(name: string): string {
  return Buffer.from(name)
    .subarray(-LONGEST_NAME)
    .toString()
    .replace(/^\ufffd+/, "");
}
