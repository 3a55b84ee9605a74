import { expect, test } from 'vitest';
import { withFixedLevels, withoutDistances } from './amount-migrations.js';
import { payeeKnowledge, rangeKind, rangeKinds } from './range.js';

/** By level, history, type and payee: what version 2 wrote, below and above. */
const reach = Float64Array.from({ length: 2 * 2 * 2 * payeeKnowledge.length * 2 }, (_, place) => place);
const content = { kind: 'titans/amount-model', version: 2, data: { fixedRun: 4 }, arrays: { reach } };

test('version 2 corrected rows alike, with and without a category, and held every range to a fixed price', () => {
  const { data, arrays } = withFixedLevels(content);
  expect(data).toEqual({ fixedRun: 4, fixedLevels: [true, true] });
  const migrated = arrays.reach as Float64Array;
  expect(migrated).toHaveLength(2 * rangeKinds * 2);
  for (const [level, hasHistory, type, payee] of [
    [0, false, 0, 0],
    [0, true, 1, 2],
    [1, false, 1, 1],
    [1, true, 0, 2],
  ] as const) {
    const before = 2 * (((level * 2 + Number(hasHistory)) * 2 + type) * 3 + payee);
    for (const hasCategory of [false, true]) {
      const now = 2 * (level * rangeKinds + rangeKind({ hasHistory, hasCategory, type, payee }));
      expect([...migrated.subarray(now, now + 2)]).toEqual([before, before + 1]);
    }
  }
});

test('a range that is no whole one is damaged', () => {
  const damaged = { ...content, arrays: { reach: reach.subarray(1) } };
  expect(() => withFixedLevels(damaged)).toThrow(expect.objectContaining({ code: 'ARTIFACT_CORRUPT' }));
});

test('version 3 learned quantiles of the amounts alone', () => {
  const told = { kind: 'titans/amount-model', version: 3, data: { columns: 'quantiles' }, arrays: { reach } };
  const migrated = withoutDistances(told);
  expect(migrated.data).toEqual({ columns: 'quantiles', hasDistances: false });
  expect(migrated.arrays).toBe(told.arrays);
});
