import { beginsBrand, leadingBrand } from './brands.js';
import {
  isAmount,
  isCard,
  isCardWord,
  isCurrencyMark,
  isDate,
  isDigits,
  isDomain,
  isLegalForm,
  isMonth,
  isPhone,
  isReference,
  isReferenceWord,
  isStoreNumber,
  isStoreWord,
  isTime,
  isWeekday,
  type Token,
} from './noise-tokens.js';
import { bindsPlace, cities, saysLittleAlone, wordLikeCodes } from './places.js';
import { kindsOf, wordKind } from './word-kinds.js';

/** What was taken off, filled in while it is. */
export interface Stripped {
  processor?: string | null;
  storeNumber?: string | null;
  location?: string | null;
  cardTail?: string | null;
  phone?: string | null;
  reference?: string | null;
}

const thanks: ReadonlySet<string> = new Set(['DANKE', 'THANKS', 'MERCI', 'GRACIAS', 'TACK']);
const joiners: ReadonlySet<string> = new Set([
  'ON',
  'AT',
  'AM',
  'VOM',
  'DU',
  'SAGT',
  'RATE',
  'UHR',
  'ET',
  'BEI',
]);
const mostCityWords = 4;

/** Takes off what stands behind the name, from the end, as long as a word with a letter remains. */
export function stripTrailing(tokens: readonly Token[], found: Stripped): string {
  const words = splitNumber(tokens, found);
  const firstLetter = lastOfName(words);
  let to = words.length;
  let isPlaceTold = false;
  for (;;) {
    const before = to;
    to = withoutDetails(words, to, firstLetter, found);
    const place = placeBefore(words, to, firstLetter, isPlaceTold);
    if (place !== null) {
      found.location = [textOf(words, place, to), found.location].filter(Boolean).join(' ');
      isPlaceTold = true;
      to = place;
    }
    if (to === before) break;
  }
  const name = textOf(words, 0, to);
  return isLetterOrDigit(name.charCodeAt(0)) && isLetterOrDigit(name.charCodeAt(name.length - 1))
    ? name
    : name.replace(/^[\s\-/,;:(*<>.]+|[\s\-/,;:(*<>+&]+$/g, '');
}

function withoutDetails(words: readonly Token[], start: number, first: number, found: Stripped): number {
  let to = start;
  for (;;) {
    // At least the first word with a letter remains.
    if (to - 1 <= first || first < 0) return to;
    const token = words[to - 1] as Token;
    const previous = words[to - 2];
    const taken = takenBy(token, previous, found);
    if (taken === 0 || to - taken <= first) return to;
    to -= taken;
  }
}

/** How many words at the end are a detail; notes what it says. */
function takenBy(token: Token, previous: Token | undefined, found: Stripped): number {
  if (token.key === '') return 1;
  return token.hasDigit ? takenNumber(token, previous, found) : takenWord(token, previous);
}

function takenNumber(token: Token, previous: Token | undefined, found: Stripped): number {
  const { text, key } = token;
  const before = previous?.key ?? '';
  const isOfCard = previous !== undefined && isCardWord(previous);
  if (isCard(text)) {
    found.cardTail ??= text.replace(/\D/g, '').slice(-4);
    return isOfCard ? 2 : 1;
  }
  if (isDigits(token) && isOfCard) {
    found.cardTail ??= key.slice(-4);
    return 2;
  }
  if (isDate(token) || isTime(token)) return joiners.has(before) ? 2 : 1;
  if (isPhone(text)) {
    found.phone ??= text;
    return 1;
  }
  if (previous !== undefined && isReferenceWord(previous)) {
    found.reference ??= text;
    return 2;
  }
  if (isAmount(token) || isDomain(token) || isBracketed(text)) return 1;
  if (previous !== undefined && isStoreWord(previous) && /^[#A-Z-]*\d+$/.test(text.toUpperCase())) {
    found.storeNumber ??= text.replace(/^#/, '');
    return before === 'STORES' || before === 'STORE' || before === 'SHOP' ? 1 : 2;
  }
  if (isStoreNumber(text) || text.startsWith('#')) {
    if (key.length > 10) found.reference ??= text;
    else found.storeNumber ??= text.replace(/^#/, '');
    return 1;
  }
  if (!isReference(text)) return 0;
  found.reference ??= text;
  return 1;
}

function takenWord(token: Token, previous: Token | undefined): number {
  const { text, key } = token;
  const before = previous?.key ?? '';
  if (isMonth(token) && previous !== undefined && isDigits(previous)) return 2;
  if (isCurrencyMark(token) || isWeekday(token) || isDomain(token) || isBracketed(text)) return 1;
  if (isLegalForm(token)) return before === '&' || before === 'AND' ? 0 : 1;
  if (thanks.has(key) && before === 'SAGT') return 2;
  return joiners.has(key) && key !== 'DU' && key !== 'ET' && key !== 'AM' ? 1 : 0;
}

function isBracketed(text: string): boolean {
  return text.startsWith('(') && /^\([^)]{1,20}\)?$/.test(text);
}

/** The first word with a letter, or the last of a known name with a number, such as `REMA 1000`. */
function lastOfName(words: readonly Token[]): number {
  const isKnown = words.length > 0 && beginsBrand((words[0] as Token).key);
  const known = isKnown ? leadingBrand(words.slice(0, 4).map((word) => word.key)) : null;
  return known !== null && /\d/.test(known.brand.name)
    ? known.words - 1
    : words.findIndex((word) => word.hasLetter);
}

/** Where the place at the end begins: state or country, the city before it, or a large city alone. */
function placeBefore(
  words: readonly Token[],
  to: number,
  first: number,
  isPlaceTold: boolean,
): number | null {
  let at = to;
  let hasCode = isPlaceTold;
  while (at - 1 > first && isPlaceCode(words[at - 1] as Token) && !hasBinding(words, at - 1)) {
    at--;
    hasCode = true;
  }
  const city = cityBefore(words, at, first, hasCode);
  if (city !== null) return city;
  while (at < to && wordLikeCodes.has((words[at] as Token).key)) at++;
  return at < to ? at : null;
}

function cityBefore(words: readonly Token[], at: number, first: number, hasCode: boolean): number | null {
  const isEnd = at > 0 && ((words[at - 1] as Token).kinds & wordKind.cityEnd) !== 0;
  for (let count = isEnd ? Math.min(mostCityWords, at - 1 - first) : 0; count > 0; count--) {
    const from = at - count;
    const key = words
      .slice(from, at)
      .map((word) => word.key)
      .join(' ');
    if (cities.has(key) && !hasBinding(words, from) && !isLittle(words, from)) return from;
  }
  if (!hasCode) return null;
  // A number of a shop, or a new column, ends the name: what follows is the place.
  for (let from = at - 1; from > first && at - from <= 3; from--) {
    const before = words[from - 1] as Token;
    const word = words[from] as Token;
    if (!word.hasLetter) return null;
    if (isStoreNumber(before.text) || word.isAfterGap) return from;
  }
  return null;
}

function isPlaceCode(token: Token): boolean {
  // Words in small letters are words: "in", "de", "la".
  return (token.kinds & wordKind.placeCode) !== 0 && token.text === token.text.toUpperCase();
}

function hasBinding(words: readonly Token[], from: number): boolean {
  const before = words[from - 1];
  return before !== undefined && before.text !== '-' && bindsPlace.has(before.key) && before.key !== '';
}

function isLittle(words: readonly Token[], from: number): boolean {
  return words.slice(0, from).every((word) => saysLittleAlone.has(word.key) || word.key === '');
}

function textOf(words: readonly Token[], from: number, to: number): string {
  if (to <= from) return '';
  let text = (words[from] as Token).text;
  for (let at = from + 1; at < to; at++) text += ` ${(words[at] as Token).text}`;
  return text;
}

/** In ASCII. */
function isLetterOrDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** `INN44014120` and `STORES-2187` are a word and the number of a shop. */
function splitNumber(tokens: readonly Token[], found: Stripped): readonly Token[] {
  const last = tokens.at(-1);
  if (last === undefined || !last.hasDigit) return tokens;
  let at = last.text.length;
  while (at > 0 && last.text.charCodeAt(at - 1) >= 48 && last.text.charCodeAt(at - 1) <= 57) at--;
  const number = last.text.slice(at);
  if (number.length < 4) return tokens;
  const word = last.text.slice(0, at).replace(/-$/, '');
  if (!/^\p{L}{3,}$/u.test(word)) return tokens;
  found.storeNumber ??= number;
  const key = word.toUpperCase();
  const bare: Token = { ...last, text: word, key, hasDigit: false, isWord: true, kinds: kindsOf(key) };
  return [...tokens.slice(0, -1), bare];
}
