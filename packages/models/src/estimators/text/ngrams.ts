import { requireText } from './require-text.js';

/** Lengths of n-grams, both ends included. */
export interface NgramRange {
  readonly min: number;
  readonly max: number;
}

/** What n-grams are counted and how wide their hash is. `null` leaves a kind of n-gram out. */
export interface NgramParameters {
  readonly wordNgrams: NgramRange | null;
  readonly characterNgrams: NgramRange | null;
  /** Columns per kind of n-gram, as a power of two: those of characters follow those of words. */
  readonly hashBits: number;
}

/** The n-grams of one text, words first, in the order of the text. The next text overwrites them. */
export interface Ngrams {
  count: number;
  /** The hashed column of each. */
  column: Int32Array;
  /** Where each begins and ends in the text in lower case; -1 and its length + 1 are the spaces around it. */
  from: Int32Array;
  to: Int32Array;
  /** The text in lower case. */
  text: string;
}

const wordSeed = 0x811c9dc5;
const characterSeed = 0x050c5d1f;
const fnvPrime = 0x01000193;
const space = 32;
const words = /[\p{L}\p{N}_]{2,}/gu;
const wordCharacter = /[\p{L}\p{N}_]/u;
const whiteSpace = /\s/u;
const asciiWord = Uint8Array.from({ length: 128 }, (_, unit) =>
  wordCharacter.test(String.fromCharCode(unit)) ? 1 : 0,
);
const asciiSpace = Uint8Array.from({ length: 128 }, (_, unit) =>
  whiteSpace.test(String.fromCharCode(unit)) ? 1 : 0,
);

/**
 * Makes a function that finds the hashed n-grams of a text in lower case, without making a string for any of them.
 *
 * Words are runs of two or more letters, digits or underscores (scikit-learn's `\w\w+`); their n-grams are runs of
 * neighbouring words. Characters are code points; their n-grams lie within a piece between white space, padded with
 * one space at each end (`char_wb`), and a piece shorter than the shortest n-gram counts whole, once.
 */
export function ngramReader({
  wordNgrams,
  characterNgrams,
  hashBits,
}: NgramParameters): (text: string) => Ngrams {
  const shift = 32 - hashBits;
  const firstCharacterColumn = 2 ** hashBits;
  const found: Ngrams = {
    count: 0,
    column: new Int32Array(256),
    from: new Int32Array(256),
    to: new Int32Array(256),
    text: '',
  };
  let wordEnds = new Int32Array(64);
  let units = new Uint16Array(256);

  function add(column: number, from: number, to: number): void {
    const at = found.count++;
    if (at === found.column.length) {
      found.column = grown(found.column);
      found.from = grown(found.from);
      found.to = grown(found.to);
    }
    found.column[at] = column;
    found.from[at] = from;
    found.to[at] = to;
  }

  function addWords(text: string, range: NgramRange): void {
    let ends = 0;
    eachRun(text, isWordAt, 2, (from, to) => {
      if (ends + 2 > wordEnds.length) wordEnds = grown(wordEnds);
      wordEnds[ends++] = from;
      wordEnds[ends++] = to;
    });
    for (let first = 0; first < ends; first += 2) {
      let hash = wordSeed;
      const from = wordEnds[first] as number;
      for (let length = 1; length <= range.max; length++) {
        const last = first + 2 * (length - 1);
        if (last >= ends) break;
        if (length > 1) hash = Math.imul(hash ^ space, fnvPrime);
        const to = wordEnds[last + 1] as number;
        for (let at = wordEnds[last] as number; at < to; at++) hash = hashUnit(hash, text.charCodeAt(at));
        if (length >= range.min) add(finalise(hash) >>> shift, from, to);
      }
    }
  }

  function addPiece(text: string, from: number, to: number, { min, max }: NgramRange): void {
    const count = to - from + 2;
    if (count > units.length) units = new Uint16Array(count * 2);
    units[0] = space;
    for (let at = from; at < to; at++) units[at - from + 1] = text.charCodeAt(at);
    units[count - 1] = space;
    let wholeHash = 0;
    let wholeLength = 0;
    for (let first = 0; first < count; first++) {
      if (first > 0 && isPair(units[first - 1] as number, units[first] as number)) continue;
      let hash = characterSeed;
      let length = 0;
      for (let at = first; at < count && length < max; ) {
        const unit = units[at++] as number;
        hash = hashUnit(hash, unit);
        if (at < count && isPair(unit, units[at] as number)) hash = hashUnit(hash, units[at++] as number);
        length++;
        if (length >= min)
          add(firstCharacterColumn + (finalise(hash) >>> shift), from + first - 1, from + at - 1);
      }
      if (first === 0) {
        wholeHash = hash;
        wholeLength = length;
      }
    }
    if (wholeLength < min) add(firstCharacterColumn + (finalise(wholeHash) >>> shift), from - 1, to + 1);
  }

  return (text) => {
    requireText('text', text);
    found.count = 0;
    found.text = text.toLowerCase();
    if (wordNgrams) addWords(found.text, wordNgrams);
    if (characterNgrams) {
      eachRun(found.text, isVisibleAt, 1, (from, to) => addPiece(found.text, from, to, characterNgrams));
    }
    return found;
  };
}

