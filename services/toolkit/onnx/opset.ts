import type { ModelProto } from "./onnx_pb.js";

/** What ONNX Runtime 1.30 loads: it was tried with every version from 1 to 30. */
export const OPSETS = { oldest: 7, newest: 26 } as const;

/** @returns the version of the default operator set that a model imports; 0 when it imports none. */
export function opsetVersion(model: ModelProto): number {
  const entry = model.opsetImport.find(({ domain }) => isDefaultDomain(domain));
  return Number(entry?.version ?? 0n);
}

/** @returns whether a node or an import belongs to ONNX itself; its domain has two spellings. */
export function isDefaultDomain(domain: string): boolean {
  return domain === "" || domain === "ai.onnx";
}
