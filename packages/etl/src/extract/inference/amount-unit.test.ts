import { describe, expect, test } from 'vitest';
import { extract } from '../extract.js';
import type { Statement } from '../extraction.js';
import type { ImportSettings } from '../import-settings.js';

async function read(name: string, text: string, settings: ImportSettings = {}): Promise<Statement> {
  return extract({ name, bytes: new TextEncoder().encode(text) }, settings).table();
}

const amounts = ({ transactions }: Statement): readonly number[] => [...transactions.columns.amountMinor];

function decision({ profile }: Statement): unknown {
  return profile.sources[0]?.decisions.find(({ setting }) => setting === 'amountUnit');
}

describe('amounts in minor units', () => {
  test.each([
    'amount_cents',
    'amountInCents',
    'Amount (pence)',
    'amount_minor',
    'Betrag in Cent',
    'amount minor units',
  ])('are told by the name %j', async (name) => {
    const statement = await read(
      'a.csv',
      `date,description,${name}\n2024-01-15,Shop,-1250\n2024-01-16,Pay,1\n`,
    );
    expect(amounts(statement)).toEqual([-1250, 1]);
    expect(decision(statement)).toMatchObject({ value: 'minor', basis: 'inferred' });
    expect(statement.profile.sources[0]?.settings.amountUnit).toBe('minor');
  });

  test.each(['amount', 'amount percent', 'amount_usd', 'cents off amount'])(
    'are not told by %j',
    async (name) => {
      const statement = await read(
        'a.csv',
        `date,description,${name}\n2024-01-15,Shop,-1250\n2024-01-16,Pay,1\n`,
      );
      expect(amounts(statement)).toEqual([-125_000, 100]);
      expect(decision(statement)).toMatchObject({ value: 'main' });
    },
  );

  test('are as many for each currency as it has, with balances, in columns for out and in', async () => {
    const statement = await read(
      'a.csv',
      'date,description,debit_cents,credit_cents,balance_cents,currency\n2024-01-15,Shop,1250,,8750,EUR\n2024-01-16,Pay,,7,8757,EUR\n2024-01-16,Yen,,500,,JPY\n',
    );
    expect(statement.rejections).toEqual([]);
    expect(amounts(statement)).toEqual([-1250, 7, 500]);
    expect([...statement.transactions.columns.balanceMinor]).toEqual([8750, 8757, Number.NaN]);
  });

  test('that are no whole number are refused, not read as main units', async () => {
    const statement = await read(
      'a.csv',
      'date,description,amount_cents\n2024-01-15,Shop,-1250\n2024-01-16,Pay,12.5\n2024-01-17,Pay,7\n',
    );
    expect(amounts(statement)).toEqual([-1250, 7]);
    expect(statement.rejections).toMatchObject([
      { code: 'AMOUNT_PRECISION', row: 2, field: 'amount', message: expect.stringContaining('amountUnit') },
    ]);
  });

  test('can be told, and so can the opposite', async () => {
    const named = 'date,description,amount_cents\n2024-01-15,Shop,-1250\n';
    expect(amounts(await read('a.csv', named, { amountUnit: 'main' }))).toEqual([-125_000]);
    const plain = 'date,description,amount\n2024-01-15,Shop,-1250\n';
    expect(amounts(await read('a.csv', plain, { amountUnit: 'minor' }))).toEqual([-1250]);
  });

  test('where names and values contradict each other, it is said', async () => {
    const statement = await read(
      'a.csv',
      'date,description,amount_cents\n2024-01-15,Shop,-12.50\n2024-01-16,Pay,7.25\n',
    );
    expect(amounts(statement)).toEqual([-1250, 725]);
    expect(decision(statement)).toMatchObject({ value: 'main', confidence: 0.5, alternatives: ['minor'] });
  });

  test('many amounts without a fraction are reported as open', async () => {
    const rows = Array.from({ length: 30 }, (_, index) => ({
      date: '2024-01-15',
      description: 'Shop',
      amount: -1_000 - 37 * index,
      currency: 'EUR',
    }));
    const euros = await read('a.json', JSON.stringify(rows));
    expect(decision(euros)).toMatchObject({ value: 'main', confidence: 0.7, alternatives: ['minor'] });
    const yen = await read('a.json', JSON.stringify(rows.map((row) => ({ ...row, currency: 'JPY' }))));
    expect(decision(yen)).toMatchObject({ value: 'main', confidence: 1 });
  });
});

test('the currency that stands beside the amount is its own, not that of the fees', async () => {
  // After the balance statements of docs.wise.com.
  const transaction = (value: number, fee: string): object => ({
    date: '2023-01-05T10:00:00.000Z',
    totalFees: { value: 0.5, currency: fee },
    amount: { value, currency: 'EUR' },
    details: { type: 'CARD', description: 'Card' },
    referenceNumber: `CARD${value}`,
  });
  const statement = await read(
    'a.json',
    JSON.stringify({ transactions: [transaction(-12.5, 'USD'), transaction(100, 'GBP')] }),
  );
  expect([...statement.transactions.rows()].map((row) => [row.amountMinor, row.currency])).toEqual([
    [-1250, 'EUR'],
    [10_000, 'EUR'],
  ]);
});
