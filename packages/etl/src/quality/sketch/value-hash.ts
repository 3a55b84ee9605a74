/**
 * Hashes of 64 bits as two unsigned words, for sets and sketches that do not keep their values. Two rounds of
 * multiply and fold per character in lanes of different constants, finalised as in MurmurHash3 (Appleby). Not for
 * data whose author wants collisions.
 */
export interface Hash64 {
  high: number;
  low: number;
}

const nothing = { high: 0x3c6ef372, low: 0x1b873593 } as const;

/** Puts the hash of a text into entry `index` of an array of pairs of words. */
export function hashText(text: string, hashes: Uint32Array, index: number): void {
  let a = 0x811c9dc5 ^ text.length;
  let b = 0x9e3779b9;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x9e3779b1);
    a ^= a >>> 15;
    b = Math.imul(b ^ unit, 0x85ebca77);
    b = (b << 13) | (b >>> 19);
  }
  a = finalised(a + b);
  hashes[2 * index] = a;
  hashes[2 * index + 1] = finalised(b + a);
}

/** The hashes of some texts: two words for each, high before low. */
export function hashTexts(texts: readonly string[]): Uint32Array {
  const hashes = new Uint32Array(2 * texts.length);
  for (const [index, text] of texts.entries()) hashText(text, hashes, index);
  return hashes;
}

/** Mixes the hash of a next value into one of those before it; the order of values counts. */
export function mixHash(hash: Hash64, high: number, low: number): void {
  const a = finalised(Math.imul(hash.high ^ high, 0x9e3779b1) + hash.low);
  hash.low = finalised(Math.imul(hash.low ^ low, 0x85ebca77) + a);
  hash.high = a;
}

/** Mixes in that there is no value. */
export function mixNothing(hash: Hash64): void {
  mixHash(hash, nothing.high, nothing.low);
}

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);

/** Mixes in a number; −0 is 0. */
export function mixNumber(hash: Hash64, value: number): void {
  bits[0] = value + 0;
  mixHash(hash, words[0] as number, words[1] as number);
}

function finalised(word: number): number {
  let value = word;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
