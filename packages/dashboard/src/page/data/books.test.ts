import { createClient } from '@titans/client';
import {
  addDays,
  createTransaction,
  plainDate,
  type Transaction,
  tableFromRows,
  tableSource,
} from '@titans/core';
import { type TrainedSuite, train } from '@titans/models';
import { createTitans } from '@titans/server-adapter';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { decisionBook } from './decision-book.js';
import { predictionBook } from './prediction-book.js';
import { transactionBook } from './transaction-book.js';

const secret = 'a-key-for-these-tests';
const start = plainDate(2024, 1, 1);
const transaction = (day: number, index: number): Transaction =>
  createTransaction({
    id: `t${index}`,
    date: addDays(start, day),
    description: index % 2 ? 'Fuel station' : 'Corner grocer',
    amount: -1 - (index % 90),
    category: index % 2 ? 'fuel' : 'food',
  });

describe('books over a service', () => {
  let models: TrainedSuite;
  beforeAll(async () => {
    const rows = Array.from({ length: 120 }, (_, index) => transaction(index, index));
    models = await train(tableFromRows(rows), {
      seed: 1,
      budget: 'quick',
      tasks: ['category', 'amount', 'anomaly'],
    });
  });

  async function clientOf(rows: readonly Transaction[], role: 'viewer' | 'editor' = 'editor') {
    const titans = await createTitans({
      models,
      source: tableSource(tableFromRows(rows)),
      auth: { apiKeys: [{ id: 'tester', secret, role }] },
      limits: false,
    });
    return createClient({
      baseUrl: 'http://localhost',
      apiKey: secret,
      retry: false,
      fetch: (request) => titans.fetch(request),
    });
  }

  test('every transaction is read once, newest first, whatever days lie between them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 3_000 })), {
          maxLength: 40,
        }),
        fc.integer({ min: -100, max: 4_000 }),
        async (days, today) => {
          const stored = days.map(transaction);
          const book = transactionBook(await clientOf(stored), 'default', addDays(start, today));
          await book.readUntil({ rows: Number.POSITIVE_INFINITY });
          const { rows, isComplete, isLoading, problem } = book.state.value;
          expect({ isComplete, isLoading, problem }).toEqual({
            isComplete: true,
            isLoading: false,
            problem: null,
          });
          expect(rows.map((row) => row.number)).toEqual(rows.map((_, index) => index));
          const ids = rows.map((row) => row.transaction.transaction_id);
          expect(new Set(ids)).toEqual(new Set(stored.map(({ id }) => id)));
          expect(ids).toHaveLength(stored.length);
          const dates = rows.map((row) => row.transaction.date);
          expect(dates).toEqual(dates.toSorted().toReversed());
        },
      ),
      { numRuns: 25 },
    );
  });

  test('no more is read than is wanted', async () => {
    const stored = Array.from({ length: 4_000 }, (_, index) => transaction(Math.floor(index / 4), index));
    const book = transactionBook(await clientOf(stored), 'default', addDays(start, 1_000));
    await book.readUntil({ rows: 100 });
    expect(book.state.value.rows.length).toBeGreaterThanOrEqual(100);
    expect(book.state.value.rows.length).toBeLessThan(1_500);
    const from = addDays(start, 400);
    await book.readUntil({ from });
    expect(book.state.value).toMatchObject({ isComplete: false, firstDate: start });
    expect((book.state.value.readFrom ?? '') <= from).toBe(true);
  });

  test('the newest of a busy account come without all that lie before them', async () => {
    const stored = Array.from({ length: 12_000 }, (_, index) =>
      transaction(Math.floor(index / 1_500), index),
    );
    const book = transactionBook(await clientOf(stored), 'default', addDays(start, 8));
    await book.readUntil({ rows: 100 });
    expect(book.state.value.rows[0]?.transaction.date).toBe(addDays(start, 7));
    expect(book.state.value.rows.length).toBeLessThan(4_000);
    await book.readUntil({ rows: Number.POSITIVE_INFINITY });
    expect(book.state.value.rows).toHaveLength(12_000);
  });

  test('a decision counts at once, is learned, and is taken back', async () => {
    const client = await clientOf(Array.from({ length: 20 }, (_, index) => transaction(index, index)));
    const book = transactionBook(client, 'default', addDays(start, 30));
    await book.readUntil({ rows: 20 });
    const predictions = predictionBook(client);
    const { rows } = book.state.value;
    await predictions.want(rows);
    const row = rows.find(({ transaction: { category } }) => category === 'food');
    if (row === undefined) throw new Error('There is no such row.');
    expect(predictions.of(row)).toMatchObject({ category: 'food' });
    const decisions = decisionBook(client, book, predictions);
    const deciding = decisions.decide(row, 'treats');
    expect(decisions.of(row)).toMatchObject({ category: 'treats', before: 'food', state: 'saving' });
    expect(await deciding).toMatchObject({ state: 'applied' });
    await predictions.want(rows);
    expect(rows.filter((one) => predictions.of(one)?.category === 'treats')).toHaveLength(10);
    await decisions.undo(row);
    expect(decisions.of(row)).toBeUndefined();
    await predictions.want(rows);
    expect(predictions.of(row)).toMatchObject({ category: 'food' });
  });

  test('a decision that the service does not take is as if it had not been made', async () => {
    const client = await clientOf([transaction(0, 0)], 'viewer');
    const book = transactionBook(client, 'default', start);
    await book.readUntil({ rows: 1 });
    const [row] = book.state.value.rows;
    if (row === undefined) throw new Error('There is no row.');
    const predictions = predictionBook(client);
    await predictions.want([row]);
    expect(predictions.problem.value).toMatchObject({ kind: 'forbidden' });
    const decisions = decisionBook(client, book, predictions);
    await expect(decisions.decide(row, 'treats')).rejects.toMatchObject({ status: 403 });
    expect(decisions.decisions.value).toEqual([]);
  });
});
