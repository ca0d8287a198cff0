/** What an artifact may be, as manifests say it: a folder, or a file by its name's ending. */
import type { Intake, Output } from "./manifest.js";

type Kinds = Pick<Intake | Output, "kind" | "kinds">;

/** @returns whether a file's name has one of the accepted endings; upper and lower case are one. */
export function hasKind(path: string, { kinds }: Kinds): boolean {
  if (kinds === undefined) return true;
  const name = path.toLowerCase();
  return kinds.some((kind) => name.endsWith(kind.toLowerCase()));
}

/** @returns whether something that is made so can be what is taken so. */
export function kindsMeet(made: Kinds, taken: Kinds): boolean {
  if ((made.kind ?? "file") !== (taken.kind ?? "file")) return false;
  if (made.kinds === undefined || taken.kinds === undefined) return true;
  return made.kinds.some((kind) => hasKind(kind, taken));
}

/** @returns the accepted kinds for people: `a folder`, `a .h5 or .onnx file`, `a file`. */
export function describeKinds({ kind, kinds }: Kinds): string {
  if (kind === "folder") return "a folder";
  if (kinds === undefined) return "a file";
  return `a ${new Intl.ListFormat("en", { type: "disjunction" }).format(kinds)} file`;
}
