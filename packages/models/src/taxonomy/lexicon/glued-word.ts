import type { LexiconEntry } from './lexicon-index.js';

/** Fewest letters of a word within another. */
const shortestWithin = 5;
/** Longer ones are not looked for, to bound the time that a hostile text takes. */
const longestWithin = 24;
/** Fewest letters that it leaves. */
const shortestRest = 3;

/** Words with which ordinary longer ones of English, or names of towns, begin. */
const ordinaryStarts: ReadonlySet<string> = new Set(
  (
    'advert architect balti bargain bezuge chair church council curios curry cycle dispo disco electronica fabric ferry fines ' +
    'flight guild hospital indian interest lening marina metro mobili monitor municipal mutua nomina notar opera pension ' +
    'planet pound syndicat tower transfer transit water'
  ).split(' '),
);
/** Words with which they end. */
const ordinaryEnds: ReadonlySet<string> = new Set(
  (
    'borough brows chair church college council course craft cycle cycles dating dental diner diocese federation fines ' +
    'formation glass house lashes loyer nails phone pound print rowing spares tents train transport water'
  ).split(' '),
);

/**
 * The word of the lexicon that is written together with others, as in addresses of the web: `officestationery` ends with
 * `stationery`, where English has the kind of a shop. The longest at the end, else the longest at the start; `null` where
 * there is none.
 */
export function gluedWord(
  word: string,
  phrases: ReadonlyMap<string, readonly LexiconEntry[]>,
): string | null {
  const longest = Math.min(word.length - shortestRest, longestWithin);
  for (let length = longest; length >= shortestWithin; length--) {
    const end = word.slice(-length);
    if (isSure(phrases.get(end)) && !ordinaryEnds.has(end)) return end;
  }
  for (let length = longest; length >= shortestWithin; length--) {
    const start = word.slice(0, length);
    if (isSure(phrases.get(start)) && !ordinaryStarts.has(start)) return start;
  }
  return null;
}

function isSure(entries: readonly LexiconEntry[] | undefined): boolean {
  return entries !== undefined && entries.length === 1 && entries[0]?.isDoubtful === false;
}