/** The words or characters of an n-gram that a reader found. */
export function ngramText(text: string, kind: 'word' | 'characters', from: number, to: number): string {
  const between = text.slice(Math.max(from, 0), to);
  if (isOrdinary(between, kind)) {
    if (kind === 'word') return between;
    return from < 0
      ? to > text.length
        ? ` ${between} `
        : ` ${between}`
      : to > text.length
        ? `${between} `
        : between;
  }
  if (kind === 'word') return (between.match(words) ?? []).join(' ');
  return `${from < 0 ? ' ' : ''}${between}${to > text.length ? ' ' : ''}`.replace(/\s/gu, ' ');
}

/** Whether an n-gram is told as it stands in the text: words of ASCII with single spaces between, characters of ASCII. */
function isOrdinary(between: string, kind: 'word' | 'characters'): boolean {
  let letters = 0;
  for (let at = 0; at < between.length; at++) {
    const unit = between.charCodeAt(at);
    if (unit === space && (kind === 'characters' || letters > 1)) letters = 0;
    else if (unit < 128 && (kind === 'word' ? asciiWord[unit] === 1 : asciiSpace[unit] === 0)) letters++;
    else return false;
  }
  return kind === 'characters' || letters > 1;
}

/** Calls back for each run of at least `shortest` code points of a kind. */
function eachRun(
  text: string,
  isOfKind: (unit: number, text: string, at: number) => boolean,
  shortest: number,
  visit: (from: number, to: number) => void,
): void {
  let length = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (isOfKind(unit, text, at)) {
      if (length === 0) from = at;
      length++;
      if (at + 1 < text.length && isPair(unit, text.charCodeAt(at + 1))) at++;
    } else {
      if (length >= shortest) visit(from, at);
      length = 0;
      if (at + 1 < text.length && isPair(unit, text.charCodeAt(at + 1))) at++;
    }
  }
  if (length >= shortest) visit(from, text.length);
}

function isWordAt(unit: number, text: string, at: number): boolean {
  if (unit < 128) return asciiWord[unit] === 1;
  return wordCharacter.test(String.fromCodePoint(text.codePointAt(at) as number));
}

function isVisibleAt(unit: number): boolean {
  return unit < 128 ? asciiSpace[unit] === 0 : !whiteSpace.test(String.fromCharCode(unit));
}

/** Whether two units are the halves of one code point. */
function isPair(high: number, low: number): boolean {
  return (high & 0xfc00) === 0xd800 && (low & 0xfc00) === 0xdc00;
}

/** FNV-1a with one more UTF-16 unit. */
function hashUnit(hash: number, unit: number): number {
  const next = Math.imul(hash ^ (unit & 0xff), fnvPrime);
  return unit > 0xff ? Math.imul(next ^ (unit >>> 8), fnvPrime) : next;
}

/** The MurmurHash3 finaliser: FNV-1a alone leaves the upper bits of short keys uneven. */
function finalise(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function grown(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer>;
function grown(values: Int32Array): Int32Array;
function grown(values: Int32Array): Int32Array {
  const larger = new Int32Array(values.length * 2);
  larger.set(values);
  return larger;
}
