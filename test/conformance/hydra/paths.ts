import { nullNode } from "../../../src/config/nodes/create.js";
import { mergeDotlist } from "../../../src/config/nodes/dotlist.js";
import { resolveAt } from "../../../src/config/nodes/interpolation/resolve.js";
import type { ConfigNode } from "../../../src/config/nodes/node.js";
import { splitKey } from "../../../src/config/nodes/path.js";
import { update } from "../../../src/config/nodes/update.js";
import { loadConfig } from "../../../src/config/yaml/load-config.js";
import type { HydraCase, HydraRunner } from "./case.js";
import { differenceOfErrors, outcome } from "./expected-error.js";
import { goldenContext } from "./interpolation.js";
import { decodeTyped, differenceTyped } from "./typed-value.js";

/** Select, update, dot lists and key splitting. */
export const paths: HydraRunner = (testCase) => {
  const { op, expected } = testCase;
  if (op === "split_key") {
    const parts = JSON.stringify(splitKey(String(testCase.path)));
    const expectedParts = JSON.stringify(expected.parts);
    return parts === expectedParts ? undefined : `parts: got ${parts}, expected ${expectedParts}`;
  }
  if (op === "dotlist" && !isTexts(testCase.dotlist)) return undefined;
  const result = outcome(() => operate(testCase));
  if ("error" in result || expected.error)
    return differenceOfErrors("error" in result ? result.error : undefined, expected.error);
  return differenceTyped("result", result.value, expected.value ?? expected.config ?? null);
};

/** Types refuse other lists before they run. */
function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function operate({ op, yaml, path, ...rest }: HydraCase): ConfigNode {
  const root = loadConfig(String(yaml), "config.yaml");
  const context = goldenContext();
  if (op === "select")
    return (
      resolveAt(root, String(path), context, { throwOnMissing: rest.throw_on_missing === true }) ?? nullNode()
    );
  if (op === "dotlist") return mergeDotlist(root, isTexts(rest.dotlist) ? rest.dotlist : [], { context });
  const flagged = rest.struct === true && root.kind === "map" ? { ...root, flags: { struct: true } } : root;
  return update(flagged, String(path), decodeTyped(rest.value), {
    merge: rest.merge === true,
    forceAdd: rest.force_add === true,
    context,
  });
}
