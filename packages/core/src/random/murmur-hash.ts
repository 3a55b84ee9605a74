/**
 * MurmurHash3, x86, 128 bits (Appleby, public domain). Spreads names over the states of generators; it is no
 * cryptographic hash.
 *
 * @returns Four 32-bit words.
 */
export function murmurHash128(bytes: Uint8Array, seed = 0): Uint32Array {
  const h = new Uint32Array(4).fill(seed);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocks = Math.floor(bytes.length / 16);
  for (let block = 0; block < blocks; block++) {
    for (let lane = 0; lane < 4; lane++) {
      h[lane] = (h[lane] as number) ^ scramble(view.getUint32(block * 16 + lane * 4, true), lane);
      const rotated = rotate(h[lane] as number, roundRotations[lane] as number);
      h[lane] = Math.imul(rotated + (h[(lane + 1) % 4] as number), 5) + (roundConstants[lane] as number);
    }
  }
  mixTail(h, bytes.subarray(blocks * 16));
  for (let lane = 0; lane < 4; lane++) h[lane] = (h[lane] as number) ^ bytes.length;
  addUp(h);
  for (let lane = 0; lane < 4; lane++) h[lane] = finalise(h[lane] as number);
  addUp(h);
  return h;
}

const multipliers = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const;
const wordRotations = [15, 16, 17, 18] as const;
const roundRotations = [19, 17, 15, 13] as const;
const roundConstants = [0x561ccd1b, 0x0bcaa747, 0x96cd1c35, 0x32ac3b17] as const;

function scramble(word: number, lane: number): number {
  const multiplied = Math.imul(word, multipliers[lane] as number);
  return Math.imul(rotate(multiplied, wordRotations[lane] as number), multipliers[(lane + 1) % 4] as number);
}

function mixTail(h: Uint32Array, tail: Uint8Array): void {
  const padded = new Uint8Array(16);
  padded.set(tail);
  const view = new DataView(padded.buffer);
  // A word of zeros scrambles to zero, so the words behind the end change nothing.
  for (let lane = 0; lane < 4; lane++) {
    h[lane] = (h[lane] as number) ^ scramble(view.getUint32(lane * 4, true), lane);
  }
}

function addUp(h: Uint32Array): void {
  h[0] = (h[0] as number) + (h[1] as number) + (h[2] as number) + (h[3] as number);
  for (let lane = 1; lane < 4; lane++) h[lane] = (h[lane] as number) + (h[0] as number);
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function finalise(word: number): number {
  const first = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return second ^ (second >>> 16);
}
