import { expect, test } from 'vitest';
import { murmurHash128 } from './murmur-hash.js';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

// mmh3.hash_bytes(data, seed, x64arch=False) of the Python package mmh3, which wraps Appleby's reference code.
test.each<[string, Uint8Array, number, number[]]>([
  ['nothing', text(''), 0, [0, 0, 0, 0]],
  ['nothing, seeded', text(''), 1, [0x88c4adec, 0x54d201b9, 0x54d201b9, 0x54d201b9]],
  ['a tail of one byte', text('a'), 0, [0xa794933c, 0x5556b01b, 0x5556b01b, 0x5556b01b]],
  ['a tail of five bytes', text('hello'), 0, [0x2b2444a0, 0xdb91def7, 0x9adb31b6, 0x9adb31b6]],
  [
    'blocks and a tail',
    text('The quick brown fox jumps over the lazy dog'),
    0,
    [0x2f1583c3, 0xecee2c67, 0x5d7bf66c, 0xe5e91d2c],
  ],
  ['one whole block', text('0123456789abcdef'), 42, [0x786271aa, 0x342cc491, 0x1a291f4c, 0xe8714dc9]],
  [
    'every byte',
    Uint8Array.from({ length: 255 }, (_, index) => index),
    7,
    [0xe8d1cde0, 0x69995eb0, 0x2713e1c2, 0xe60d31b1],
  ],
])('the hash of %s is that of the reference', (_, bytes, seed, words) => {
  expect([...murmurHash128(bytes, seed)]).toEqual(words);
});

test('a part of a larger buffer is hashed as that part', () => {
  expect(murmurHash128(text('xxhello').subarray(2))).toEqual(murmurHash128(text('hello')));
});
