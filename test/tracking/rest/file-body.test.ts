import { execFileSync } from "node:child_process";
import { appendFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { fileBody } from "../../../src/tracking/rest/file-body.js";
import { temporaryFolder } from "../../chain/rig.js";

const LARGE = 5_000_000;

function fileOf(size: number): string {
  const file = join(temporaryFolder(), "artifact.bin");
  writeFileSync(file, Buffer.alloc(size, 7));
  return file;
}

test("a small file is one piece", async () => {
  const told: number[] = [];
  const body = await fileBody(fileOf(1000), { onProgress: (bytes) => told.push(bytes) });
  expect(body.content).toEqual(Buffer.alloc(1000, 7));
  expect(told).toEqual([1000]);
  await body.close();
});

test("a large one is a stream of as many bytes as it had, though it grows", async () => {
  const file = fileOf(LARGE);
  const { content, size, close } = await fileBody(file);
  appendFileSync(file, "more");
  expect(size).toBe(LARGE);
  expect(content).toBeInstanceOf(Readable);
  expect(await buffer(content as Readable)).toHaveLength(LARGE);
  await close();
});

test("of a part no other byte goes", async () => {
  const file = fileOf(10);
  writeFileSync(file, "0123456789");
  const { content } = await fileBody(file, { part: { start: 2, size: 3 } });
  expect(String(content)).toBe("234");
});

test("a file that becomes shorter ends the body with an error", async () => {
  const file = fileOf(LARGE);
  const { content, close } = await fileBody(file);
  truncateSync(file, 10);
  await expect(buffer(content as Readable)).rejects.toThrow("became shorter");
  await close();
});

test.skipIf(process.platform === "win32")("a pipe is refused, not waited for", async () => {
  const pipe = join(temporaryFolder(), "pipe");
  execFileSync("mkfifo", [pipe]);
  await expect(fileBody(pipe)).rejects.toThrow(`${pipe} is no file`);
});

test("a file that is gone is named", async () => {
  await expect(fileBody("/no/such/file")).rejects.toMatchObject({
    code: "disk",
    message: expect.stringContaining("/no/such/file cannot be read: ENOENT"),
  });
});
