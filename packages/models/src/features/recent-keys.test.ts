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
  expect(keys.values()).toHaveLength(3);
});

test('however many names come, no more are kept than fit', () => {
  const keys = recentKeys<number>(100);
  for (let index = 0; index < 10_000; index++) {
    keys.meet(`name ${index}`, () => index);
    if (keys.values().length > 100) expect.fail(`${keys.values().length} are kept`);
  }
  expect(keys.get('name 9999')).toBe(9999);
  expect(keys.get('name 0')).toBeUndefined();
});
