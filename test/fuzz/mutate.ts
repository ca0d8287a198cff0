import type { Random } from "./random.js";

const CHARACTERS = [
  ..." \t\n\r,:=+~@/.$#'\"\\()[]{}<>|&*!%?-_0123456789abenxyzNTF",
  ...["\0", "\x1b", "\x7f", "\x85", "\u00e9", "\u2028", "\ufeff", "\ud800", "\ud83d\ude00"],
];
const [FIRST_CHARACTER = " ", ...OTHER_CHARACTERS] = CHARACTERS;

/**
 * @param tokens words of the language, to be put in anywhere
 * @returns the text with up to two places spoilt: cut, doubled, moved, or something put in.
 */
export function mutate(text: string, random: Random, tokens: readonly [string, ...string[]]): string {
  let mutated = text;
  for (let rest = random.below(3); rest > 0; rest--) mutated = mutateOnce(mutated, random, tokens);
  return mutated;
}

function mutateOnce(text: string, random: Random, tokens: readonly [string, ...string[]]): string {
  const at = random.below(text.length + 1);
  const end = Math.min(text.length, at + 1 + random.below(8));
  const [before, part, after] = [text.slice(0, at), text.slice(at, end), text.slice(end)];
  switch (random.below(7)) {
    case 0:
      return before + after;
    case 1:
      return before + part.repeat(2 + random.below(3)) + after;
    case 2:
      return after + part + before;
    case 3:
      return before;
    case 4:
      return before + random.pick(tokens) + part + after;
    case 5:
      return before + random.pick(tokens) + after;
    default:
      return before + random.pick([FIRST_CHARACTER, ...OTHER_CHARACTERS]) + part + after;
  }
}
