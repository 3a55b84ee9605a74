import { addDays, createRandom, createTransaction, type Transaction, tableFromRows } from '@titans/core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AmountModel, LiveAmountModel } from '../models.js';
import type { AmountPrediction, TransactionQuery } from '../predictions.js';
import { restoreAmountModel } from './amount-model.js';
import { trainAmount } from './train-amount.js';

const payees = ['Grocer', 'Garage', 'Hotel', 'Bookshop', 'Chemist', 'Florist', 'Cinema', 'Tailor'];
const perDay = 8;

/** Payments of log-normal amounts, whose spread changes by a factor after the first `before`. */
function payments(from: number, until: number, spread: (index: number) => number): Transaction[] {
  const random = createRandom(7, 'payments');
  const draw = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.float())) * Math.cos(2 * Math.PI * random.float());
  const draws = Array.from({ length: until }, draw);
  return draws.slice(from).map((normal, at) => {
    const index = from + at;
    const payee = index % payees.length;
    return createTransaction({
      date: addDays('2022-01-01', Math.floor(index / perDay)),
      description: payees[payee] as string,
      amount: -Math.max(0.01, Math.round(100 * Math.exp(2 + payee / 3 + 0.4 * spread(index) * normal)) / 100),
    });
  });
}

const learnedFrom = 2_400;
const known = payments(0, learnedFrom, () => 1);
/** Amounts that are spread half as far again as they were. */
const wider = payments(learnedFrom, 6_400, () => 1.5);
const history = tableFromRows([...known, ...wider]);

function queryOf({ description, date, amountMinor }: Transaction): TransactionQuery {
  return { description, date, type: 'Expense', amount: amountMinor / 100 };
}

function sharesBeyond(
  answers: readonly AmountPrediction[],
  rows: readonly Transaction[],
): { readonly below: number; readonly above: number } {
  let [below, above] = [0, 0];
  answers.forEach(({ range: { min, max } }, at) => {
    const amount = (rows[at] as Transaction).amountMinor / 100;
    if (amount > max) below++;
    if (amount < min) above++;
  });
  return { below: below / rows.length, above: above / rows.length };
}

