import { expect, test } from 'vitest';
import { extract } from '../extract.js';
import type { Statement } from '../extraction.js';

function read(content: string): Promise<Statement> {
  return extract({ name: 'bank.csv', bytes: Buffer.from(content) }).table();
}

test('500 columns, and texts of any length, cost what a sample costs', async () => {
  const extra = Array.from({ length: 500 }, (_, column) => `c${column}`).join(',');
  const cells = Array.from({ length: 500 }, (_, column) => (column % 2 === 0 ? '1,5' : 'x'.repeat(60))).map(
    (cell) => `"${cell}"`,
  );
  const wide = `Date,Description,Amount,${extra}\n${`2024-01-02,a,-1.00,${cells.join(',')}\n`.repeat(500)}`;
  expect((await read(wide)).rows).toEqual({ in: 500, accepted: 500, rejected: 0 });
  const long = `Date,Description,Amount,Note\n${`2024-01-02,a,-1.00,${'1 '.repeat(20_000)}\n`.repeat(500)}`;
  expect((await read(long)).rows.accepted).toBe(500);
});

test.each([
  ['names of JavaScript', '__proto__,constructor,Date,Description,Amount\nx,y,2024-01-02,a,-1.00\n'],
  ['a name of many words', `${'date '.repeat(400)}x,y,Date,Description,Amount\nx,y,2024-01-02,a,-1.00\n`],
])('%s', async (_, content) => {
  const { transactions } = await read(content);
  expect(transactions.row(0)).toMatchObject({ date: '2024-01-02', description: 'a', amountMinor: -100 });
});

test.each([
  ['digits and spaces', '1 '.repeat(200)],
  ['marks', '1,'.repeat(200)],
  ['parentheses', '('.repeat(400)],
  ['slashes', '1/'.repeat(200)],
  ['combining marks', 'a\u0301'.repeat(200)],
])('values that are nearly dates or amounts: %s', async (_, value) => {
  const { rows } = await read(
    `Date,Description,Amount\n${`"${value}","${value}","${value}"\n`.repeat(2_000)}`,
  );
  expect(rows).toEqual({ in: 2_000, accepted: 0, rejected: 2_000 });
});
