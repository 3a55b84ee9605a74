import { expect, test } from 'vitest';
import { sha256Hex } from './sha256.js';

// NIST FIPS 180-4 example messages (csrc.nist.gov, SHA256.pdf) and the empty message of the NIST test vectors.
test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
])('the digest of "%s" is the one that NIST publishes', async (message, digest) => {
  expect(await sha256Hex(message)).toBe(digest);
  expect(await sha256Hex(new TextEncoder().encode(message))).toBe(digest);
});

test('bytes of shared memory and of a part of a buffer give the digest of those bytes alone', async () => {
  const shared = new Uint8Array(new SharedArrayBuffer(5));
  shared.set(new TextEncoder().encode('xabcx'));
  expect(await sha256Hex(shared.subarray(1, 4))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});