describe('ranges that follow amounts', () => {
  const queries = wider.map(queryOf);
  let model: AmountModel;
  let live: LiveAmountModel;
  let followed: readonly AmountPrediction[];
  beforeAll(async () => {
    model = await trainAmount(tableFromRows(known), { seed: 0, budget: 'standard' });
    live = model.online();
    followed = live.follow(queries, { history });
  }, 60_000);

  test('keep what they state when amounts spread after training, where those of the model do not', () => {
    const fixed = sharesBeyond(model.predictBatch(queries, { history }), wider);
    expect(fixed.below + fixed.above).toBeGreaterThan(0.35);
    const later = 1_500;
    const { below, above } = sharesBeyond(followed.slice(later), wider.slice(later));
    expect(Math.abs(below - 0.1)).toBeLessThan(0.02);
    expect(Math.abs(above - 0.1)).toBeLessThan(0.02);
    const wide = model.online().follow(queries, { history, level: 0.95 });
    const beyond = sharesBeyond(wide.slice(later), wider.slice(later));
    expect(Math.abs(beyond.below + beyond.above - 0.05)).toBeLessThan(0.015);
  });

  test('have a share beyond each end that is its tail and the way of the end ÷ 0.005 n, to the row', async () => {
    const { below, above } = sharesBeyond(followed, wider);
    const [from, to] = [model, await live.toModel()].map((one) => reachOf(one)) as [number[], number[]];
    const n = wider.length;
    // The first two numbers of each kind: what is taken from the lower end and added to the upper one at 80 %.
    const way = from.map((reach, at) => (to[at] as number) - reach).filter((moved) => moved !== 0);
    expect(way.length).toBeGreaterThan(0);
    for (const moved of way) {
      const isOfOneEnd = [below, above].some((share) => Math.abs(share - 0.1 - moved / (0.005 * n)) < 1e-9);
      expect(isOfOneEnd).toBe(true);
    }
  });

  test('are those of the model before anything is followed, and the middle is always that of the model', () => {
    expect(model.online().predictBatch(queries.slice(0, 50), { history })).toEqual(
      model.predictBatch(queries.slice(0, 50), { history }),
    );
    expect(model.online().day).toBeNull();
    expect(followed.map(({ amount }) => amount)).toEqual(
      model.predictBatch(queries, { history }).map(({ amount }) => amount),
    );
  });

  test('do not depend on how the rows are parted, nor on the order in which a call has them', () => {
    const parted = model.online();
    // Days are parted, too.
    const parts = [0, 13, 1_001, 4_000].map((from, at, starts) => queries.slice(from, starts[at + 1]));
    expect(parts.flatMap((part) => parted.follow(part, { history }))).toEqual(followed);
    expect(parted.day).toBe(wider.at(-1)?.date);
    const turned = model.online().follow([...queries].reverse(), { history });
    expect([...turned].reverse()).toEqual(followed);
  });

  test('are saved with the model', async () => {
    const next = queries.slice(-20).map((query) => ({ ...query, date: '2024-12-01' }));
    const told = live.predictBatch(next, { history });
    expect(told).not.toEqual(model.predictBatch(next, { history }));
    const moved = await live.toModel();
    expect(moved.predictBatch(next, { history })).toEqual(told);
    expect((await restoreAmountModel(moved.toArtifact())).predictBatch(next, { history })).toEqual(told);
    expect(live.predict(next[0] as TransactionQuery, { history, details: false }).explanation).toEqual([]);
  });

  test('learn nothing of what cannot be learned from, whatever its date, or of a call that fails', () => {
    const own = model.online();
    const [first, second] = [queries.slice(0, 400), queries.slice(400, 420)];
    own.follow(first, { history });
    const before = own.predictBatch(second, { history });
    const one = second[0] as TransactionQuery;
    const { date: _, ...undated } = { ...one, amount: -1e6 };
    const { amount: __, ...unpriced } = { ...one, date: '2099-01-01' };
    const { type: ___, ...received } = { ...one, amount: 1e6 };
    const ofOtherType = { ...one, type: 'Income', amount: 1e6 } as const;
    const strange = [undated, unpriced, received, ofOtherType];
    expect(own.follow(strange, { history })).toEqual(own.predictBatch(strange, { history }));
    expect(own.follow([])).toEqual([]);
    expect(() => own.follow([one, { amount: Number.NaN }], { history })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', details: { field: 'amount' } }),
    );
    for (const ask of [own.follow, own.predictBatch])
      expect(() => ask([one], JSON.parse('null'))).toThrow(
        expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
      );
    expect(own.predictBatch(second, { history })).toEqual(before);
  });

  test('learn of days that come late, and of days behind one that is far ahead', () => {
    const own = model.online();
    own.follow([{ ...(queries[0] as TransactionQuery), date: '2099-01-01' }], { history });
    const { below, above } = sharesBeyond(own.follow(queries, { history }).slice(1_500), wider.slice(1_500));
    expect(Math.abs(below + above - 0.2)).toBeLessThan(0.03);
  });

  test('do not swing on days of thousands of amounts', () => {
    const busy = payments(learnedFrom, learnedFrom + 200_000, () => 1);
    const own = model.online();
    const shares = Array.from({ length: 40 }, (_, day) => {
      const rows = busy.slice(5_000 * day, 5_000 * (day + 1));
      const date = addDays('2023-01-01', day);
      const { below, above } = sharesBeyond(own.follow(rows.map((row) => ({ ...queryOf(row), date }))), rows);
      return below + above;
    });
    for (const share of shares.slice(20)) expect(Math.abs(share - 0.2)).toBeLessThan(0.03);
  }, 60_000);

  test('leave fixed prices as they are, and stop at a factor of e² however far amounts go', async () => {
    const rent = Array.from({ length: 1_600 }, (_, month) =>
      createTransaction({ date: addDays('2020-01-01', month), description: 'Rent', amount: -900 }),
    );
    const ofRent = await trainAmount(tableFromRows(rent), { seed: 0, budget: 'standard' });
    const own = ofRent.online();
    const dear = rent.slice(-300).map((row, at) => ({
      ...queryOf(row),
      date: addDays('2024-06-01', at),
      amount: -1_000_000,
    }));
    const asked = { description: 'Rent', type: 'Expense', date: '2026-01-01' } as const;
    own.follow(dear, { history: tableFromRows(rent) });
    expect(own.predict(asked, { history: tableFromRows(rent) }).range).toEqual({ min: -900, max: -900 });
    const beyond = model.online();
    for (let day = 0; day < 150; day++) {
      const date = addDays('2024-06-01', day);
      beyond.follow(
        Array.from({ length: 50 }, () => ({ ...(queries[0] as TransactionQuery), date, amount: -1e9 })),
      );
    }
    const [from, to] = [model, await beyond.toModel()].map(reachOf) as [number[], number[]];
    const ways = to.map((reach, at) => reach - (from[at] as number));
    expect(Math.max(...ways)).toBe(2);
    expect(Math.min(...ways)).toBe(-0.5);
  });
});

/** What is taken from the lower ends and added to the upper ones at 80 %, by kind of row. */
function reachOf(model: AmountModel): number[] {
  const reach = model.toArtifact().arrays?.reach as Float64Array;
  return [...reach.subarray(0, reach.length / 2)];
}
