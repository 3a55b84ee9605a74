import { describe, expect, test } from 'vitest';
import { type ExtractOptions, extract } from '../extract.js';
import type { Statement } from '../extraction.js';
import type { SourceProfile } from '../import-profile.js';

function read(content: string, options?: ExtractOptions): Promise<Statement> {
  return extract({ name: 'bank.csv', bytes: Buffer.from(content) }, options).table();
}

async function profileOf(content: string, options?: ExtractOptions): Promise<SourceProfile> {
  return (await read(content, options)).profile.sources[0] as SourceProfile;
}

describe('columns', () => {
  test('are found by their names, however these are written', async () => {
    const { settings, unusedColumns } = await profileOf(
      'transaction_date,AMOUNT, Transaction Description,mcc,Extra\n',
    );
    expect(settings.columns).toEqual({
      date: 'transaction_date',
      amount: 'AMOUNT',
      description: 'Transaction Description',
      merchantCategoryCode: 'mcc',
    });
    expect(unusedColumns).toEqual(['Extra']);
  });

  test('the better name wins where two would do', async () => {
    const { settings } = await profileOf('Posting Date,Date,Description,Amount\n');
    expect(settings.columns?.date).toBe('Date');
  });

  test('a few short words again and again are categories, though descriptions of other banks are called so', async () => {
    const rows = Array.from({ length: 60 }, (_, row) => {
      const [payee, kind] = [
        ['REWE SAGT DANKE 4711', 'Lebensmittel'],
        ['SHELL 0821 TANKSTELLE', 'Auto'],
        ['STADTWERKE MUENSTER ABSCHLAG', 'Strom'],
      ][row % 3] as [string, string];
      return `${String((row % 28) + 1).padStart(2, '0')}.01.24;"${payee}";-${row + 1},50;${kind}`;
    });
    for (const name of ['Umsatztext Zeile', 'Zeile A']) {
      const { settings } = await profileOf(`Wertstellung;${name};Betrag;Rubrik\n${rows.join('\n')}\n`);
      expect(settings.columns).toMatchObject({ description: name, category: 'Rubrik' });
    }
  });

  test('accounts by their own name are believed though every row has another, and else the doubt is said', async () => {
    const rows = Array.from(
      { length: 20 },
      (_, row) => `2024-01-${row + 10},shop ${row},-${row + 1},A-${row}`,
    );
    const own = await read(`date,description,amount,account_id\n${rows.join('\n')}\n`);
    expect([...own.transactions.rows()].map(({ accountId }) => accountId)).toEqual(
      rows.map((_, row) => `A-${row}`),
    );
    const { settings, decisions } = await profileOf(`date,description,amount,IBAN\n${rows.join('\n')}\n`);
    expect(settings.columns).not.toHaveProperty('accountId');
    expect(decisions.find(({ setting }) => setting === 'accountId')).toMatchObject({
      value: 'default',
      confidence: 0.5,
      basis: 'default',
      reason: expect.stringMatching(/"IBAN" has another value .* columns\.accountId/),
    });
  });

  test('a missing one is named, with those found', async () => {
    await expect(read('Date,Colour,Size\n2024-01-01,red,large\n')).rejects.toMatchObject({
      code: 'HEADER_MISSING_COLUMN',
      message: expect.stringMatching(/amount.*Date, Colour, Size/s),
      details: { missing: ['amount'], found: ['Date', 'Colour', 'Size'], source: 'bank.csv' },
    });
    await expect(
      read('Date,Description,Amount\n2024-01-01,a,1\n', { columns: { category: 'Kategorie' } }),
    ).rejects.toMatchObject({ code: 'HEADER_MISSING_COLUMN' });
  });

  test('without names, the option that gives them is named', async () => {
    await expect(read('2024-01-02,red\n2024-01-03,blue\n')).rejects.toMatchObject({
      code: 'HEADER_MISSING_COLUMN',
      message: expect.stringContaining('for example { date: "1" }'),
      details: { missing: ['amount'], found: ['1', '2'] },
    });
  });

  test('of two with the same claim, the one with the values is taken', async () => {
    const { settings } = await profileOf('Date,amount,Amount,Description\n2024-01-02,,5.00,a\n');
    expect(settings.columns?.amount).toBe('Amount');
  });
});

