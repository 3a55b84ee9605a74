import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apiKeyIdOf, newApiKeyText } from './api-key-text.js';
import { apiKeyVerifier } from './api-keys.js';
import { hashApiKey } from './key-hash.js';

test('the hash is SHA-256', () => {
  // printf 'abc' | sha256sum, FIPS 180-4 example
  expect(Buffer.from(hashApiKey('abc')).toString('hex')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});

describe('keys of the configuration', () => {
  const keyOf = (key: string, index: number) => ({
    id: `key-${index}`,
    hash: hashApiKey(key),
    permissions: ['read_transactions'] as const,
    tenant: 'default',
  });

  test('exactly the stored keys are found, each as itself', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 8 }),
        fc.string(),
        (keys, other) => {
          const { verify } = apiKeyVerifier(keys.map(keyOf), null);
          for (const [index, key] of keys.entries())
            expect(verify(key)).toMatchObject({ id: `key-${index}` });
          if (!keys.includes(other)) expect(verify(other)).toBeNull();
        },
      ),
    );
  });

  test('without keys nothing is found', () => {
    expect(apiKeyVerifier([], null).verify('anything')).toBeNull();
  });

  test('a key works for its tenant alone', () => {
    const { isActive } = apiKeyVerifier([keyOf('a key', 0)], null);
    expect([isActive('key-0', 'default'), isActive('key-0', 'other'), isActive('key-1', 'default')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('the text of a key', () => {
  test('holds its id in clear and a secret of 43 letters and digits, which carry 256 bits', () => {
    expect(43 * Math.log2(62)).toBeGreaterThan(256);
    const { id, text } = newApiKeyText();
    expect(text).toMatch(/^titans_[0-9a-z]{16}_[0-9A-Za-z]{43}$/);
    expect(apiKeyIdOf(text)).toBe(id);
    expect(text.startsWith(`titans_${id}_`)).toBe(true);
  });

  test('no two are alike, and a new secret of one id is another one', () => {
    const made = Array.from({ length: 1_000 }, () => newApiKeyText());
    expect(new Set(made.map(({ id }) => id)).size).toBe(1_000);
    const { id, text } = newApiKeyText();
    const again = newApiKeyText(id);
    expect(again.id).toBe(id);
    expect(again.text).not.toBe(text);
  });

  test('every character of the secret is as likely as the others', () => {
    const counts = new Map<string, number>();
    const rounds = 2_000;
    for (let round = 0; round < rounds; round++) {
      for (const character of newApiKeyText().text.slice(-43)) {
        counts.set(character, (counts.get(character) ?? 0) + 1);
      }
    }
    const expected = (rounds * 43) / 62;
    let chiSquared = 0;
    for (const count of counts.values()) chiSquared += (count - expected) ** 2 / expected;
    expect(counts.size).toBe(62);
    // scipy.stats.chi2.isf(1e-9, 61) = 149.3: bytes taken modulo 62 would give about 560.
    expect(chiSquared).toBeLessThan(149.3);
  });

  test.each(['', 'titans_', 'titans_abc_def', 'Bearer x', `titans_${'a'.repeat(16)}_${'b'.repeat(44)}`])(
    '%j names no id',
    (text) => expect(apiKeyIdOf(text)).toBeNull(),
  );
});
