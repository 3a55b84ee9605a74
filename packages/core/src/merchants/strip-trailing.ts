import { leadingBrand } from './brands.js';
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
import { bindsPlace, cities, countryCodes, saysLittleAlone, stateCodes, wordLikeCodes } from './places.js';

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
  return textOf(words, 0, to).replace(/^[\s\-/,;:(*<>.]+|[\s\-/,;:(*<>+&]+$/g, '');
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
  const before = previous?.key ?? '';
  return /\d/.test(token.text) ? takenNumber(token, before, found) : takenWord(token, before);
}

function takenNumber({ text, key }: Token, before: string, found: Stripped): number {
  if (isCard(text)) {
    found.cardTail ??= text.replace(/\D/g, '').slice(-4);
    return isCardWord(before) ? 2 : 1;
  }
  if (isDigits(key) && isCardWord(before)) {
    found.cardTail ??= key.slice(-4);
    return 2;
  }
  if (isDate(key) || isTime(key)) return joiners.has(before) ? 2 : 1;
  if (isPhone(text)) {
    found.phone ??= text;
    return 1;
  }
  if (isReferenceWord(before)) {
    found.reference ??= text;
    return 2;
  }
  if (isAmount(key) || isDomain(key) || isBracketed(text)) return 1;
  if (isStoreWord(before) && /^[#A-Z-]*\d+$/.test(text.toUpperCase())) {
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

function takenWord({ text, key }: Token, before: string): number {
  if (isMonth(key) && isDigits(before)) return 2;
  if (isCurrencyMark(key) || isWeekday(key) || isDomain(key) || isBracketed(text)) return 1;
  if (isLegalForm(key)) return before === '&' || before === 'AND' ? 0 : 1;
  if (thanks.has(key) && before === 'SAGT') return 2;
  return joiners.has(key) && key !== 'DU' && key !== 'ET' && key !== 'AM' ? 1 : 0;
}

function isBracketed(text: string): boolean {
  return text.startsWith('(') && /^\([^)]{1,20}\)?$/.test(text);
}

/** The first word with a letter, or the last of a known name with a number, such as `REMA 1000`. */
function lastOfName(words: readonly Token[]): number {
  const known = leadingBrand(words.slice(0, 4).map((word) => word.key));
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
  for (let count = Math.min(mostCityWords, at - 1 - first); count > 0; count--) {
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
  return (
    token.text === token.text.toUpperCase() && (stateCodes.has(token.key) || countryCodes.has(token.key))
  );
}

function hasBinding(words: readonly Token[], from: number): boolean {
  const before = words[from - 1];
  return before !== undefined && before.text !== '-' && bindsPlace.has(before.key) && before.key !== '';
}

function isLittle(words: readonly Token[], from: number): boolean {
  return words.slice(0, from).every((word) => saysLittleAlone.has(word.key) || word.key === '');
}

function textOf(words: readonly Token[], from: number, to: number): string {
  return words
    .slice(from, to)
    .map((word) => word.text)
    .join(' ');
}

/** `INN44014120` and `STORES-2187` are a word and the number of a shop. */
function splitNumber(tokens: readonly Token[], found: Stripped): readonly Token[] {
  const last = tokens.at(-1);
  if (last === undefined) return tokens;
  let at = last.text.length;
  while (at > 0 && last.text.charCodeAt(at - 1) >= 48 && last.text.charCodeAt(at - 1) <= 57) at--;
  const number = last.text.slice(at);
  const word = last.text.slice(0, at).replace(/-$/, '');
  if (number.length < 4 || !/^\p{L}{3,}$/u.test(word)) return tokens;
  found.storeNumber ??= number;
  return [...tokens.slice(0, -1), { ...last, text: word, key: word.toUpperCase() }];
}
