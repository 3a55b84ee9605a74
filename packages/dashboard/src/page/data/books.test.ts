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

  /** A row that was decided on by nobody yet, with what decides on it. */
  async function undecided(client: Awaited<ReturnType<typeof clientOf>>) {
    const book = transactionBook(client, 'default', start);
    await book.readUntil({ rows: 1 });
    const [row] = book.state.value.rows;
    if (row === undefined) throw new Error('There is no row.');
    return { row, decisions: decisionBook(client, book, predictionBook(client)) };
  }

  test('decisions on one transaction are taken in their order, and taken back one by one', async () => {
    const client = await clientOf([transaction(0, 0)]);
    const { row, decisions } = await undecided(client);
    await Promise.all([decisions.decide(row, 'treats'), decisions.decide(row, 'gifts')]);
    expect(decisions.of(row)).toMatchObject({ category: 'gifts', state: 'applied' });
    const answered = async (): Promise<string> =>
      (await client.predict.category({ description: row.transaction.description })).predicted_category;
    expect(await answered()).toBe('gifts');
    expect(await Promise.all([decisions.undo(row), decisions.undo(row)])).toEqual([true, false]);
    expect(decisions.of(row)).toMatchObject({ category: 'treats', state: 'applied' });
    expect(await answered()).toBe('treats');
    expect(await decisions.undo(row)).toBe(true);
    expect(await decisions.undo(row)).toBe(false);
    expect(decisions.decisions.value).toEqual([]);
    expect(await answered()).toBe('food');
  });

  test('what is taken back before it was saved is not kept', async () => {
    const client = await clientOf([transaction(0, 0)]);
    const { row, decisions } = await undecided(client);
    const deciding = decisions.decide(row, 'treats');
    expect(await decisions.undo(row)).toBe(true);
    expect(await deciding).toMatchObject({ category: 'treats' });
    expect((await client.feedback.list()).corrections).toMatchObject([{ state: 'undone' }]);
  });

  test('a transaction is asked about once, and again where something was learned while it was asked about', async () => {
    const client = await clientOf(Array.from({ length: 20 }, (_, index) => transaction(index, index)));
    const book = transactionBook(client, 'default', addDays(start, 30));
    await book.readUntil({ rows: 20 });
    const { rows } = book.state.value;
    const blocks: number[] = [];
    const counting: typeof client.predict.stream = (transactions, options) => {
      if (Array.isArray(transactions)) blocks.push(transactions.length);
      return client.predict.stream(transactions, options);
    };
    const predictions = predictionBook({ ...client, predict: { ...client.predict, stream: counting } });
    const first = predictions.want(rows);
    await Promise.all([first, predictions.want(rows), predictions.want(rows.slice(0, 5))]);
    expect(blocks).toEqual([20]);
    expect(rows.every((row) => predictions.of(row) !== undefined)).toBe(true);
    predictions.forget(rows);
    const again = predictions.want(rows);
    predictions.forget(rows.slice(0, 3));
    await Promise.all([again, predictions.want(rows)]);
    expect(blocks).toEqual([20, 20, 3]);
    expect(rows.every((row) => predictions.of(row) !== undefined)).toBe(true);
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
