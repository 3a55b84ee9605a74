import { TitansError } from '../errors/titans-error.js';
import { murmurHash128 } from './murmur-hash.js';

/** A seeded stream of random numbers. Two streams with the same seed and name give the same numbers anywhere. */
export interface Random {
  /** A whole number in [0, 2^32). */
  uint32(): number;
  /** A number in [0, 1) with 53 random bits. */
  float(): number;
  /** A whole number in [0, bound), without bias. `bound` is 1 to 2^32. */
  integer(bound: number): number;
  /** A draw from the standard normal distribution (polar method, Marsaglia and Bray 1964). */
  normal(): number;
  /** Shuffles in place (Fisher–Yates) and returns the same array. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T;
  /**
   * An independent stream named `<this name>/<name>`; drawing from either does not move the other, and it does not
   * matter how much was drawn before.
   */
  stream(name: string): Random;
  /** The four words of state that all later numbers follow from, for a kernel that goes on with the stream itself. */
  state(): Uint32Array;
}

/**
 * Starts a random stream: xoshiro128** (Blackman and Vigna 2018) on 32-bit words. Its 128-bit state is the
 * MurmurHash3 of the seed and the stream's name.
 *
 * @param seed A safe integer.
 * @param name Names the stream; streams with other names are independent.
 * @throws TitansError `INVALID_ARGUMENT` if the seed is not a safe integer.
 * @example
 * ```ts
 * import { createRandom } from '@titans/core';
 *
 * const random = createRandom(42, 'bootstrap');
 * const row = random.integer(100);
 * ```
 */
export function createRandom(seed: number, name = ''): Random {
  if (!Number.isSafeInteger(seed)) {
    throw new TitansError('INVALID_ARGUMENT', `The seed must be a safe integer, not ${seed}.`, {
      details: { field: 'seed' },
    });
  }
  return xoshiro128starstar(initialState(seed, name), (child) => createRandom(seed, `${name}/${child}`));
}

function initialState(seed: number, name: string): Uint32Array {
  const low = seed >>> 0;
  const high = Math.floor(seed / 2 ** 32) >>> 0;
  const key = new Uint8Array(16 + name.length * 2);
  const view = new DataView(key.buffer);
  // The seed fills a whole block of the hash, so that it reaches every word of the state also without a name.
  for (const [index, word] of [low, high, ~low, ~high].entries()) view.setUint32(index * 4, word, true);
  for (let i = 0; i < name.length; i++) view.setUint16(16 + i * 2, name.charCodeAt(i), true);
  const state = murmurHash128(key);
  if (state.every((word) => word === 0)) state[0] = 1;
  return state;
}

/** The generator itself over a given state, exported for its reference test. */
export function xoshiro128starstar(initial: Uint32Array, stream: (name: string) => Random): Random {
  let [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = initial;
  let spareNormal: number | undefined;

  function uint32(): number {
    const scrambled = Math.imul(s1, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
    return result;
  }

  function float(): number {
    return ((uint32() >>> 5) * 67108864 + (uint32() >>> 6)) / 9007199254740992;
  }

  function integer(bound: number): number {
    if (!(Number.isInteger(bound) && bound >= 1 && bound <= 2 ** 32)) {
      throw new TitansError('INVALID_ARGUMENT', `The bound must be an integer from 1 to 2^32, not ${bound}.`);
    }
    const unbiasedLimit = 2 ** 32 - (2 ** 32 % bound);
    let draw = uint32();
    while (draw >= unbiasedLimit) draw = uint32();
    return draw % bound;
  }

  function normal(): number {
    if (spareNormal !== undefined) {
      const spare = spareNormal;
      spareNormal = undefined;
      return spare;
    }
    let x = 0;
    let y = 0;
    let squared = 0;
    do {
      x = 2 * float() - 1;
      y = 2 * float() - 1;
      squared = x * x + y * y;
    } while (squared >= 1 || squared === 0);
    const scale = Math.sqrt((-2 * Math.log(squared)) / squared);
    spareNormal = y * scale;
    return x * scale;
  }

  function shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
    for (let last = items.length - 1; last > 0; last--) {
      const other = integer(last + 1);
      const kept = items[last];
      items[last] = items[other];
      items[other] = kept;
    }
    return items;
  }

  function state(): Uint32Array {
    return Uint32Array.of(s0, s1, s2, s3);
  }

  return { uint32, float, integer, normal, shuffle, stream, state };
}
