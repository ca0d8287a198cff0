import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { seededOrder } from "../../../../services/toolkit/dataset/seeded-order.js";
import { NumpyRandom } from "../../../../services/toolkit/random/numpy-random.js";
import { hasShared, shared } from "../../../shared.js";

describe("NumpyRandom", () => {
  it("draws the doubles of numpy.random.RandomState(123).rand(3)", () => {
    const random = new NumpyRandom(123);
    expect([random.double(), random.double(), random.double()]).toEqual([
      0.6964691855978616, 0.28613933495037946, 0.2268514535642031,
    ]);
  });

  it("draws the integers of the reference MT19937 started with 5489", () => {
    const random = new NumpyRandom(5489);
    expect([random.uint32(), random.uint32()]).toEqual([3499211612, 581869302]);
    for (let i = 2; i < 9999; i++) random.uint32();
    expect(random.uint32()).toBe(4123659995);
  });

  it("scales doubles into [low, high)", () => {
    expect(new NumpyRandom(0).uniform(0, 255)).toBe(0.5488135039273248 * 255);
  });

  it("takes 0 as a seed of its own", () => {
    expect(new NumpyRandom(0).uint32()).not.toBe(new NumpyRandom(123).uint32());
  });

  it.each([-1, 2 ** 32, 1.5, Number.NaN])("refuses the seed %s", (seed) => {
    expect(() => new NumpyRandom(seed)).toThrow("between 0 and 4294967295");
  });

  it("shuffles a list as NumPy does", () => {
    expect(seededOrder(["a", "b", "c", "d", "e"], 123)).toEqual(["b", "d", "e", "a", "c"]);
  });
});

describe.skipIf(!hasShared)("NumpyRandom against the zoo's orders (needs ../shared)", () => {
  const golden: { shuffle_numpy_RandomState: Record<string, number[]> } = hasShared
    ? JSON.parse(readFileSync(shared("zoo_runs", "golden.json"), "utf8"))
    : { shuffle_numpy_RandomState: {} };

  it.each(Object.entries(golden.shuffle_numpy_RandomState))("gives the order of %s", (name, order) => {
    const [, seed, count] = /^seed(\d+)_n(\d+)$/.exec(name) ?? [];
    const items = Array.from({ length: Number(count) }, (_, i) => i);
    expect(seededOrder(items, Number(seed))).toEqual(order);
  });
});
