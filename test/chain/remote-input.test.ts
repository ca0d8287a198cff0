import { describe, expect, it } from "vitest";
import { readRemote } from "../../src/chain/remote-input.js";
import { withoutUrlSecrets } from "../../src/chain/url-secrets.js";

const DIGEST = "aB".repeat(32);

describe("an address as an input", () => {
  it.each([
    ["https://h/a/pose.onnx", "pose.onnx"],
    ["https://h/a/..%2F..%2Fetc%2Fpasswd.onnx", "_.._etc_passwd.onnx"],
    ["https://h/.hidden.onnx", "hidden.onnx"],
    ["https://h/%E0%A4%A.onnx", "_E0_A4_A.onnx"],
    ["https://h/mod%C3%A8le%20%231.onnx?x=/y", "modèle _1.onnx"],
    ["https://h/", "file"],
  ])("%s is called %s", (address, fileName) => {
    expect(readRemote(address)).toMatchObject({ ok: true, input: { fileName } });
  });

  it("is called by the end of its name, of 120 bytes and whole characters", () => {
    const read = readRemote(`https://h/${encodeURIComponent("模型".repeat(100))}.onnx`);
    expect(read).toMatchObject({ ok: true, input: { fileName: `${"模型".repeat(19)}.onnx` } });
  });

  it("is no hidden file where its name is cut before a dot", () => {
    const read = readRemote(`https://h/pose.${"b".repeat(114)}.onnx`);
    expect(read).toMatchObject({ ok: true, input: { fileName: `${"b".repeat(114)}.onnx` } });
  });

  it("may end in its digest", () => {
    const read = readRemote(`https://h/a.onnx#sha256=${DIGEST}`);
    expect(read).toMatchObject({ ok: true, input: { sha256: DIGEST.toLowerCase() } });
    expect(read.ok && read.input.url.href).toBe("https://h/a.onnx");
  });

  it.each(["https://h/a.onnx#sha256=12", "https://h/a.onnx#main", "https://", "http://[::/a.onnx"])(
    "%s is refused",
    (address) => expect(readRemote(address).ok).toBe(false),
  );

  it("that a run has masked is refused, with what to do", () => {
    for (const address of ["https://***@h/a.onnx", "https://h/a.onnx?sig=***"])
      expect(readRemote(address)).toMatchObject({
        ok: false,
        message: expect.stringContaining("lost its secret"),
      });
  });
});

describe("withoutUrlSecrets", () => {
  it.each([
    ["https://ada:love@h/x.onnx", "https://***@h/x.onnx"],
    ["model_path=http://tok@h:80/x, http://h/y@z", "model_path=http://***@h:80/x, http://h/y@z"],
    ["https://a:b@c@h/", "https://***@h/"],
    ["model_path=https\\://ada\\:love@h\\:80/x", "model_path=https\\://***@h\\:80/x"],
    [
      "https://h/x?X-Amz-Signature=12&v=2&access_token=t#sha256=1",
      "https://h/x?X-Amz-Signature=***&v=2&access_token=***#sha256=1",
    ],
    ["mail ada@h, no://address", "mail ada@h, no://address"],
  ])("%s", (text, masked) => expect(withoutUrlSecrets(text)).toBe(masked));
});
