/** @returns what a file that does not start as a TFLite model is, as the end of a sentence; undefined when it does. */
export function foreignFormat(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return "it is empty";
  const head = Buffer.from(bytes.subarray(0, 256)).toString("latin1");
  if (head.slice(4, 8) === "TFL3") return undefined;
  if (head.startsWith("version https://git-lfs"))
    return "it is a Git LFS pointer (git lfs pull fetches the file)";
  if (head.startsWith("\x89HDF")) return "it is an HDF5 file (Keras .h5)";
  if (head.startsWith("PK\x03\x04")) return "it is a zip archive (Keras .keras)";
  if (/^[\t\n\r\x20-\x7e]*$/.test(head)) return "it is a text file";
  return "it does not have the identifier TFL3";
}
