/*
 * Hashes of 64 bits as two unsigned words, for sets and sketches that do not keep their values: multiply and fold in two
 * lanes of different constants, finalised as in MurmurHash3 (Appleby). Not for data whose author wants collisions. The
 * loops run over every value of every row, so they work on typed arrays and allocate nothing.
 */

/** Stand for "no value", so that (a, nothing) and (nothing, a) differ. */
const nothingHigh = 0x3c6ef372;
const nothingLow = 0x1b873593;

/** Puts the hash of a text into entry `index` of an array of pairs of words, high before low. */
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
  const high = finalised(a + b);
  hashes[2 * index] = high;
  hashes[2 * index + 1] = finalised(b + high);
}

/** The hashes of some texts: two words for each. */
export function hashTexts(texts: readonly string[]): Uint32Array {
  const hashes = new Uint32Array(2 * texts.length);
  for (let index = 0; index < texts.length; index++) hashText(texts[index] as string, hashes, index);
  return hashes;
}

/**
 * Mixes a column of dictionary codes into the hash of every row; the order of columns counts.
 *
 * @param hashes Two words for each row, changed in place.
 * @param codes Which of the values each row has; -1 for none.
 * @param values Two words for each value.
 */
export function mixHashes(hashes: Uint32Array, codes: Int32Array, values: Uint32Array): void {
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    const high = code < 0 ? nothingHigh : (values[2 * code] as number);
    const low = code < 0 ? nothingLow : (values[2 * code + 1] as number);
    mix(hashes, row, high, low);
  }
}

/** Mixes a column of numbers into the hash of every row; NaN is no value, and −0 is 0. */
export function mixNumbers(hashes: Uint32Array, values: Float64Array): void {
  for (let row = 0; row < values.length; row++) values[row] = (values[row] as number) + 0;
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  for (let row = 0; row < values.length; row++) {
    mix(hashes, row, words[2 * row] as number, words[2 * row + 1] as number);
  }
}

/** Spreads what was mixed over all bits; to be called once, at the end. */
export function finaliseHashes(hashes: Uint32Array): void {
  for (let at = 0; at < hashes.length; at += 2) {
    const high = finalised((hashes[at] as number) + (hashes[at + 1] as number));
    hashes[at + 1] = finalised((hashes[at + 1] as number) + high);
    hashes[at] = high;
  }
}

function mix(hashes: Uint32Array, row: number, high: number, low: number): void {
  let a = Math.imul((hashes[2 * row] as number) ^ high, 0x9e3779b1);
  a ^= a >>> 15;
  let b = Math.imul((hashes[2 * row + 1] as number) ^ low, 0x85ebca77);
  b = ((b << 13) | (b >>> 19)) + high;
  hashes[2 * row] = a + low;
  hashes[2 * row + 1] = b;
}

function finalised(word: number): number {
  let value = word;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
