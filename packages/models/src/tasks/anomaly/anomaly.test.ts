import { addDays, createTransaction, encodeArtifact, type Transaction, tableFromRows } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { originalFile } from '../testing/original-file.js';
import type { TaskOptions } from '../train-options.js';
import { restoreAnomalyModel } from './anomaly-model.js';
import { riskOf } from './risk.js';
import { trainAnomaly } from './train-anomaly.js';

const standard: TaskOptions = { seed: 0, budget: 'standard' };
const quick: TaskOptions = { seed: 0, budget: 'quick' };

/** Purchases of 40 to 60 at two shops, one a day. */
function shopping(days: number): Transaction[] {
  return Array.from({ length: days }, (_, day) =>
    createTransaction({
      date: addDays('2024-01-01', day),
      description: day % 2 ? 'Grocer' : 'Baker',
      amount: -(40 + ((day * 7) % 21)),
      category: 'food',
    }),
  );
}

describe('the original file', () => {
  test('about the budgeted share of rows not seen is reported', async () => {
    const model = await trainAnomaly(originalFile(), standard);
    const rate = model.measurements.find(({ metric }) => metric === 'rate');
    expect(rate?.n).toBe(75);
    expect(rate?.value).toBeLessThanOrEqual(0.1);
    expect(model.threshold).toBeGreaterThanOrEqual(0.97);
  });
});

describe('predictions', () => {
  test('an amount a hundred times the usual is reported, with its reason; a usual one is not', async () => {
    const table = tableFromRows(shopping(120));
    const model = await trainAnomaly(table, quick);
    const query = { description: 'Grocer', category: 'food', date: '2024-05-01' };
    for (const options of [{}, { history: table }]) {
      const odd = model.predict({ ...query, amount: -5000 }, options);
      expect(odd.isAnomaly).toBe(true);
      expect(odd.factors[0]?.feature).toContain('amount far above what is usual for the');
      expect(odd.explanation).toContain('amount far above what is usual for the');
      const usual = model.predict({ ...query, amount: -50 }, options);
      expect(usual.isAnomaly).toBe(false);
      expect(usual.riskLevel).toBe('low');
    }
  });

  test('the score lies in 0..1, its factors add up to it, and the level follows from it', async () => {
    const table = originalFile();
    const model = await trainAnomaly(table, quick);
    const query = fc.record({
      description: fc.string({
        maxLength: 30,
        unit: fc.constantFrom('a', 'É', ' ', '\u0000', '\ud800', '😀'),
      }),
      amount: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      category: fc.constantFrom('rent', 'fuel', 'never seen'),
      date: fc.constantFrom('2024-09-07', '2024-12-07', '2030-02-28'),
      time: fc.constantFrom('03:00', '12:00:30'),
      type: fc.constantFrom('Expense' as const),
    });
    fc.assert(
      fc.property(query, fc.boolean(), (asked, withHistory) => {
        const answer = model.predict(asked, withHistory ? { history: table } : {});
        expect(answer.score).toBeGreaterThanOrEqual(0);
        expect(answer.score).toBeLessThanOrEqual(1);
        const sum = answer.factors.reduce((total, { contribution }) => total + contribution, 0);
        expect(Math.abs(sum - answer.score)).toBeLessThan(1e-9);
        expect(answer.isAnomaly).toBe(answer.score >= model.threshold);
        expect(answer.riskLevel).toBe(riskOf(answer.score, model.threshold));
        expect(answer.isAnomaly).toBe(answer.riskLevel !== 'low');
      }),
      { numRuns: 30 },
    );
  });

  test('without a history nothing is said of the pace, the payee or a repetition', async () => {
    const model = await trainAnomaly(tableFromRows(shopping(60)), quick);
    for (const amount of [-50, -5000]) {
      const { factors } = model.predict({ description: 'Somewhere new', date: '2024-05-01', amount });
      const known = ['many transactions', 'first transaction', 'same amount'];
      expect(factors.filter(({ feature }) => known.some((start) => feature.startsWith(start)))).toEqual([]);
    }
  });

  test('all four levels are reached by amounts', async () => {
    const model = await trainAnomaly(originalFile(), quick);
    const levels = new Set<string>();
    for (let amount = 50; amount < 1e6; amount *= 1.3) {
      levels.add(
        model.predict({ description: 'Fuel', category: 'fuel', amount: -Math.round(amount) }).riskLevel,
      );
    }
    expect([...levels].sort()).toEqual(['critical', 'high', 'low', 'medium']);
  });

  test('a direction and a currency never seen: the one stands out, of the other it is said that nothing is known', async () => {
    const model = await trainAnomaly(tableFromRows(shopping(60)), quick);
    const income = model.predict({ amount: 1e300, date: '2024-05-01' });
    expect(income.score).toBeGreaterThan(0.5);
    expect(income.factors[0]?.feature).toBe('income, which is seldom');
    expect(income.explanation).toContain('could not be compared');
    expect(model.predict({ amount: -9000, currency: 'CHF' }).explanation).toContain('could not be compared');
    for (const query of [{ amount: -50 }, {}, { description: 'Grocer' }])
      expect(model.predict(query).explanation).not.toContain('could not be compared');
  });

  test('the weekday is that of the transaction, and nothing depends on today', async () => {
    const model = await trainAnomaly(originalFile(), quick);
    const query = { description: 'Fuel', amount: -80, date: '2024-12-03' };
    expect(model.predict(query)).toEqual(model.predict(query));
  });
});

