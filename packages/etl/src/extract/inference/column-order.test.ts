import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rawBatchOfTexts } from '../../records/raw-batch.js';
import { startInference } from './inference.js';

const names: Readonly<Record<string, string>> = {
  date: 'Booking date',
  value: 'Value date',
  description: 'Narrative',
  amount: 'Amount',
  balance: 'Balance',
  currency: 'Currency',
  account: 'Account number',
  number: 'Transaction number',
};

/** Rows of a statement with a running balance, as the cells of each kind. */
const statement = fc
  .array(
    fc.record({
      step: fc.nat({ max: 3 }),
      minor: fc.integer({ min: -90_000, max: 60_000 }).filter((minor) => minor !== 0),
      text: fc.constantFrom(
        'Corner shop Leeds',
        'Aunt Mary',
        'Water works bill',
        'Book club 12',
        'Tea house',
      ),
    }),
    { minLength: 8, maxLength: 30 },
  )
  .map((steps) => {
    let day = Date.UTC(2024, 0, 25);
    let balance = 250_000;
    return steps.map(({ step, minor, text }, row) => {
      day += step * 86_400_000;
      balance += minor;
      const iso = (at: number): string => new Date(at).toISOString().slice(0, 10);
      return {
        date: iso(day),
        value: iso(day + 86_400_000),
        description: text,
        amount: (minor / 100).toFixed(2),
        balance: (balance / 100).toFixed(2),
        currency: 'EUR',
        account: '0051234567',
        number: String(70_000_000 + row * 13),
      } as Readonly<Record<string, string>>;
    });
  });

test('columns are found in any order, with their names or without', () => {
  fc.assert(
    fc.property(
      statement,
      fc.shuffledSubarray(Object.keys(names), { minLength: 8, maxLength: 8 }),
      fc.boolean(),
      (rows, order, isNamed) => {
        const columns = order.map((kind, index) => (isNamed ? (names[kind] as string) : String(index + 1)));
        const { length } = rows;
        const inference = startInference(
          'random',
          { columns, headerLine: 1, decisions: [], settings: {}, batches: async function* () {} },
          {},
        );
        inference.observe(
          rawBatchOfTexts({
            width: columns.length,
            records: rows.map((row) => order.map((kind) => row[kind] as string)),
            provenance: {
              row: new Int32Array(length),
              line: new Int32Array(length),
              byteOffset: new Float64Array(length),
            },
          }),
        );
        const { settings } = inference.finish();
        const at = (kind: string): string => columns[order.indexOf(kind)] as string;
        expect(settings.columns).toMatchObject({
          date: at('date'),
          description: at('description'),
          amount: at('amount'),
          balance: at('balance'),
          currency: at('currency'),
        });
        expect(settings.sign).toBe('as-written');
        if (isNamed)
          expect(settings.columns).toMatchObject({ accountId: at('account'), reference: at('number') });
      },
    ),
    { numRuns: 300 },
  );
});
