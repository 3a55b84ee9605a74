import { expect, test } from 'vitest';
import { mainCurrency, monthFlows } from './months.js';
import { rowsOf } from './testing/rows.js';

const rows = rowsOf([
  ['2024-03-20', -30],
  ['2024-03-01', 100],
  ['2024-02-10', -5, 'EUR'],
  ['2024-01-31', -7.5],
  ['2023-12-15', 20],
]);

test('what came in and went out is added by month, also of months without any', () => {
  expect(monthFlows(rows, 'USD', { readFrom: '2023-12-15', isComplete: true, months: 12 })).toEqual([
    { month: '2023-12', in: 20, out: 0, count: 1 },
    { month: '2024-01', in: 0, out: 7.5, count: 1 },
    { month: '2024-02', in: 0, out: 0, count: 0 },
    { month: '2024-03', in: 100, out: 30, count: 2 },
  ]);
});

test('months that are not read from their first day on are left out', () => {
  const months = (readFrom: string) =>
    monthFlows(rows, 'USD', { readFrom, isComplete: false, months: 12 }).map(({ month }) => month);
  expect(months('2024-01-02')).toEqual(['2024-02', '2024-03']);
  expect(months('2024-01-01')).toEqual(['2024-01', '2024-02', '2024-03']);
});

test('no more months than are wanted', () => {
  const flows = monthFlows(rows, 'USD', { readFrom: '2023-12-15', isComplete: true, months: 2 });
  expect(flows.map(({ month }) => month)).toEqual(['2024-02', '2024-03']);
  expect(monthFlows([], 'USD', { readFrom: '2023-12-15', isComplete: true, months: 2 })).toEqual([]);
});

test('the main currency is that of most rows', () => {
  expect(mainCurrency(rows)).toBe('USD');
  expect(mainCurrency(rowsOf([['2024-01-01', 1, 'EUR']]))).toBe('EUR');
});