describe('artifact', () => {
  test('gives the same answers and holds no description', async () => {
    const table = tableFromRows(shopping(60));
    const model = await trainAnomaly(table, quick);
    const restored = await restoreAnomalyModel(model.toArtifact());
    expect(restored.version).toBe(model.version);
    for (const amount of [-50, -5000]) {
      const query = { description: 'Grocer', amount, date: '2024-05-01' };
      expect(restored.predict(query, { history: table })).toEqual(model.predict(query, { history: table }));
    }
    const bytes = Buffer.from(await encodeArtifact(model.toArtifact()))
      .toString('latin1')
      .toLowerCase();
    for (const word of ['grocer', 'baker']) expect(bytes).not.toContain(word);
    expect((await trainAnomaly(table, quick)).version).toBe(model.version);
  });
});

describe('too little and too uniform', () => {
  test('nineteen rows', async () => {
    await expect(trainAnomaly(tableFromRows(shopping(19)), quick)).rejects.toMatchObject({
      code: 'DATA_INSUFFICIENT',
    });
  });

  test('all the same amount and payee: none is an anomaly', async () => {
    const rows = shopping(60).map((row) => ({ ...row, description: 'Grocer', amountMinor: -500 }));
    const model = await trainAnomaly(tableFromRows(rows), quick);
    expect(model.measurements.find(({ metric }) => metric === 'rate')?.value).toBe(0);
  });

  test('neither times nor names nor one currency, all twice, years apart and in the future', async () => {
    const rows = shopping(45).flatMap((row, index) => {
      const odd = createTransaction({
        date: addDays(row.date, index < 20 ? 0 : 4_000),
        description: '-',
        amount: row.amountMinor,
        currency: ['USD', 'EUR', 'JPY'][index % 3] as string,
      });
      return [odd, odd];
    });
    const model = await trainAnomaly(tableFromRows(rows), quick);
    for (const query of [{}, { amount: 0 }, { amount: -1, currency: 'CHF', date: '2040-02-29' }]) {
      for (const options of [{}, { history: tableFromRows(rows) }, { history: tableFromRows([]) }]) {
        const { score, factors } = model.predict(query, options);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(factors.every(({ contribution }) => Number.isFinite(contribution))).toBe(true);
      }
    }
  });

  test('training ends when it is cancelled, and tells of its steps', async () => {
    const controller = new AbortController();
    const stages: string[] = [];
    const training = trainAnomaly(tableFromRows(shopping(60)), {
      ...quick,
      signal: controller.signal,
      onProgress({ stage, done }) {
        stages.push(`${stage} ${done}`);
        if (done === 1) controller.abort();
      },
    });
    await expect(training).rejects.toMatchObject({ code: 'ABORTED' });
    expect(stages).toEqual(['anomaly models 0', 'anomaly models 1']);
  });

  test('the detector can be chosen', async () => {
    const table = tableFromRows(shopping(60));
    const model = await trainAnomaly(table, quick, { detector: 'ml-isolation-forest', alertBudget: 0.05 });
    const restored = await restoreAnomalyModel(model.toArtifact());
    const query = { description: 'Grocer', amount: -5000, date: '2024-05-01' };
    expect(model.predict(query).isAnomaly).toBe(true);
    expect(restored.predict(query)).toEqual(model.predict(query));
  });

  test('options outside their range', async () => {
    const table = tableFromRows(shopping(60));
    await expect(trainAnomaly(table, quick, { alertBudget: 0.5 })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });
});
