import { foldText } from '@titans/core';
import { brandCategories } from './brand-categories.js';
import { kindWords } from './kind-words.js';

/** Which money a word speaks of: that came in, that went out, or either. */
export type Flow = 'in' | 'out' | null;

/** What an entry of the lexicon is, from which its strength follows. */
export const evidenceKinds = [
  'brand',
  'brandStart',
  'brandWithin',
  'phrase',
  'word',
  'ending',
  'glued',
  'doubtful',
  'code',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** A word or phrase of the lexicon. */
export interface LexiconEntry {
  readonly detail: string;
  readonly isDoubtful: boolean;
  readonly flow: Flow;
}

/** The lexicon as it is looked up. */
export interface LexiconIndex {
  /** Entries of a phrase of one to four words. */
  readonly phrases: ReadonlyMap<string, readonly LexiconEntry[]>;
  /** Ends of compound words. */
  readonly endings: ReadonlyMap<string, readonly LexiconEntry[]>;
  readonly brands: ReadonlyMap<string, LexiconEntry>;
  /** The lengths of the endings by their last four letters, the longest first. */
  readonly endingLengths: ReadonlyMap<string, readonly number[]>;
  /** Most words of the phrases, and of the brands, that begin with a word. */
  readonly phraseWords: ReadonlyMap<string, number>;
  readonly brandWords: ReadonlyMap<string, number>;
  /** The phrases and the brands in the order of their letters, to look for what begins with a word that was cut off. */
  readonly sortedPhrases: readonly string[];
  readonly sortedBrands: readonly string[];
}

/** All that begin with a prefix, of texts in order. */
export function startingWith(sorted: readonly string[], prefix: string): readonly string[] {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as string) < prefix) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < sorted.length && (sorted[end] as string).startsWith(prefix)) end++;
  return sorted.slice(low, end);
}

/** Letters that every end of a compound word has. */
export const shortestEnding = 4;
/** Most words of a phrase. */
export const mostPhraseWords = 4;
/** Fewest letters of a name that is also looked for without its spaces. */
const shortestJoined = 6;
let made: LexiconIndex | undefined;

/** The lexicon, made when it is first asked for. */
export function lexiconIndex(): LexiconIndex {
  made ??= makeIndex();
  return made;
}

/** A name as brands are compared: folded, without apostrophes, `&` as "and", every other mark but `+` a space. */
export function lexiconKey(text: string): string {
  const kind = bareKind(text);
  if (kind !== 'other') return kind === 'small' ? text : text.toLowerCase();
  return foldText(text)
    .replace(/['’]/g, '')
    .replaceAll('&', ' and ')
    .replace(/[^\p{L}\p{M}\p{N}+]+/gu, ' ')
    .trim();
}

/** Whether text is of ASCII letters, digits and `+`, words apart by single spaces, and so is its own key in small letters. */
function bareKind(text: string): 'small' | 'letters' | 'other' {
  let isAfterSpace = true;
  let hasCapital = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 32) {
      if (isAfterSpace) return 'other';
      isAfterSpace = true;
      continue;
    }
    isAfterSpace = false;
    if (code >= 65 && code <= 90) hasCapital = true;
    else if (!((code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 43)) return 'other';
  }
  if (isAfterSpace && text !== '') return 'other';
  return hasCapital ? 'letters' : 'small';
}

function makeIndex(): LexiconIndex {
  const phrases = new Map<string, LexiconEntry[]>();
  const endings = new Map<string, LexiconEntry[]>();
  for (const [detail, line] of Object.entries(kindWords)) {
    for (const piece of line.split(',')) {
      const flow: Flow = piece.startsWith('+') ? 'in' : piece.startsWith('-') ? 'out' : null;
      const isEnding = piece.startsWith('*');
      const isDoubtful = piece.endsWith('?');
      const words = piece.slice(flow !== null || isEnding ? 1 : 0, isDoubtful ? -1 : undefined);
      const into = isEnding ? endings : phrases;
      const entries = into.get(words) ?? [];
      entries.push({ detail, isDoubtful, flow });
      into.set(words, entries);
    }
  }
  const brands = new Map<string, LexiconEntry>();
  for (const [detail, line] of Object.entries(brandCategories)) {
    for (const name of line.split('|')) {
      const isDoubtful = name.endsWith('?');
      const key = lexiconKey(isDoubtful ? name.slice(0, -1) : name);
      const entry: LexiconEntry = { detail, isDoubtful, flow: null };
      brands.set(key, entry);
      // As in web addresses: "johnlewis".
      const joined = key.replaceAll(' ', '');
      if (joined.length >= shortestJoined && !brands.has(joined)) brands.set(joined, entry);
    }
  }
  return {
    phrases,
    endings,
    endingLengths: lengthsByEnd(endings.keys()),
    brands,
    phraseWords: wordsByFirst(phrases.keys()),
    brandWords: wordsByFirst(brands.keys()),
    sortedPhrases: [...phrases.keys()].sort(),
    sortedBrands: [...brands.keys()].sort(),
  };
}

function lengthsByEnd(endings: Iterable<string>): ReadonlyMap<string, readonly number[]> {
  const lengths = new Map<string, number[]>();
  for (const ending of endings) {
    const end = ending.slice(-shortestEnding);
    lengths.set(
      end,
      [...(lengths.get(end) ?? []), ending.length].sort((a, b) => b - a),
    );
  }
  return lengths;
}

function wordsByFirst(phrases: Iterable<string>): ReadonlyMap<string, number> {
  const most = new Map<string, number>();
  for (const phrase of phrases) {
    const words = phrase.split(' ');
    const first = words[0] as string;
    most.set(first, Math.max(words.length, most.get(first) ?? 0));
  }
  return most;
}
