import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apiKeyVerifier, hashApiKey } from './api-keys.js';

test('the hash is SHA-256', () => {
  // printf 'abc' | sha256sum, FIPS 180-4 example
  expect(Buffer.from(hashApiKey('abc')).toString('hex')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});

test('exactly the stored keys are found, each as itself', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 8 }),
      fc.string(),
      (keys, other) => {
        const verify = apiKeyVerifier(
          keys.map((key, index) => ({
            id: `key-${index}`,
            hash: hashApiKey(key),
            permissions: ['read_transactions'],
          })),
        );
        for (const [index, key] of keys.entries()) expect(verify(key)?.id).toBe(`key-${index}`);
        if (!keys.includes(other)) expect(verify(other)).toBeNull();
      },
    ),
  );
});

test('without keys nothing is found', () => {
  expect(apiKeyVerifier([])('anything')).toBeNull();
});