describe('a column that is called so stands for its field, whatever its values', () => {
  test.each([
    ['dates', 'Date,Description,Amount\nred,Tea,5.00\n', 'DATE_INVALID'],
    ['amounts', 'Date,Description,Amount\n2024-01-02,Tea,red\n', 'AMOUNT_INVALID'],
    ['amounts that are dates', 'Date,Description,Amount\n2024-01-02,Tea,2024-01-02\n', 'AMOUNT_INVALID'],
  ])('%s', async (_, content, code) => {
    const { rejections } = await read(content);
    expect(rejections.map((each) => each.code)).toEqual([code]);
  });

  test('a description that is a date', async () => {
    const { transactions } = await read('Date,Description,Amount\n2024-01-02,2024-01-01,5.00\n');
    expect(transactions.row(0).description).toBe('2024-01-01');
  });
});

describe('columns of text', () => {
  test('a description is put together from the party and what it was for', async () => {
    const { transactions, profile } = await read(
      'Buchungstag;Empfänger;Verwendungszweck;Betrag\n02.01.2024;Stadtwerke;Abschlag Januar;-80,00\n13.01.2024;Bäcker;;-3,20\n',
    );
    expect(
      [...transactions.rows()].map(({ description, merchantName }) => [description, merchantName]),
    ).toEqual([
      ['Stadtwerke Abschlag Januar', 'Stadtwerke'],
      ['Bäcker', 'Bäcker'],
    ]);
    expect(profile.sources[0]?.settings.columns?.description).toEqual(['Empfänger', 'Verwendungszweck']);
  });

  test('numbered columns belong together', async () => {
    const { settings } = await profileOf('Date,Amount,Details 2,Details 1\n2024-01-02,5.00,Row B,Row A\n');
    expect(settings.columns?.description).toEqual(['Details 2', 'Details 1']);
  });

  test('without a name that says so, the column of words is taken', async () => {
    const { settings } = await profileOf(
      'Date,Colour,Thing,Amount\n2024-01-02,red,A chair of oak,-5.00\n2024-01-03,red,Two lamps,-7.00\n2024-01-04,red,A long rug,-9.00\n',
    );
    expect(settings.columns?.description).toBe('Thing');
  });

  test('a blank column of notes leaves the description to the words of another', async () => {
    const { settings } = await profileOf(
      'Completed Date,Reference,Paid Out (GBP),Paid In (GBP),Notes\n13 Jan 2024,To the shop,5.00,,\n14 Jan 2024,From Bob Smith,,10.00,\n',
    );
    expect(settings.columns).toMatchObject({ description: 'Reference', debit: 'Paid Out (GBP)' });
  });

  test('a word that is none of money in and out makes a column called type useless, and no row is lost', async () => {
    const { rows, profile } = await read(
      'Date,Description,Amount,Type\n2024-01-02,a,-1.00,Revenue\n2024-01-03,b,-2.00,Capital\n',
    );
    expect(rows.accepted).toBe(2);
    expect(profile.sources[0]?.unusedColumns).toEqual(['Type']);
  });
});

describe('several columns with a claim', () => {
  test('of net and the amount in the currency of the account, the account wins', async () => {
    const { settings } = await profileOf(
      'Date,Description,Original Amount,Original Currency,Amount,Currency\n2024-01-02,a,-5.00,USD,-4.60,EUR\n2024-01-03,b,-7.00,EUR,-7.00,EUR\n',
    );
    expect(settings.columns).toMatchObject({ amount: 'Amount', currency: 'Currency' });
  });

  test('the day of the transaction wins over those of booking and of value', async () => {
    const { settings } = await profileOf('Value date,Booking date,Transaction date,Description,Amount\n');
    expect(settings.columns?.date).toBe('Transaction date');
    expect((await profileOf('Valutadatum;Buchungsdatum;Text;Betrag\n')).settings.columns?.date).toBe(
      'Buchungsdatum',
    );
  });

  test('an amount beside columns of money out and in is taken where it is signed', async () => {
    const { settings } = await profileOf(
      'Datum;Omschrijving;Bedrag;credit;debet\n01/02/2020;a;-16,52;;-16,52\n24/01/2020;b;35,77;35,77;\n',
    );
    expect(settings.columns).toMatchObject({ amount: 'Bedrag' });
    expect(settings.columns).not.toHaveProperty('debit');
  });
});
