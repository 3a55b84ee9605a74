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

  test('of two with the same claim, the one with the values is taken', async () => {
    const { settings } = await profileOf('Date,amount,Amount,Description\n2024-01-02,,5.00,a\n');
    expect(settings.columns?.amount).toBe('Amount');
  });
});
