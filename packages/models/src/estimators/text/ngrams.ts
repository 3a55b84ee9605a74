/** Lengths of n-grams, both ends included. */
export interface NgramRange {
  readonly min: number;
  readonly max: number;
}

/** Called with the 32-bit hash of an n-gram and what `describe` needs to name it. */
export type NgramVisitor = (
  hash: number,
  source: string | readonly string[],
  start: number,
  end: number,
) => void;

const wordPattern = /[\p{L}\p{N}_]{2,}/gu;
const surrogate = /[\uD800-\uDFFF]/;
const wordSeed = 0x811c9dc5;
const characterSeed = 0x050c5d1f;
const fnvPrime = 0x01000193;
const space = 32;

/** The words of a text in lower case: runs of two or more letters, digits or underscores, as scikit-learn's `\w\w+`. */
export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(wordPattern) ?? [];
}

/** The pieces of a text in lower case between white space: the words of its character n-grams. */
export function piecesOf(text: string): readonly string[] {
  return text.toLowerCase().match(/\S+/gu) ?? [];
}

/** Visits every run of `min` to `max` neighbouring words. */
export function visitWordNgrams(words: readonly string[], range: NgramRange, visit: NgramVisitor): void {
  for (let start = 0; start < words.length; start++) {
    let hash = wordSeed;
    for (let length = 1; length <= range.max && start + length <= words.length; length++) {
      if (length > 1) hash = Math.imul(hash ^ space, fnvPrime);
      hash = hashUnits(hash, words[start + length - 1] as string);
      if (length >= range.min) visit(finalise(hash), words, start, start + length);
    }
  }
}

/**
 * Visits every run of `min` to `max` characters within a word that is padded with one space at each end
 * (scikit-learn's `char_wb`). A word shorter than a length is visited whole, once.
 */
export function visitCharacterNgrams(word: string, range: NgramRange, visit: NgramVisitor): void {
  const characters = surrogate.test(word) ? [' ', ...word, ' '] : ` ${word} `;
  const count = characters.length;
  for (let start = 0; start < count; start++) {
    let hash = characterSeed;
    const longest = Math.min(range.max, count - start);
    for (let length = 1; length <= longest; length++) {
      hash = hashUnits(hash, characters[start + length - 1] as string);
      if (length >= range.min) visit(finalise(hash), characters, start, start + length);
    }
  }
  if (count < range.min) {
    let hash = characterSeed;
    for (let i = 0; i < count; i++) hash = hashUnits(hash, characters[i] as string);
    visit(finalise(hash), characters, 0, count);
  }
}

/** The text of an n-gram that a visitor was called with. */
export function ngramText(
  source: string | readonly string[],
  start: number,
  end: number,
  joint: string,
): string {
  return typeof source === 'string' ? source.slice(start, end) : source.slice(start, end).join(joint);
}

/** FNV-1a over the UTF-16 units of a text, going on from a hash. */
function hashUnits(hash: number, text: string): number {
  let next = hash;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    next = Math.imul(next ^ (unit & 0xff), fnvPrime);
    if (unit > 0xff) next = Math.imul(next ^ (unit >>> 8), fnvPrime);
  }
  return next;
}

/** The MurmurHash3 finaliser: FNV-1a alone leaves the upper bits of short keys uneven. */
function finalise(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
