import { createTransaction, tableFromRows } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TransactionQuery } from '../tasks/predictions.js';
import { coldStartCategoryModel } from '../taxonomy/cold-start/cold-start-model.js';
import { train } from '../train.js';

const payees = ['Tesco store 3', 'Shell station', 'Corner bakery', 'City rail'] as const;
const table = tableFromRows(
  Array.from({ length: 120 }, (_, at) =>
    createTransaction({
      date: new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10),
      description: payees[at % 4] as string,
      amount: -(5 + (at % 4) * 20 + (at % 7)),
      category: ['food', 'fuel', 'food', 'travel'][at % 4] as string,
    }),
  ),
);

const queries: fc.Arbitrary<readonly TransactionQuery[]> = fc.array(
  fc.record(
    {
      description: fc.constantFrom(...payees, 'HARBOUR HOTEL', 'never seen', ''),
      amount: fc.double({ min: -1e5, max: 1e5, noNaN: true }),
      date: fc.constantFrom('2024-05-10', '2024-05-11', '2030-01-01'),
      merchantName: fc.constantFrom('Boots', 'Zzz'),
    },
    { requiredKeys: [] },
  ),
  { maxLength: 6 },
);

describe('answers without details', async () => {
  const suite = await train(table, { budget: 'quick', tasks: ['category', 'amount', 'anomaly'] });
  const live = suite.category.online();
  live.correct({ description: 'Corner bakery' }, 'treats');
  const categories = [
    suite.category,
    live,
    await suite.category.withRules([
      {
        id: 'boots',
        when: { field: 'merchantName', op: 'is', value: 'Boots' },
        actions: { category: 'health' },
      },
    ]),
    await coldStartCategoryModel(),
  ];

  test('are those with details, but for the details', () => {
    fc.assert(
      fc.property(queries, fc.boolean(), (asked, hasHistory) => {
        const given = hasHistory ? { history: table } : {};
        const brief = { ...given, details: false };
        for (const model of categories) {
          expect(model.predictBatch(asked, brief)).toEqual(
            model
              .predictBatch(asked, given)
              .map((answer) => ({ ...answer, alternatives: [], explanation: [] })),
          );
        }
        expect(suite.amount.predictBatch(asked, brief)).toEqual(
          suite.amount.predictBatch(asked, given).map((answer) => ({ ...answer, explanation: [] })),
        );
        expect(suite.anomaly.predictBatch(asked, brief)).toEqual(
          suite.anomaly
            .predictBatch(asked, given)
            .map((answer) => ({ ...answer, explanation: '', factors: [] })),
        );
      }),
      { numRuns: 60 },
    );
  });

  test('are those of single questions and of the suite, too', () => {
    const query = { description: 'Tesco store 3', amount: -30 };
    const [all] = suite.predictBatch([query], { details: false });
    expect(all).toEqual({
      category: suite.category.predict(query, { details: false }),
      amount: suite.amount.predict(query, { details: false }),
      anomaly: suite.anomaly.predict(query, { details: false }),
    });
    expect(all?.category?.alternatives).toEqual([]);
    expect(suite.explain(query, { details: false })).toEqual(suite.explain(query));
  });

  test('are refused where it is not said whether they are wanted', () => {
    const wrong = JSON.parse('{ "details": "no" }');
    for (const model of [...categories, suite.amount, suite.anomaly]) {
      expect(() => model.predict({ description: 'x' }, wrong)).toThrow(
        expect.objectContaining({ code: 'INVALID_ARGUMENT', details: { field: 'details' } }),
      );
    }
  });
});
