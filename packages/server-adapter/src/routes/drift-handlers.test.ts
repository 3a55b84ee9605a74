import { createRandom, createTransaction, tableFromRows, tableSource } from '@titans/core';
import {
  categoricalDriftTests,
  type DriftResponse,
  driftResponseSchema,
  jointDriftTests,
  numericDriftTests,
  problemDetailsSchema,
} from '@titans/core/contract';
import { categoricalTests, numericTests } from '@titans/models/drift';
import { describe, expect, test } from 'vitest';
import { exampleSuite, exampleTransactions } from '../conformance/example-suite.js';
import { requestTo, start } from '../testing/service.js';
import type { Titans } from '../titans.js';

interface Sent {
  readonly date: string;
  readonly description: string;
  readonly amount: number;
  readonly category: string;
  readonly payment_method: 'credit_card' | 'cash';
}

function rows(count: number, seed: number, mean: number, cashShare = 0.3): readonly Sent[] {
  const random = createRandom(seed, 'drift');
  return Array.from({ length: count }, () => ({
    date: `2024-03-${String(1 + random.integer(28)).padStart(2, '0')}`,
    description: ['SHOP', 'FUEL', 'RENT'][random.integer(3)] as string,
    amount: -Math.round(100 * (mean + 10 * Math.abs(random.normal()))) / 100,
    category: ['food', 'fuel'][random.integer(2)] as string,
    payment_method: random.integer(1_000) < 1_000 * cashShare ? 'cash' : 'credit_card',
  }));
}

async function compare(titans: Titans, body: unknown): Promise<DriftResponse> {
  const answer = await titans.fetch(requestTo('drift', 'admin', body));
  const text = await answer.text();
  expect(answer.status, text).toBe(200);
  return driftResponseSchema.parse(JSON.parse(text));
}

