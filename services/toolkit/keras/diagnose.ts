/**
 * Says from its first bytes what a file that is no Keras network probably is.
 *
 * @param head - some hundred bytes, or all of a short file
 */
export function diagnose(head: Buffer): { what: string; hint?: string } {
  if (head.length === 0) return { what: "it is empty" };
  const text = head.toString("latin1");
  if (text.startsWith("version https://git-lfs"))
    return { what: "it is a Git LFS pointer", hint: "Fetch the file itself with: git lfs pull" };
  if (text.slice(4, 8) === "TFL3") return { what: "it is a TFLite model" };
  const [first = 0, second = 0, third = 0] = head;
  if (first === 0x80 && second >= 2 && second <= 5)
    return {
      what: "it is a Python pickle, which is never opened: that could run code",
      hint: "Save the network with model.save('model.h5').",
    };
  if (text.slice(1, 6) === "NUMPY") return { what: "it is a NumPy array" };
  if (first === 0x1f && second === 0x8b)
    return { what: "it is compressed with gzip", hint: "Unpack it first." };
  if (/^\s*(<!doctype|<html)/i.test(text))
    return { what: "it is a web page", hint: "Download the file itself." };
  if (/^[\t\n\r\x20-\x7e]*$/.test(text)) return { what: "it is a text file" };
  // Every exporter of ONNX writes field 1, the version, then the name of the producer.
  if (first === 0x08 && second <= 20 && third === 0x12)
    return { what: "it is an ONNX model", hint: "Name it model.onnx." };
  return { what: "its content is of another format" };
}
