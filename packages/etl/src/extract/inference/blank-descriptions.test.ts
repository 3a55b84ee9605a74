import { describe, expect, test } from 'vitest';
import { extract } from '../extract.js';
import type { Statement } from '../extraction.js';

function read(content: string): Promise<Statement> {
  return extract({ name: 'bank.csv', bytes: Buffer.from(content) }).table();
}

function descriptions({ transactions }: Statement): readonly string[] {
  return [...transactions.rows()].map(({ description }) => description);
}

describe('rows whose description is blank', () => {
  const header = 'Date,Type,Details,Reference,Amount\n';

  test('are described by their kind, and the others by their description alone', async () => {
    const statement = await read(
      `${header}2024-01-02,Card payment,Tea house,AB12345678,-3.00\n2024-01-31,Interest,  ,AB12345679,0.12\n`,
    );
    expect(descriptions(statement)).toEqual(['Tea house', 'Interest']);
    expect(statement.profile.sources[0]?.settings.columns?.descriptionFallback).toBe('Type');
  });

  test('are refused where only numbers stand beside it: nothing is made up', async () => {
    const statement = await read(
      'Date,Details,Reference,Amount\n2024-01-02,Tea house,AB12345678,-3.00\n2024-01-31,,AB12345679,0.12\n',
    );
    expect(statement.rejections.map(({ code, field }) => [code, field])).toEqual([
      ['FIELD_MISSING', 'description'],
    ]);
  });

  test('are described by the column that was told, of any position and bytes', async () => {
    const bytes = Buffer.from(
      'Date,Kind,A,B,Amount\n2024-01-02,Zinsen,\u00a0,é,1\n2024-01-03,Gebühr,,,2\n2024-01-04,x,Tee,ü,3\n',
    );
    const columns = { date: 'Date', amount: 'Amount', description: ['A', 'B'], descriptionFallback: 'Kind' };
    const statement = await extract({ name: 'bank.csv', bytes }, { columns }).table();
    expect(descriptions(statement)).toEqual(['é', 'Gebühr', 'Tee ü']);
  });
});

describe('lines that state a balance', () => {
  test.each([
    'Opening balance',
    'CLOSING BALANCE',
    'Balance brought forward',
    'Saldo anterior',
    'S A L D O',
    'Anfangssaldo',
    'Ancien solde',
  ])('%s is no transaction', async (text) => {
    const { rows, rejections } = await read(
      `Date,Details,Amount\n2024-01-02,${text},100.00\n2024-01-03,Tea,-3.00\n`,
    );
    expect(rows).toEqual({ in: 2, accepted: 1, rejected: 1 });
    expect(rejections[0]?.code).toBe('ROW_NOT_TRANSACTION');
  });

  test.each(['Balance transfer', 'New Balance shoes', 'TOTAL', 'Saldo', 'Opening balance correction'])(
    '%s is one',
    async (text) => {
      const { rows } = await read(`Date,Details,Amount\n2024-01-02,${text},100.00\n2024-01-03,Tea,-3.00\n`);
      expect(rows.accepted).toBe(2);
    },
  );
});

describe('money in that alone is marked', () => {
  test('by a plus, CR or both, beside amounts without a sign', async () => {
    const { transactions, profile } = await read(
      'Date,Details,Amount\n2024-01-02,Tea,£23.50\n2024-01-03,Bill,"+ £1,100 CR"\n2024-01-04,Cake,£6.70\n2024-01-05,Back,£1.00 CR\n',
    );
    expect([...transactions.columns.amountMinor]).toEqual([-2350, 110_000, -670, 100]);
    expect(profile.sources[0]?.settings.sign).toBe('credits-marked');
  });

  test('by its type, whose other rows are blank; a type that is not known is refused', async () => {
    const content =
      'Date,Details,Amount,CR/DR\n2024-01-02,Tea,23.50,\n2024-01-03,Bill,100.00,CR\n2024-01-04,Cake,6.70,\n';
    const { transactions } = await read(content);
    expect([...transactions.columns.amountMinor]).toEqual([-2350, 10_000, -670]);
    const bytes = Buffer.from(`${content}2024-01-05,Odd,1.00,??\n`);
    const odd = await extract(
      { name: 'bank.csv', bytes },
      { sign: 'credits-marked', columns: { type: 'CR/DR' } },
    ).table();
    expect(odd.rejections.map(({ code }) => code)).toEqual(['TYPE_INVALID']);
  });
});

test('what the lines before the table say is inferred, what the caller says is given', async () => {
  const bytes = Buffer.from(
    'Currency:;CHF\n\nDatum;Text;Betrag\n13.01.2024;Tee;-3,00\n14.01.2024;Lohn;9,00\n',
  );
  const basis = async (currency?: string) => {
    const { profile } = await extract(
      { name: 'bank.csv', bytes },
      currency === undefined ? {} : { currency },
    ).table();
    return profile.sources[0]?.decisions.find(({ setting }) => setting === 'currency');
  };
  expect(await basis()).toMatchObject({ value: 'CHF', basis: 'inferred' });
  expect(await basis('EUR')).toMatchObject({ value: 'EUR', basis: 'given' });
});
