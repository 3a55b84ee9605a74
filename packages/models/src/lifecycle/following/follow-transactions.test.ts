import {
  addDays,
  createTransaction,
  type Transaction,
  type TransactionSelection,
  type TransactionSource,
  tableFromRows,
  tableSource,
} from '@titans/core';
import { describe, expect, test } from 'vitest';
import type { TransactionQuery } from '../../tasks/predictions.js';
import { misusedCards } from '../../tasks/testing/misused-cards.js';
import { train } from '../../train.js';
import { followTransactions } from './follow-transactions.js';

const { table, labels } = misusedCards(200);
const options = { tasks: ['anomaly'], budget: 'quick', seed: 0, anomaly: { labels } } as const;
const suite = await train(table, options);
const { latest } = suite.anomaly.online();
const lastDay = latest?.date ?? '';

/** A payment of so many days after training. */
function payment(day: number, time: string | null, payee = 'Shop A', card = 'card 1'): Transaction {
  const date = addDays(lastDay as Transaction['date'], day);
  const category = payee === 'Shop A' ? 'food' : 'travel';
  return createTransaction({ date, time, accountId: card, description: payee, category, amount: -30 });
}

const month: readonly Transaction[] = Array.from({ length: 120 }, (_, at) =>
  payment(1 + Math.floor(at / 4), `1${at % 4}:30`, at % 7 === 0 ? 'Kiosk F' : 'Shop A', `card ${at % 3}`),
);

/** A source that rows are added to, and what was asked of it. */
function growing(first: readonly Transaction[]): {
  readonly source: TransactionSource;
  readonly asked: TransactionSelection[];
  store(more: readonly Transaction[]): void;
} {
  let rows = [...table.rows(), ...first];
  const asked: TransactionSelection[] = [];
  return {
    source: {
      transactions(selection = {}) {
        asked.push(selection);
        return tableSource(tableFromRows(rows)).transactions(selection);
      },
    },
    asked,
    store(more) {
      rows = [...rows, ...more];
    },
  };
}

/** What the model's own copy says of payments that come one after the other. */
function followedOnes(rows: readonly Transaction[]): readonly number[] {
  const history = tableFromRows([...table.rows(), ...rows]);
  return suite.anomaly
    .online()
    .follow(rows.map(queryOf), { history })
    .map(({ score }) => score);
}

function queryOf({ date, time, accountId, description, category }: Transaction) {
  return { date, accountId, description, amount: -30, ...(time && { time }), ...(category && { category }) };
}

const soon = { now: () => Date.parse(addDays(lastDay as Transaction['date'], 400)) };

async function scoresAfter(store: ReturnType<typeof growing>, refreshed = true): Promise<readonly number[]> {
  const followed = followTransactions(suite, store.source, soon);
  if (refreshed) await followed.refresh();
  const history = await store.source.transactions();
  return followed.suite.anomaly.predictBatch(month.map(queryOf), { history }).map(({ score }) => score);
}

