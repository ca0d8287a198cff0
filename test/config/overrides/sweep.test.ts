import { describe, expect, test } from "vitest";
import { ConfigError } from "../../../src/config/error.js";
import {
  boolNode,
  floatNode,
  intNode,
  listNode,
  mapNode,
  strNode,
} from "../../../src/config/nodes/create.js";
import { parseOverride, parseOverrides } from "../../../src/config/overrides/parse.js";
import { batches, expandSweep } from "../../../src/config/overrides/sweep.js";
import { sweeperParams } from "../../../src/config/overrides/sweeper-params.js";
import { overrideNode } from "../../../src/config/overrides/to-node.js";

function jobs(...texts: string[]): (readonly string[])[] {
  return [...expandSweep(parseOverrides(texts)).jobs];
}

describe("expandSweep", () => {
  test("the last override varies fastest", () => {
    expect(jobs("a=1,2", "b=x,y")).toEqual([
      ["a=1", "b=x"],
      ["a=1", "b=y"],
      ["a=2", "b=x"],
      ["a=2", "b=y"],
    ]);
  });

  test("a repeated key keeps its place and takes the last value", () => {
    expect(jobs("a=1,2", "b=3", "a=4")).toEqual([["a=4", "b=3"]]);
  });

  test("texts are canonical: escapes, quotes, null for a deletion", () => {
    expect(jobs("a=x y", "b='1,2'", "~c", "+d@p=[1, 2.0]")).toEqual([
      ["a=x\\ y", "b='1,2'", "~c=null", "+d@p=[1,2.0]"],
    ]);
  });

  test("no override is one job, a glob that matches nothing is none", () => {
    expect(jobs()).toEqual([[]]);
    const none = expandSweep(parseOverrides(["a=range(inf)", "db=glob(x*)"]), {
      listOptions: () => ["mysql"],
    });
    expect([none.size, [...none.jobs]]).toEqual([0n, []]);
  });

  test("a glob takes options in their order", () => {
    const listOptions = (group: string) => (group === "db" ? ["mysql", "postgresql", "sqlite"] : []);
    const sweep = expandSweep(parseOverrides(["db=glob([*sql*,x],exclude='[!a-m]*')"]), {
      listOptions,
    });
    expect([...sweep.jobs]).toEqual([["db=mysql"]]);
  });

  test("huge and endless sweeps are counted, and give their first jobs at once", () => {
    const huge = expandSweep(parseOverrides(["a=range(1000000)", "b=range(1000000)", "c=range(0,1,0.001)"]));
    expect(huge.size).toBe(10n ** 15n);
    expect(huge.jobs[Symbol.iterator]().next().value).toEqual(["a=0", "b=0", "c=0.0"]);
    expect(expandSweep(parseOverrides(["a=range(1,inf)"])).size).toBe(Number.POSITIVE_INFINITY);
  });

  test.each([
    "a=interval(0,1)",
    "a=range(0,5,0)",
    "a=range(0.0,5,0)",
    "a=range(nan)",
    "a=[choice(1,2)]",
    "a=glob(*)",
    "a=shuffle(range(inf))",
  ])("%s is refused before any job", (text) => {
    expect(() => expandSweep(parseOverrides(["b=1,2", text]))).toThrow(ConfigError);
  });
});

describe("batches", () => {
  test("have at most the given size", () => {
    const sizes = [...batches(expandSweep(parseOverrides(["a=range(7)"])).jobs, 3)].map(
      ({ length }) => length,
    );
    expect(sizes).toEqual([3, 3, 1]);
  });

  test("come as they fill, also of an endless sweep", () => {
    const [first] = batches(expandSweep(parseOverrides(["a=range(inf)"])).jobs, 2);
    expect(first).toEqual([["a=0.0"], ["a=1.0"]]);
  });

  test("without a size are one, even without jobs", () => {
    expect([...batches([])]).toEqual([[]]);
    expect([...batches([], 2)]).toEqual([]);
  });

  test("of size 0 are refused", () => {
    expect(() => [...batches([["a=1"]], 0)]).toThrow("max_batch_size is 0");
  });
});

describe("overrideNode", () => {
  test("forgets quotes and keeps kinds and columns", () => {
    const text = "k={1: 'a', b: [1.0]}";
    const node = overrideNode(parseOverride(text));
    const entries = node?.kind === "map" ? [...node.entries.values()] : [];
    expect(node?.origin).toEqual({ type: "override", text, column: 3 });
    expect(entries).toMatchObject([
      { key: 1n, value: { kind: "str", value: "a", origin: { type: "override", text, column: 7 } } },
      { key: "b", value: { kind: "list", items: [{ kind: "float", value: 1 }] } },
    ]);
  });

  test("~key has none, a sweep is refused wherever it is", () => {
    expect(overrideNode(parseOverride("~k"))).toBeUndefined();
    for (const text of ["k=1,2", "k=[choice(1)]", "k={a:range(3)}", "k=glob(*)"])
      expect(() => overrideNode(parseOverride(text))).toThrow(ConfigError);
  });
});

describe("sweeperParams", () => {
  test("are override texts as Python writes the values", () => {
    const params = mapNode([
      ["a.b", strNode("1,2")],
      ["c", intNode(3)],
      ["d", floatNode(1)],
      ["e", boolNode(true)],
      ["f", listNode([strNode("x y"), intNode(1)])],
    ]);
    expect(sweeperParams(params)).toEqual(["a.b=1,2", "c=3", "d=1.0", "e=True", "f=['x y', 1]"]);
  });
});
