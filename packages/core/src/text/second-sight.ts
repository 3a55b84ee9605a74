const sets = 8_192;
/** With one way, two texts of one set that come in turns would drive each other out for ever. */
const ways = 4;
/** The offset basis of FNV-1a with 32 bits. */
const offsetBasis = 0x811c9dc5;

/**
 * Makes a function that says of a hash whether it was given before, not too long ago. What comes once is not worth keeping:
 * of a stream of ever new texts, caches that ask here first keep nothing, and leave the collector of garbage nothing to
 * carry along. Now and then, once in some ten thousand, it takes one for another. It takes 64 kB, however much it is asked.
 *
 * @returns A function of a hash of 32 bits, such as {@link hashOfText} gives.
 * @example
 * ```ts
 * import { hashOfText, secondSight } from '@titans/core';
 *
 * const isAgain = secondSight();
 * console.log(isAgain(hashOfText('CORNER SHOP'))); // false
 * console.log(isAgain(hashOfText('CORNER SHOP'))); // true
 * ```
 */
export function secondSight(): (hash: number) => boolean {
  const tags = new Uint16Array(sets * ways);
  return (hash) => {
    const first = (hash & (sets - 1)) * ways;
    // 0 is that of a place where nothing was yet.
    const tag = (hash >>> 16) | 1;
    for (let way = first; way < first + ways; way++) if (tags[way] === tag) return true;
    // The one that came first goes.
    tags.copyWithin(first + 1, first, first + ways - 1);
    tags[first] = tag;
    return false;
  };
}

/**
 * 32 bits of a text, for tables in memory: FNV-1a of its UTF-16 units (Fowler, Noll and Vo), its bits mixed once more by
 * the first two steps of the finaliser of MurmurHash3.
 *
 * @param seed What the hash begins with, 32 bits; the offset basis of FNV-1a unless told.
 */
export function hashOfText(text: string, seed: number = offsetBasis): number {
  let hash = seed;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
