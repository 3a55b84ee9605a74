import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recentKeys } from './recent-keys.js';

test('what is met again is what was kept; beyond the capacity the longest unseen half goes', () => {
  const keys = recentKeys<{ times: number }>(4);
  const meet = (key: string) => keys.meet(key, () => ({ times: 0 })).times++;
  for (const key of ['a', 'b', 'c', 'd', 'a']) meet(key);
  expect(keys.get('a')).toEqual({ times: 2 });
  meet('e');
  expect(['a', 'b', 'c', 'd', 'e'].map((key) => keys.get(key)?.times)).toEqual([
    2,
    undefined,
    undefined,
    1,
    1,
  ]);
  expect([...keys.values()]).toHaveLength(3);
});

test('what is kept is what a list in the order of the last meetings keeps, and never more than fits', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 9 }),
      fc.array(fc.integer({ min: 0, max: 14 }), { maxLength: 80 }),
      (capacity, met) => {
        const keys = recentKeys<number>(capacity);
        let list: number[] = [];
        for (const key of met) {
          keys.meet(`${key}`, () => key);
          const isKnown = list.includes(key);
          if (!isKnown && list.length >= capacity) list = list.slice(list.length - (capacity >> 1));
          list = [...list.filter((each) => each !== key), key];
          expect([...keys.values()].sort((a, b) => a - b)).toEqual([...list].sort((a, b) => a - b));
        }
      },
    ),
  );
});
