import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { textCache } from './text-cache.js';

test('an answer is that of the same text and of the same beside it, or none', () => {
  const key = fc.tuple(
    fc.constantFrom('a', 'b', 'c', '__proto__', ''),
    fc.constantFrom('', null, undefined, 0, false, 'null'),
  );
  fc.assert(
    fc.property(fc.array(key, { maxLength: 60 }), (asked) => {
      const cache = textCache<string>({ texts: 4, perText: 2 });
      for (const [text, beside] of asked) {
        const right = `${text} ${typeof beside} ${beside}`;
        expect([undefined, right]).toContain(cache.get(text, [beside]));
        cache.set(text, [beside], right);
        cache.set(text, [beside], right);
        expect(cache.get(text, [beside])).toBe(right);
      }
    }),
  );
});

test('a text that comes once is not kept', () => {
  const cache = textCache<number>({ texts: 10 });
  cache.set('once', [], 1);
  expect(cache.get('once', [])).toBeUndefined();
  cache.set('once', [], 2);
  expect(cache.get('once', [])).toBe(2);
});

test('what is asked for stays, what is not goes', () => {
  const cache = textCache<number>({ texts: 10 });
  for (let at = 0; at < 100; at++) {
    cache.set(`text ${at}`, [], at);
    cache.set(`text ${at}`, [], at);
    expect(cache.get('text 0', [])).toBe(0);
  }
  const kept = Array.from({ length: 100 }, (_, at) => cache.get(`text ${at}`, [])).filter(
    (value) => value !== undefined,
  );
  expect(kept.length).toBeLessThanOrEqual(11);
  expect(kept).toContain(99);
});

test('a text with ever other things beside it takes no more room', () => {
  const cache = textCache<number>({ texts: 10, perText: 3 });
  for (let at = 0; at < 50; at++) cache.set('text', [at], at);
  const kept = Array.from({ length: 50 }, (_, at) => cache.get('text', [at])).filter(
    (value) => value !== undefined,
  );
  expect(kept.length).toBeLessThanOrEqual(3);
  expect(kept).toContain(49);
});

test('long texts are not kept', () => {
  const cache = textCache<number>({ texts: 10 });
  const long = 'x'.repeat(513);
  cache.set(long, [], 1);
  cache.set(long, [], 1);
  cache.set('text', [long], 1);
  cache.set('text', [long], 1);
  expect(cache.get(long, [])).toBeUndefined();
  expect(cache.get('text', [long])).toBeUndefined();
});
