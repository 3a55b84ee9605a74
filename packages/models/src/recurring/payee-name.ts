import { foldText } from '@titans/core';
import { payeeOf } from '../features/payee.js';

/** Words that change from payment to payment or say only how it was paid. */
const passingWords: ReadonlySet<string> = new Set(
  (
    'january february march april may june july august september october november december ' +
    'jan feb mar apr jun jul aug sep sept oct nov dec januar februar marz mai juni juli oktober dezember ' +
    'ref reference no nr id inv invoice card pos purchase payment pmt recurring subscription direct debit credit dd ' +
    'sepa ach autopay online transfer tfr to from via visa mastercard contactless date www com http https the'
  ).split(' '),
);

/**
 * The name by which payments of one payee fall together: the merchant or else the description, without case, accents,
 * numbers, references, names of months and words about the way of payment; {@link payeeOf} where that leaves nothing.
 */
export function recurringPayee(merchantName: string | null, description: string | null): string | null {
  const name = merchantName ?? description;
  if (name === null) return null;
  const words: string[] = [];
  for (const token of foldText(name).split(/[^\p{L}\p{M}\p{N}]+/u)) {
    // "office365" is a name with a number behind it, "2x3y4z" is a reference.
    const word = token.replace(/^(\p{L}{3,})\p{N}+$/u, '$1');
    if (word.length < 2 || /\p{N}/u.test(word) || passingWords.has(word)) continue;
    words.push(word);
  }
  return words.length > 0 ? words.join(' ') : payeeOf({ merchantName, description });
}

/** A word with which more names than these begin is a kind of payee, as "restaurant", and none itself. */
const mostWithOneWord = 5;

/**
 * Joins names of which one begins with all the words of another, as "netflix" and "netflix amsterdam"; names of one
 * short or common word stay alone. Gives the shortest name for each.
 */
export function joinNames(names: Iterable<string>): ReadonlyMap<string, string> {
  const joined = new Map<string, string>();
  let family: string[] = [];
  const close = (): void => {
    const [root = ''] = family;
    const isCommon = !root.includes(' ') && (root.length < 5 || family.length > mostWithOneWord);
    if (isCommon && family.length > 1) {
      joined.set(root, root);
      for (const [name, shortest] of joinNames(family.slice(1))) joined.set(name, shortest);
    } else for (const name of family) joined.set(name, root);
  };
  // A space sorts before every letter, so that what begins with the root follows it directly.
  for (const name of [...names].sort()) {
    if (family.length > 0 && !name.startsWith(`${family[0]} `)) {
      close();
      family = [];
    }
    family.push(name);
  }
  close();
  joined.delete('');
  return joined;
}
