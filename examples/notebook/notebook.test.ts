import { fileURLToPath } from 'node:url';
import { extract } from '@titans/etl';
import { expect, test } from 'vitest';
import { analyse, type Section } from './analysis.js';

const statement = fileURLToPath(new URL('../data/titans-transactions.csv', import.meta.url));

test('the analysis answers each of its questions about the original file', async () => {
  const { transactions } = await extract(statement).table();
  const sections: Section[] = [];
  for await (const section of analyse(transactions)) sections.push(section);

  // Dates and sum by pandas.
  expect(sections[0]?.title).toBe('127 transactions in USD, 2024-08-06 to 2024-12-06');
  expect(sections[0]?.rows.find(({ what }) => what === 'total')).toMatchObject({
    count: 127,
    sum: '48595.98',
  });
  const empty = sections.filter(({ rows }) => rows.length === 0).map(({ title }) => title);
  // The file meets what is expected of transactions, and no payee of it comes at regular times.
  expect(empty).toEqual(['Expectations that were not met', 'What comes again']);
});
