import { createTransaction, paymentMethods, tableFromRows } from '@titans/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchOfTable } from '../../records/batch-of-table.js';
import type { TransactionBatch } from '../../records/transaction-batch.js';
import { mapVocabulary } from './map-vocabulary.js';
import { paymentMethodVocabulary } from './payment-method-vocabulary.js';
import { statusVocabulary } from './status-vocabulary.js';
import { isOneEditAway, vocabularyReader } from './vocabulary-reader.js';

describe('reading', () => {
  const status = vocabularyReader(statusVocabulary);
  const method = vocabularyReader(paymentMethodVocabulary);

  test.each([
    ['Pending', 'pending'],
    ['PDNG', 'pending'],
    ['Vorgemerkt', 'pending'],
    ['gebucht', 'booked'],
    ['Comptabilisée', 'booked'],
    ['COMPTABILISEE', 'booked'],
    ['paid', 'booked'],
    ['write-off', 'written_off'],
    ['Storniert', 'reversed'],
    ['DECLINED', 'failed'],
    ['Zaksięgowana', 'booked'],
    ['bokfört', 'booked'],
  ])('status %s is %s', (text, value) => {
    expect(status(text)?.value).toBe(value);
  });

  test.each([
    ['credit_car', 'credit_card', 'near'],
    ['Credit Card', 'credit_card', 'spelling'],
    ['Kreditkarte', 'credit_card', 'spelling'],
    ['bank-transfer', 'bank_transfer', 'spelling'],
    ['bank tarnsfer', 'bank_transfer', 'near'],
    ['ÜBERWEISUNG', 'bank_transfer', 'spelling'],
    ['espèces', 'cash', 'spelling'],
    ['Lån', 'loan', 'spelling'],
  ])('payment method %s is %s by %s', (text, value, basis) => {
    expect(method(text)).toEqual({ value, basis });
  });

  test.each(['', ' ', 'bitcoin', 'cast', 'crash', 'x'.repeat(10_000), '__proto__', 'constructor'])(
    '%j is not known',
    (text) => {
      expect(method(text)).toBeNull();
    },
  );

  test('a text near to two values stands for neither', () => {
    const read = vocabularyReader({ posted: [], hosted: [] });
    expect(read('costed')).toBeNull();
    expect(read('postd')?.value).toBe('posted');
    expect(vocabularyReader({ posted: [] }, false)('postd')).toBeNull();
  });

  test('every value stands for itself, and no spelling for two', () => {
    for (const value of paymentMethods) expect(method(value)?.value).toBe(value);
    for (const value of Object.keys(statusVocabulary))
      expect(status(value)).toEqual({ value, basis: 'spelling' });
    expect(() => vocabularyReader({ a: ['x y'], b: ['X-Y'] })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });
});

/** Distance with neighbours swapped as one edit (optimal string alignment), by the textbook's table. */
function distance(a: string, b: string): number {
  const rows: number[][] = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, at(i - 2, j - 2) + 1);
      (rows[i] as number[])[j] = best;
    }
  }
  return at(a.length, b.length);
}

test('one edit is what the table of distances says', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(isOneEditAway(a, b)).toBe(distance(a, b) === 1);
    }),
    { numRuns: 5_000 },
  );
});

describe('mapping a field', () => {
  async function mapped(statuses: readonly (string | null)[]): Promise<TransactionBatch> {
    const rows = statuses.map((status) =>
      createTransaction({ date: '2024-03-01', description: 'x', amount: -1, status }),
    );
    async function* stream(): AsyncGenerator<TransactionBatch> {
      yield batchOfTable(tableFromRows(rows));
    }
    for await (const batch of mapVocabulary({ field: 'status', vocabulary: statusVocabulary }).transform(
      stream(),
    ))
      return batch;
    throw new Error('no batch');
  }

  test('values are mapped, what is not known stays, and both are counted', async () => {
    const batch = await mapped(['paid', 'Paid', 'booked', 'schedulled', null, 'quarantined by bank', 'paid']);
    expect([...batch.table.rows()].map(({ status }) => status)).toEqual([
      'booked',
      'booked',
      'booked',
      'scheduled',
      null,
      'quarantined by bank',
      'booked',
    ]);
    expect(batch.vocabulary).toEqual([
      { field: 'status', from: 'paid', to: 'booked', recognised: true, count: 2 },
      { field: 'status', from: 'Paid', to: 'booked', recognised: true, count: 1 },
      { field: 'status', from: 'schedulled', to: 'scheduled', recognised: true, count: 1 },
      {
        field: 'status',
        from: 'qu••••••••• •• ••nk',
        to: 'qu••••••••• •• ••nk',
        recognised: false,
        count: 1,
      },
    ]);
  });

  test('a batch without anything to map is handed on as it is', async () => {
    expect((await mapped(['booked', null])).vocabulary).toEqual([]);
    expect(() => mapVocabulary({ field: 'status', vocabulary: { ' ': [] } })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });
});
