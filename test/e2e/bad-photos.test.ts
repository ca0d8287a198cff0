/** Photos and labels that cannot be read: the file at fault is named. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { EVALUATE, expectBlock, inPairs, type Outcome, tell, workplace } from "./workplace.js";

/** Spoils the photos before an evaluation. */
const PHOTOS: readonly (readonly [string, (photos: string) => void, RegExp])[] = [
  [
    "an empty folder",
    (photos) => readdirSync(photos).forEach((name) => void rmSync(join(photos, name))),
    /There is no \.jpg image in .*photos/,
  ],
  ["photos of another kind (e70)", (photos) => only(photos, "a.png"), /only names ending in \.jpg/],
  [
    "a photo without label (e65)",
    (photos) => rmSync(join(photos, "person_001.txt")),
    /1 image in .* without a label; the first is person_001\.jpg/,
  ],
  [
    "a label without photo",
    (photos) => rmSync(join(photos, "person_001.jpg")),
    /1 label in .* without an image; the first is person_001\.txt/,
  ],
  [
    "a corrupt photo (e68)",
    (photos) => writeFileSync(join(photos, "person_001.jpg"), "no photo"),
    /Cannot decode the image .*person_001\.jpg/,
  ],
  [
    "a label with a blank at the end (e62)",
    (photos) => relabel(photos, (text) => `${text.trim()} \n`),
    /Invalid label .*person_001\.txt:1: /,
  ],
  [
    "a label with NaN (e66)",
    (photos) => relabel(photos, (text) => text.replace(/ \S+/, " nan")),
    /Invalid label .*person_001\.txt:1: /,
  ],
  [
    "a label with a letter (e66)",
    (photos) => relabel(photos, (text) => text.replace(/ \S+/, " a")),
    /Invalid label .*person_001\.txt:1: /,
  ],
  ["an empty label (e63, e64)", (photos) => relabel(photos, () => ""), /person_001\.txt/],
  [
    "a label with too few numbers (e67)",
    (photos) => relabel(photos, (text) => text.trim().split(" ").slice(0, 10).join(" ")),
    /person_001\.txt/,
  ],
];

function only(photos: string, name: string): void {
  for (const file of readdirSync(photos)) rmSync(join(photos, file));
  writeFileSync(join(photos, name), "");
}

function relabel(photos: string, change: (text: string) => string): void {
  const path = join(photos, "person_001.txt");
  writeFileSync(path, change(readFileSync(path, "utf8")));
}

describe("photos and labels that are wrong, each named", () => {
  let outcomes: Outcome[];
  beforeAll(async () => {
    outcomes = await inPairs(PHOTOS, ([, spoil]) => {
      const cwd = workplace();
      spoil(join(cwd, "photos"));
      return tell(EVALUATE, cwd);
    });
  });

  it.each(PHOTOS.map(([title, , says], index) => [title, says, index] as const))("%s", (_, says, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new Error("the case was not run");
    expectBlock(outcome, says);
  });

  it("calibration needs no labels (e69), evaluation takes the first of two people (e71)", async () => {
    const cwd = workplace();
    relabel(join(cwd, "photos"), (text) => `${text.trim()}\n${text.trim()}\n`);
    expect((await tell(EVALUATE, cwd)).code).toBe(0);
    for (const name of readdirSync(join(cwd, "photos")).filter((file) => file.endsWith(".txt")))
      rmSync(join(cwd, "photos", name));
    expect((await tell([...EVALUATE, "operation_mode=quantization"], cwd)).code).toBe(0);
  });
});
