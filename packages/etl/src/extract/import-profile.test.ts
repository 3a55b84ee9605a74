import { expect, test } from 'vitest';
import { extract } from './extract.js';
import { importProfile } from './import-profile.js';

test('a summary says what was decided, how surely, and what is open', async () => {
  const content = 'Date,Description,Amount,Colour\n01/02/2024,Tea,-5.00,red\n';
  const { profile } = await extract(
    { name: 'bank.csv', bytes: Buffer.from(content) },
    { currency: 'GBP', csv: { delimiter: ',' } },
  ).table();
  const lines = profile.summary().split('\n');
  expect(lines[0]).toBe('bank.csv: csv');
  expect(lines).toContain('  columns.date         Date  (inferred, 100%)');
  expect(lines).toContain('  currency             GBP  (given)');
  expect(lines).toContain(
    '  dateFormat           day-first  (inferred, 50%: every date can be read in several ways; the language and currency of the source speak for this one; could be month-first)',
  );
  expect(lines).toContain('  amountFormat         {"decimalMark":".","groupMark":","}  (inferred, 100%)');
  expect(lines.at(-1)).toBe('  columns not used: Colour');
});

test('a default beside a column is said to be for rows whose column is empty', () => {
  const told = { confidence: 1, basis: 'given' } as const;
  const summary = importProfile([
    {
      source: 'bank.ofx',
      format: 'ofx',
      columns: ['currency'],
      unusedColumns: [],
      decisions: [
        { setting: 'columns.currency', value: 'currency', ...told },
        { setting: 'currency', value: 'USD', confidence: 1, basis: 'default' },
        { setting: 'accountId', value: 'default', confidence: 1, basis: 'default' },
      ],
      settings: {},
    },
  ]).summary();
  expect(summary.split('\n').slice(1)).toEqual([
    '  columns.currency  currency  (given)',
    '  currency          USD  (default, of rows whose column says none)',
    '  accountId         default  (default)',
  ]);
});
