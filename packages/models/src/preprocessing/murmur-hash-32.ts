/** MurmurHash3_x86_32 (Appleby 2011) of bytes, as a whole number of 32 bits with sign. */
export function murmurHash32(bytes: Uint8Array, seed: number): number {
  const blocks = bytes.length >>> 2;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let hash = seed | 0;
  for (let block = 0; block < blocks; block++) {
    hash ^= scrambled(view.getInt32(4 * block, true));
    hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
  }
  let rest = 0;
  for (let i = bytes.length - 1; i >= 4 * blocks; i--) rest = (rest << 8) | (bytes[i] as number);
  if (bytes.length % 4 !== 0) hash ^= scrambled(rest);
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function scrambled(word: number): number {
  const mixed = Math.imul(word, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}