describe('a comparison', () => {
  test('of transactions that are sent finds what changed, and nothing else', async () => {
    const titans = await start();
    const reference = { transactions: rows(400, 1, 20) };
    const same = await compare(titans, { reference, current: { transactions: rows(300, 2, 20) } });
    expect(same).toMatchObject({ drift_detected: false, summary: { drifted_features: 0 } });
    const other = await compare(titans, { reference, current: { transactions: rows(300, 3, 26, 0.6) } });
    const drifted = other.features.filter(({ state }) => state === 'drift').map(({ feature }) => feature);
    expect(drifted).toEqual(['amount', 'payment_method']);
    expect(other.drift_detected).toBe(true);
    expect(other.overall_drift_score).toBeGreaterThan(0.99);
    const amount = other.features.find(({ feature }) => feature === 'amount');
    expect(amount).toMatchObject({ test: 'kolmogorov-smirnov', n_reference: 400, n_current: 300 });
    expect(amount?.q_value).toBeLessThan(0.05);
    await titans.close();
  });

  test('of too few rows says so, and reports no drift', async () => {
    const titans = await start();
    const few = await compare(titans, {
      reference: { transactions: rows(400, 1, 20) },
      current: { transactions: rows(5, 2, 500) },
    });
    expect(few).toMatchObject({ drift_detected: false, overall_drift_score: null });
    expect(few.features.every(({ state, p_value }) => state === 'insufficient' && p_value === null)).toBe(
      true,
    );
    expect(few.summary).toMatchObject({
      insufficient_features: few.features.length,
      max_drift_score: null,
      avg_drift_score: null,
    });
  });

  test('of amounts in several currencies keeps them apart', async () => {
    const titans = await start();
    const both = (seed: number, factor: number): readonly unknown[] => [
      ...rows(200, seed, 20).map((row) => ({ ...row, currency: 'EUR' })),
      ...rows(200, seed + 1, 20 * factor).map((row) => ({ ...row, currency: 'USD' })),
    ];
    const { features } = await compare(titans, {
      reference: { transactions: both(1, 1) },
      current: { transactions: both(3, 2) },
    });
    const found = features.filter(({ feature }) => feature.startsWith('amount'));
    expect(found.map(({ feature, state, n_current }) => [feature, state, n_current])).toEqual([
      ['amount EUR', 'no_drift', 200],
      ['amount USD', 'drift', 200],
    ]);
    await titans.close();
  });

  test('of stored days reads them, of one account or of all', async () => {
    const stored = [...rows(100, 1, 20), ...rows(100, 2, 40).map((row) => ({ ...row, accountId: 'b' }))];
    const table = tableFromRows(
      stored.map(({ payment_method: paymentMethod, ...row }) => createTransaction({ ...row, paymentMethod })),
    );
    const titans = await start({ source: tableSource(table) });
    const march = { from: '2024-03-01', to: '2024-03-31' };
    const ofA = await compare(titans, { reference: march, current: march, account_id: 'default' });
    const ofAll = await compare(titans, { reference: march, current: march });
    const counts = ({ features }: DriftResponse): readonly number[] => [
      ...new Set(features.map(({ n_current }) => n_current)),
    ];
    expect(Math.max(...counts(ofA))).toBe(100);
    expect(Math.max(...counts(ofAll))).toBe(200);
    expect([ofA.drift_detected, ofAll.drift_detected]).toEqual([false, false]);
  });

  test('without a reference is one with what the models were trained on, and is measured', async () => {
    const titans = await start();
    const given = (factor: number): readonly unknown[] =>
      [...exampleTransactions().rows()].map((row) => ({
        date: row.date,
        description: row.description,
        amount: Math.round(factor * row.amountMinor) / 100,
        category: row.category,
        payment_method: row.paymentMethod,
      }));
    const same = await compare(titans, { current: { transactions: given(1) } });
    expect(same.drift_detected).toBe(false);
    expect(same.overall_drift_score).toBeLessThan(0.5);
    expect(same.features[0]).toMatchObject({ feature: 'amount', n_reference: given(1).length, statistic: 0 });
    const dearer = await compare(titans, { current: { transactions: given(1.3) } });
    const drifted = dearer.features.filter(({ state }) => state === 'drift').map(({ feature }) => feature);
    expect(drifted).toEqual(['amount']);
    const exposed = await (await titans.fetch(requestTo('metrics', 'admin'))).text();
    const score = /^model_drift_score\{model_name="input",drift_type="overall"\} (.+)$/m.exec(exposed)?.[1];
    expect(Number(score)).toBe(dearer.overall_drift_score);
    await titans.close();
  });

  test('without a reference, by models that were saved without one, says so', async () => {
    const suite = await exampleSuite();
    const titans = await start({ models: Object.freeze({ ...suite, reference: null }) });
    const answer = await titans.fetch(
      requestTo('drift', 'admin', { current: { transactions: rows(30, 1, 20) } }),
    );
    const { issues = [] } = problemDetailsSchema.parse(await answer.json());
    expect([answer.status, issues[0]?.pointer]).toEqual([422, '/reference']);
    await titans.close();
  });

  test('that is wrong is refused where it is wrong', async () => {
    const titans = await start();
    const [row] = rows(1, 1, 20) as readonly [Sent];
    const side = { transactions: [row] };
    const days = { from: '2024-03-01', to: '2024-03-31' };
    for (const [body, pointer] of [
      [{ reference: side }, '/current'],
      [{ reference: side, current: {} }, '/current'],
      [{ reference: side, current: { transactions: [] } }, '/current'],
      [{ reference: days, current: side }, '/reference'],
      [
        { reference: side, current: { transactions: [{ ...row, date: null }] } },
        '/current/transactions/0/date',
      ],
      [{ reference: side, current: side, alpha: 0 }, '/alpha'],
      [{ reference: side, current: side, alpha: 0.6 }, '/alpha'],
      [{ reference: side, current: side, more: 1 }, '/more'],
    ] as const) {
      const answer = await titans.fetch(requestTo('drift', 'admin', body));
      const { issues = [] } = problemDetailsSchema.parse(await answer.json());
      const places = issues.map((issue) => issue.pointer);
      expect(
        [answer.status, places.some((place) => place.startsWith(pointer))],
        JSON.stringify(places),
      ).toEqual([422, true]);
    }
  });
});

