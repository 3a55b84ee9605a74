import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phraseMatcher } from './phrase-matcher.js';

function found(phrases: readonly string[], text: string): string[] {
  const list: string[] = [];
  phraseMatcher(phrases).scan(text, (phrase) => list.push(phrases[phrase] as string));
  return list.sort();
}

describe('phrases in a text', () => {
  test('the example of Aho and Corasick (1975)', () => {
    expect(found(['he', 'she', 'his', 'hers'], 'ushers')).toEqual(['he', 'hers', 'she']);
  });

  test('are those that includes() finds, each once', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\0', '\ud83d'), maxLength: 30 });
    const phrases = fc.uniqueArray(
      fc.string({ unit: fc.constantFrom('a', 'b', '\0', '\ud83d'), minLength: 1, maxLength: 5 }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(phrases, text, (list, searched) => {
        expect(found(list, searched)).toEqual(list.filter((phrase) => searched.includes(phrase)).sort());
      }),
      { numRuns: 500 },
    );
  });

  test('each scan starts anew', () => {
    const matcher = phraseMatcher(['ab']);
    const hits: number[] = [];
    for (const text of ['xab', 'b', 'ab']) matcher.scan(text, (phrase) => hits.push(phrase));
    expect(hits).toEqual([0, 0]);
  });

  test('phrases within each other cost no more than once each', () => {
    const phrases = Array.from({ length: 2_000 }, (_, length) => 'a'.repeat(length + 1));
    const matcher = phraseMatcher(phrases);
    let hits = 0;
    matcher.scan('a'.repeat(100_000), () => hits++);
    expect(hits).toBe(2_000);
  });
});
