import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NpyFile } from "../../../../services/toolkit/tensor/npy-file.js";
import { readNpy } from "./read-npy.js";

const pythons = [process.env.TENSORFLOW_PYTHON ?? "python3", "python3"];
const python = pythons.find((one) => spawnSync(one, ["-c", "import numpy"]).status === 0);
const folder = mkdtempSync(join(tmpdir(), "npy-"));

function write(name: string, shape: readonly number[], ...pieces: (Float32Array | Int8Array | Uint8Array)[]) {
  const path = join(folder, name);
  const file = new NpyFile(path, shape, pieces[0] ?? new Float32Array());
  for (const piece of pieces) file.append(piece);
  file.finish();
  return path;
}

describe("NpyFile", () => {
  it("holds the values of all pieces in C order", () => {
    const path = write("a.npy", [2, 1, 2], Float32Array.of(1.5, -2), Float32Array.of(3, 4));
    expect(readNpy(path)).toEqual({ descr: "<f4", shape: [2, 1, 2], values: [1.5, -2, 3, 4] });
  });

  it("writes a part of a larger buffer", () => {
    const path = write("b.npy", [2], Int8Array.of(9, -1, -128, 9).subarray(1, 3));
    expect(readNpy(path)).toEqual({ descr: "|i1", shape: [2], values: [-1, -128] });
  });

  it("has its name only when it is complete", () => {
    const path = join(folder, "late.npy");
    const file = new NpyFile(path, [2], new Uint8Array());
    file.append(Uint8Array.of(1));
    expect(() => file.finish()).toThrow("1 values of");
    expect(existsSync(path)).toBe(false);
    expect(() => file.append(Uint8Array.of(1, 2))).toThrow(RangeError);
    file.discard();
    expect(readdirSync(folder).filter((name) => name.startsWith("late"))).toEqual([]);
  });

  it.skipIf(python === undefined)("is read by numpy.load (needs a Python with numpy)", () => {
    const path = write("c.npy", [2, 3], Uint8Array.of(0, 1, 2, 3, 4, 255));
    const program = "import numpy, sys; a = numpy.load(sys.argv[1]); print(a.dtype, a.shape, a.tolist())";
    const said = execFileSync(python ?? "", ["-c", program, path], { encoding: "utf8" });
    expect(said.trim()).toBe("uint8 (2, 3) [[0, 1, 2], [3, 4, 255]]");
  });
});