describe('what the models say of both', () => {
  const side = (seed: number, mean = 20): object => ({ transactions: rows(300, seed, mean) });

  test('is compared where that is asked for, each row by itself', async () => {
    const titans = await start();
    const same = await compare(titans, { reference: side(1), current: side(2), predictions: true });
    expect(same.predictions).toMatchObject({ drift_detected: false });
    const names = same.predictions?.features.map(({ feature }) => feature);
    expect(names).toEqual(['predicted_category', 'category_confidence', 'expected_amount', 'anomaly_score']);
    expect(same.predictions?.features.every(({ n_current }) => n_current === 300)).toBe(true);
    const other = await compare(titans, { reference: side(1), current: side(2, 9_000), predictions: true });
    const drifted = other.predictions?.features.filter(({ state }) => state === 'drift');
    expect(drifted?.map(({ feature }) => feature)).toContain('anomaly_score');
    expect((await compare(titans, { reference: side(1), current: side(2) })).predictions).toBeNull();
    await titans.close();
  });

  test('is compared with what they said of rows that they had not seen, of categories alone', async () => {
    const titans = await start();
    const transactions = [...exampleTransactions().rows()].map((row) => ({
      ...{ date: row.date, description: row.description, amount: row.amountMinor / 100 },
      payment_method: row.paymentMethod,
    }));
    const told = await compare(titans, { current: { transactions }, predictions: true });
    expect(told.predictions?.features.map(({ feature }) => feature)).toEqual(['predicted_category']);
    await titans.close();
  });
});

test('names that the reference does not know are told', async () => {
  const titans = await start();
  const transactions = rows(60, 1, 20).map((row, at) => (at % 4 === 0 ? { ...row, category: 'gifts' } : row));
  const { unseen_categories: unseen } = await compare(titans, {
    reference: { transactions: rows(60, 2, 20) },
    current: { transactions },
  });
  expect(unseen).toEqual([{ feature: 'category', n_current: 15, names: ['gifts'] }]);
  await titans.close();
});

test('the contract names every test of columns that there is', () => {
  expect([...numericDriftTests]).toEqual(Object.keys(numericTests));
  expect([...categoricalDriftTests]).toEqual(Object.keys(categoricalTests));
});

describe('tests', () => {
  test.each([
    ...numericDriftTests.map((numeric) => ({ numeric })),
    ...categoricalDriftTests.map((categorical) => ({ categorical })),
  ])('%j are made where they are asked for, and find what changed', async (tests) => {
    const titans = await start();
    const { features } = await compare(titans, {
      ...{ reference: { transactions: rows(200, 1, 20) }, tests },
      current: { transactions: rows(200, 2, 40, 0.8) },
    });
    const found = (name: string) => features.find(({ feature }) => feature === name);
    expect([found('amount')?.state, found('payment_method')?.state]).toEqual(['drift', 'drift']);
    // Of two categories all tests are Fisher's.
    if ('numeric' in tests) expect(found('amount')?.test).toBe(tests.numeric);
    else expect(found('weekday')?.test).toBe(tests.categorical);
    await titans.close();
  });

  test.each(jointDriftTests)('%s sees how columns go together, which single ones do not', async (joint) => {
    const titans = await start();
    // Dear ones are paid in cash before, and cheap ones after; each column by itself is as it was.
    const paired = (seed: number, isDearInCash: boolean): object => ({
      transactions: rows(250, seed, 20).map((row, at) => {
        const isDear = at % 2 === 0;
        const payment_method = isDear === isDearInCash ? 'cash' : 'credit_card';
        return {
          ...row,
          amount: isDear ? Math.round(100 * row.amount - 10_000) / 100 : row.amount,
          payment_method,
        };
      }),
    });
    const same = await compare(titans, { reference: paired(1, true), current: paired(2, true), joint });
    expect(same.joint).toMatchObject({ test: joint, state: 'no_drift', n_reference: 250, n_current: 250 });
    const other = await compare(titans, { reference: paired(1, true), current: paired(2, false), joint });
    expect([other.drift_detected, other.joint?.state]).toEqual([false, 'drift']);
    expect(other.joint?.p_value).toBeLessThan(0.001);
    const few = { transactions: rows(10, 1, 20) };
    const tooFew = await compare(titans, { reference: few, current: few, joint });
    expect(tooFew.joint).toMatchObject({ feature: 'all', state: 'insufficient', p_value: null });
    const alone = await titans.fetch(requestTo('drift', 'admin', { current: few, joint }));
    const { issues = [] } = problemDetailsSchema.parse(await alone.json());
    expect([alone.status, issues[0]?.pointer]).toEqual([422, '/joint']);
    await titans.close();
  });
});
