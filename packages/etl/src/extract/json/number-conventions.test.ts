import { expect, test } from 'vitest';
import { extract } from '../extract.js';
import type { Statement } from '../extraction.js';

async function read(value: unknown): Promise<Statement> {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return extract({ name: 'api.json', bytes }).table();
}

function brief({ transactions }: Statement): readonly unknown[] {
  return [...transactions.rows()].map((row) => [row.date, row.amountMinor, row.currency, row.description]);
}

test('minor units and moments are known by name in others', async () => {
  const statement = await read([
    {
      visibleTS: 1651400000000,
      price: { amount_cents: 1999, currency: 'JOD' },
      label: 'Shop',
      amountInCents: null,
    },
    { visibleTS: 1652500000000, price: { amount_cents: -5, currency: 'JPY' }, label: 'Shop' },
  ]);
  expect(brief(statement)).toEqual([
    ['2022-05-01', 1999, 'JOD', 'Shop'],
    ['2022-05-14', -5, 'JPY', 'Shop'],
  ]);
  expect(statement.profile.sources[0]?.decisions).toContainEqual(
    expect.objectContaining({ setting: 'amountUnit', value: 'minor', basis: 'inferred' }),
  );
});

test('a JSON number with three decimals is no thousand, a German text is one', async () => {
  const rows = (...amounts: readonly (string | number)[]): readonly object[] =>
    amounts.map((amount, index) => ({
      date: `2024-05-1${index}`,
      description: 'x',
      amount,
      currency: 'JOD',
    }));
  expect(brief(await read(rows(1.234, -5)))).toMatchObject([{ 1: 1234 }, { 1: -5000 }]);
  expect(brief(await read(rows('1.234,50', '-5,00', '1.234')))).toMatchObject([
    { 1: 1_234_500 },
    { 1: -5000 },
    { 1: 1_234_000 },
  ]);
});

test('others are inferred by names and values', async () => {
  const statement = await read({
    results: [
      {
        id: 1,
        timestamp: '2024-05-01T10:00:00Z',
        amount: -12.5,
        currency: 'EUR',
        description: 'Bakery',
        merchant: { name: 'B' },
      },
      {
        id: 2,
        timestamp: '2024-05-13T10:00:00Z',
        amount: 7,
        currency: 'EUR',
        description: 'Refund',
        merchant: { name: 'B' },
      },
    ],
    next: null,
  });
  expect(brief(statement)).toEqual([
    ['2024-05-01', -1250, 'EUR', 'Bakery'],
    ['2024-05-13', 700, 'EUR', 'Refund'],
  ]);
});
