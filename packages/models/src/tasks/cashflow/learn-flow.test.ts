import {
  createRandom,
  createTransaction,
  dayOfWeek,
  epochDay,
  fromEpochDay,
  tableFromRows,
} from '@titans/core';
import { expect, test } from 'vitest';
import { trainCashflow } from './train-cashflow.js';

test('a forecaster whose forecast of the days ahead is rejected gives way to another', async () => {
  // Purchases of two years on which ARIMA(1,0,1) does well from each day of the past, and leaves the range at the end.
  const random = createRandom(11_000, 'spending alone');
  const lastDay = epochDay(2024, 3, 1) + random.integer(300);
  const rows = [];
  for (let day = lastDay - 729; day <= lastDay; day++) {
    const expected = 1.2 * (dayOfWeek(day) >= 4 ? 1.4 : 0.8);
    const none = Math.exp(-expected);
    for (let product = random.float(); product > none; product *= random.float()) {
      const amount = Math.round(-2_000 * Math.exp(0.6 * random.normal())) / 100;
      const description = `Shop ${random.integer(6)}`;
      rows.push(createTransaction({ date: fromEpochDay(day), description, amount }));
    }
  }
  const asOf = fromEpochDay(lastDay);
  const model = await trainCashflow(tableFromRows(rows), { seed: 0, budget: 'standard' }, { asOf });
  const days = model.forecast({ days: 365 });
  expect(days).toHaveLength(365);
  expect(days.every(({ amount, lower, upper }) => lower <= amount && amount <= upper)).toBe(true);
});