describe('a suite that follows stored transactions', () => {
  test('says of each what the model says that was told of all in their order, however they are asked', async () => {
    const store = growing(month);
    const wanted = followedOnes(month);
    const history = await store.source.transactions();
    const stateless = suite.anomaly.predictBatch(month.map(queryOf), { history }).map(({ score }) => score);
    expect(wanted).not.toEqual(stateless);
    expect(await scoresAfter(store)).toEqual(wanted);
    expect(await scoresAfter(store, false)).toEqual(stateless);
    const followed = followTransactions(suite, store.source, soon);
    expect(await followed.refresh()).toBe(true);
    expect(followed.transactions).toBe(month.length);
    for (const at of [119, 3, 3, 60, 0]) {
      const query = queryOf(month[at] as Transaction);
      expect(followed.suite.anomaly.predict(query, { history }).score).toBe(wanted[at]);
      expect(followed.suite.predict(query, { history }).anomaly?.score).toBe(wanted[at]);
    }
    expect(followed.suite.anomaly.sha256).toBe(suite.anomaly.sha256);
    expect(followed.suite.anomaly.toArtifact()).toBe(suite.anomaly.toArtifact());
  });

  test('takes in what is stored later, each transaction once, whether it comes in order or not', async () => {
    const wanted = followedOnes(month);
    for (const parts of [
      [month.slice(0, 61), month.slice(61)],
      [month.slice(61), month.slice(0, 61)],
      [month.filter((_, at) => at % 2 === 0), month.filter((_, at) => at % 2 === 1)],
      month.map((one) => [one]),
    ]) {
      const store = growing([]);
      const followed = followTransactions(suite, store.source, soon);
      await followed.refresh();
      for (const part of parts) {
        store.store(part);
        const days = part.map(({ date }) => date).sort();
        const stored = { from: days[0], to: days.at(-1) } as {
          from: Transaction['date'];
          to: Transaction['date'];
        };
        expect(await followed.refresh({ stored })).toBe(true);
        expect(await followed.refresh()).toBe(false);
      }
      const history = await store.source.transactions();
      expect(followed.transactions).toBe(month.length);
      const answers = followed.suite.anomaly.predictBatch(month.map(queryOf), { history });
      expect(answers.map(({ score }) => score)).toEqual(wanted);
    }
  });

  test('of days of which nothing is stored it says what the model says, also in one batch with others', async () => {
    const store = growing(month);
    const followed = followTransactions(suite, store.source, soon);
    await followed.refresh();
    const history = await store.source.transactions();
    const queries = [1, 30, 31, 32, 300].map((day) => queryOf(payment(day, '12:00', 'Kiosk F')));
    const undated = { description: 'Kiosk F', amount: -30 };
    const all = [queries[4], ...queries, undated] as readonly TransactionQuery[];
    const answers = followed.suite.anomaly.predictBatch(all, { history });
    const alone = suite.anomaly.predictBatch(all, { history });
    expect(answers.map((answer, at) => answer.score === alone[at]?.score)).toEqual([
      true,
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
    expect(answers).toEqual(all.map((query) => followed.suite.anomaly.predict(query, { history })));
    const wrong = [queries[0], { date: 'yesterday' }] as readonly TransactionQuery[];
    for (const broken of [wrong, JSON.parse('null')])
      expect(() => followed.suite.anomaly.predictBatch(broken, { history })).toThrow(
        expect.objectContaining({ code: broken === wrong ? 'DATE_INVALID' : 'INVALID_ARGUMENT' }),
      );
  });

  test('finds by itself what came late on the last day, and another category of a row', async () => {
    const late = payment(5, '08:00', 'Kiosk F');
    const day = [payment(5, null), payment(5, '09:00'), payment(5, '09:00'), payment(5, '10:00')];
    for (const more of [late, payment(5, null, 'Kiosk F'), payment(5, '09:00', 'Kiosk F')]) {
      const store = growing(day);
      const followed = followTransactions(suite, store.source, soon);
      await followed.refresh();
      store.store([more]);
      expect(await followed.refresh()).toBe(true);
      expect(followed.transactions).toBe(5);
      const query = { ...queryOf(late), date: addDays(late.date, 1) };
      const history = await store.source.transactions();
      const fresh = followTransactions(suite, store.source, soon);
      await fresh.refresh();
      expect(followed.suite.anomaly.predict(query, { history })).toEqual(
        fresh.suite.anomaly.predict(query, { history }),
      );
    }
  });

  test('reads from the end of training, by days, and later from the last day on', async () => {
    const busy = Array.from({ length: 9_500 }, (_, at) =>
      payment(
        1 + Math.floor(at / 4_500),
        `1${Math.floor((at % 4_500) / 500)}:00`,
        'Shop A',
        `card ${at % 40}`,
      ),
    );
    const store = growing(busy);
    const followed = followTransactions(suite, store.source, soon);
    await followed.refresh();
    expect(followed.transactions).toBe(busy.length);
    expect(store.asked[0]?.from).toBe(lastDay);
    expect(store.asked.every(({ limit, from, to }) => limit === 1_000 || from === to)).toBe(true);
    store.asked.length = 0;
    expect(await followed.refresh()).toBe(false);
    expect(store.asked.map(({ from }) => from)).toEqual([addDays(lastDay as Transaction['date'], 3)]);
    const long = Array.from({ length: 20 }, (_, at) => ({ ...payment(-150, '10:00'), id: `old ${at}` }));
    store.store(long);
    const days = {
      from: addDays(lastDay as Transaction['date'], -150),
      to: addDays(lastDay as Transaction['date'], -149),
    };
    expect(await followed.refresh({ stored: days })).toBe(false);
  });

  test('of days after tomorrow nothing is followed before they come', async () => {
    let today = addDays(lastDay as Transaction['date'], 2);
    const store = growing([payment(1, '10:00'), payment(90, '10:00'), payment(2, '10:00')]);
    const followed = followTransactions(suite, store.source, { now: () => Date.parse(today) });
    await followed.refresh();
    expect(followed.transactions).toBe(2);
    today = addDays(today, 88);
    await followed.refresh();
    expect(followed.transactions).toBe(3);
  });

  test('a source that fails leaves what was read, and is asked again', async () => {
    const store = growing(month);
    let isDown = true;
    const source: TransactionSource = {
      transactions: (selection) =>
        isDown ? Promise.reject(new Error('down')) : store.source.transactions(selection),
    };
    const followed = followTransactions(suite, source, soon);
    await expect(followed.refresh()).rejects.toThrow('down');
    isDown = false;
    await followed.refresh();
    await expect(followed.refresh({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    expect(followed.transactions).toBe(month.length);
  });

  test('of a model that compares no accounts nothing is read', async () => {
    const plain = await train(table, { ...options, anomaly: {} });
    expect(plain.anomaly.comparesAccounts).toBe(false);
    const store = growing(month);
    const followed = followTransactions(plain, store.source);
    expect(followed.suite).toBe(plain);
    expect(await followed.refresh()).toBe(false);
    expect(store.asked).toEqual([]);
  });
});
