import type { PlainDate } from '@titans/core';
import { expect, test } from 'vitest';
import { summarise } from './forecast-answer.js';

const days = (amounts: readonly number[]) =>
  amounts.map((amount) => ({ date: '2024-01-01' as PlainDate, amount, lower: amount, upper: amount }));

test('the totals are those of Python’s statistics module, rounded to the currency', () => {
  // Python 3.11, a = [-120.55, 2600, -85.1, 0, -19.99]: sum(a) 2374.36, statistics.mean(a) 474.872,
  // statistics.pstdev(a) 1063.4525688228882
  expect(summarise(days([-120.55, 2_600, -85.1, 0, -19.99]), 2)).toEqual({
    total_forecasted: 2_374.36,
    average_daily: 474.87,
    max_daily: 2_600,
    min_daily: -120.55,
    std_deviation: 1_063.45,
  });
  expect(summarise(days([0.1, 0.2]), 2).total_forecasted).toBe(0.3);
  expect(summarise(days([1_234.6, -3]), 0)).toMatchObject({ total_forecasted: 1_232, average_daily: 616 });
});
