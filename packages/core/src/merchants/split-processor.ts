import { brandKey, leadingBrand } from './brands.js';
import { isCard, isReference, type Token, tokenOf } from './noise-tokens.js';
import { marksWithoutStar, processorByMark } from './processors.js';
import type { Stripped } from './strip-trailing.js';
import { withoutDomain } from './web-name.js';

/** How many words may stand before the star that ends the mark of a payment service. */
const mostMarkWords = 3;

/** Takes the mark of a payment service off: `SQ *NAME`, `AMZN Mktp US*REFERENCE`, `WP-NAME`. */
export function splitProcessor(tokens: readonly Token[], found: Stripped): readonly Token[] {
  let rest = tokens;
  for (;;) {
    const next = withoutMark(rest, found);
    if (next === rest) return rest;
    rest = next;
  }
}

function withoutMark(tokens: readonly Token[], found: Stripped): readonly Token[] {
  const first = tokens[0];
  if (first === undefined) return tokens;
  const star = starOf(tokens);
  if (star !== null) return atStar(tokens, star, found) ?? tokens;
  if (first.text.length > 3 && first.text.charCodeAt(2) === 45 && /^WP-/i.test(first.text)) {
    found.processor ??= 'Worldpay';
    return [tokenOf(first.text.slice(3)), ...tokens.slice(1)];
  }
  const second = tokens[1];
  if (marksWithoutStar.has(first.key) && second?.hasLetter) {
    found.processor ??= processorByMark.get(first.key) ?? null;
    return tokens.slice(1);
  }
  return tokens;
}

function starOf(tokens: readonly Token[]): { token: number; at: number } | null {
  for (let token = 0; token <= mostMarkWords && token < tokens.length; token++) {
    const { text } = tokens[token] as Token;
    const at = text.indexOf('*');
    if (at < 0) continue;
    return isCard(text) ? null : { token, at };
  }
  return null;
}

function atStar(
  tokens: readonly Token[],
  star: { token: number; at: number },
  found: Stripped,
): readonly Token[] | null {
  const holder = tokens[star.token] as Token;
  const left = [...tokens.slice(0, star.token), ...pieces(holder.text.slice(0, star.at))];
  const right = [...pieces(holder.text.slice(star.at + 1)), ...tokens.slice(star.token + 1)];
  const hasRight = right.some((token) => token.hasLetter);
  if (!left.some((token) => token.key !== '')) return hasRight ? right : null;
  const mark = left.map((token) => token.key.replace(/[^A-Z0-9]/g, '')).join('');
  const processor = processorByMark.get(mark);
  const leftWords = brandKey(withoutDomain(left.map((token) => token.text).join(' '))).split(' ');
  const rightWords = brandKey(
    right
      .map((token) => token.text)
      .join(' ')
      .slice(0, 80),
  ).split(' ');
  const leftBrand = leadingBrand(leftWords);
  const joined = leadingBrand([...leftWords, ...rightWords]);
  if (joined !== null && joined.words > leftWords.length) return pieces(joined.brand.name);
  if (processor !== undefined && hasRight) {
    found.processor ??= processor;
    return right;
  }
  if (leftBrand !== null) {
    const within = leadingBrand(rightWords);
    if (within !== null && within.brand.name !== leftBrand.brand.name) {
      found.processor ??= leftBrand.brand.name;
      return right;
    }
    found.reference ??= right.find((token) => isReference(token.text))?.text ?? null;
    return pieces(leftBrand.brand.name);
  }
  if (!hasRight || isReference((right[0] as Token).text)) {
    found.reference ??= right[0]?.text ?? null;
    return left;
  }
  if (mark.length <= 3) {
    found.processor ??= mark;
    return right;
  }
  return [...left, ...right];
}

function pieces(text: string): readonly Token[] {
  return text
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => tokenOf(word));
}
