import {
  isAmount,
  isCard,
  isCardWord,
  isDate,
  isDigits,
  isMonth,
  isTime,
  type Token,
} from './noise-tokens.js';
import { type PhraseNode, paymentPhrases } from './payment-prefixes.js';
import type { Stripped } from './strip-trailing.js';

const joiners: ReadonlySet<string> = new Set([
  'ON',
  'AT',
  'TO',
  'AM',
  'VOM',
  'BEI',
  'DU',
  'LE',
  'EL',
  'DEL',
  'EN',
  'VON',
  'AN',
]);

/** Takes off what a bank writes before the merchant: kind of payment, dates, times, card and terminal numbers. */
export function stripLeading(tokens: readonly Token[], found: Stripped): readonly Token[] {
  let from = 0;
  for (;;) {
    const next = afterPhrase(tokens, from, found) ?? afterDetail(tokens, from, found);
    if (next === null || !hasName(tokens, next)) return from === 0 ? tokens : tokens.slice(from);
    from = next;
  }
}

/** Numbers and dates directly behind the phrase go with it. */
function afterPhrase(tokens: readonly Token[], from: number, found: Stripped): number | null {
  const end = longestPhrase(tokens, from);
  if (end === null) return null;
  let next = end;
  for (;;) {
    const token = tokens[next];
    if (token === undefined) return next;
    const detail = afterDetail(tokens, next, found);
    if (detail !== null) next = detail;
    else if (token.key === '' || (isDigits(token) && token.key.length >= 4) || isAmount(token)) next++;
    else if (joiners.has(token.key) && isDateLike(tokens[next + 1])) next++;
    else return next;
  }
}

function longestPhrase(tokens: readonly Token[], from: number): number | null {
  let node: PhraseNode | undefined = paymentPhrases;
  let end: number | null = null;
  for (let at = from; at < tokens.length; at++) {
    node = node.next.get((tokens[at] as Token).key);
    if (node === undefined) break;
    if (node.isEnd) end = at + 1;
  }
  // A single word may be the name itself: a shop called "Contactless" is no payment.
  return end;
}

function afterDetail(tokens: readonly Token[], from: number, found: Stripped): number | null {
  const token = tokens[from];
  if (token === undefined) return null;
  if (isDate(token) || isTime(token)) return from + 1;
  const next = tokens[from + 1];
  if (isDigits(token) && token.key.length <= 2 && next !== undefined && isMonth(next)) return from + 2;
  if (!token.isWord && isCard(token.text)) {
    found.cardTail ??= token.text.replace(/\D/g, '').slice(-4);
    return from + 1;
  }
  if (isCardWord(token) && next !== undefined && /^\d{3,6}$/.test(next.key)) {
    found.cardTail ??= next.key.slice(-4);
    return from + 2;
  }
  return null;
}

function isDateLike(token: Token | undefined): boolean {
  return token !== undefined && (isDate(token) || isTime(token));
}

function hasName(tokens: readonly Token[], from: number): boolean {
  for (let at = from; at < tokens.length; at++) if ((tokens[at] as Token).hasLetter) return true;
  return false;
}
