import { expect, test } from 'vitest';
import { rowsOf } from '../../data/testing/rows.js';
import { everything, newestFirst, visibleRows } from './filter.js';

const rows = rowsOf([
  ['2024-03-03', -20],
  ['2024-03-02', 50],
  ['2024-03-01', -5],
]);
const none = () => undefined;
const numbers = (...given: Parameters<typeof visibleRows>) =>
  visibleRows(...given).map(({ number }) => number);

test('without a filter, newest first, the rows are given as they are', () => {
  expect(visibleRows(rows, everything, newestFirst, none)).toBe(rows);
});

test('rows are filtered by text, direction and day', () => {
  expect(numbers(rows, { ...everything, text: ' ROW 1 ' }, newestFirst, none)).toEqual([1]);
  expect(numbers(rows, { ...everything, direction: 'out' }, newestFirst, none)).toEqual([0, 2]);
  expect(numbers(rows, { ...everything, from: '2024-03-02' }, newestFirst, none)).toEqual([0, 1]);
  expect(numbers(rows, { ...everything, category: '' }, newestFirst, none)).toEqual([0, 1, 2]);
  expect(numbers(rows, { ...everything, category: 'fuel' }, newestFirst, none)).toEqual([]);
});

test('rows are sorted either way, and equal ones stay as they are', () => {
  const by = (column: string, isDescending: boolean) =>
    numbers(rows, everything, { column, isDescending }, none);
  expect(by('amount', false)).toEqual([0, 2, 1]);
  expect(by('amount', true)).toEqual([1, 2, 0]);
  expect(by('date', false)).toEqual([2, 1, 0]);
  expect(by('description', true)).toEqual([2, 1, 0]);
  expect(by('category', true)).toEqual([0, 1, 2]);
});

test('what the model is least sure of comes first, and what it was not asked last', () => {
  const sure = [0.9, 0.3];
  const predictionOf = ({ number }: (typeof rows)[number]) => {
    const confidence = sure[number];
    return confidence === undefined
      ? undefined
      : {
          category: 'fuel',
          confidence,
          abstained: false,
          amount: 0,
          amount_range: { min: 0, max: 0 },
          is_anomaly: false,
          anomaly_score: 0,
          risk_level: 'low' as const,
        };
  };
  expect(numbers(rows, everything, { column: 'confidence', isDescending: false }, predictionOf)).toEqual([
    1, 0, 2,
  ]);
});
