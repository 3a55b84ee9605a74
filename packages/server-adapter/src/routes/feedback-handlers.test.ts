import { createTransaction, TitansError, tableFromRows, tableSource } from '@titans/core';
import { routes } from '@titans/core/contract';
import { type FeedbackLog, memoryFeedbackLog } from '@titans/models/lifecycle';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { exampleStore } from '../conformance/example-store.js';
import { exampleSuite } from '../conformance/example-suite.js';
import { asking, type Told } from '../testing/asking.js';
import { keys, start } from '../testing/service.js';
import type { Titans } from '../titans.js';

const shell = { description: 'SHELL OIL 5744', amount: -31.2 };

const ask = asking('editor');

async function categoryOf(titans: Titans, transaction: object = shell): Promise<unknown> {
  return (await ask(titans, 'POST', '/predict/category', transaction)).body.predicted_category;
}

test('a correction changes the next answer, and its undoing the one after', async () => {
  const titans = await start();
  expect(await categoryOf(titans)).toBe('transportation');
  const made = await ask(titans, 'POST', '/feedback', {
    transaction: { ...shell, transaction_id: 't-9' },
    category: 'car',
  });
  expect(made.status).toBe(201);
  expect((routes.feedbackCorrect.response as z.ZodMiniType).safeParse(made.body).success).toBe(true);
  expect(made.body).toMatchObject({
    state: 'applied',
    category: 'car',
    previous_category: 'transportation',
    transaction_id: 't-9',
    made_by: 'editor',
  });
  expect(await categoryOf(titans)).toBe('car');
  const batch = await ask(titans, 'POST', '/predict/batch', [shell]);
  expect(JSON.stringify(batch.body)).toContain('"category":"car"');
  const path = `/feedback/${made.body.correction_id}`;
  expect(await ask(titans, 'DELETE', path)).toMatchObject({ status: 200, body: { state: 'undone' } });
  expect(await ask(titans, 'DELETE', path)).toMatchObject({ status: 200, body: { state: 'undone' } });
  expect(await categoryOf(titans)).toBe('transportation');
  expect(await ask(titans, 'DELETE', '/feedback/unknown')).toMatchObject({ status: 404 });
});

test('a stored transaction is corrected by its id', async () => {
  const stored = createTransaction({
    date: '2024-09-02',
    description: 'SHELL OIL 5744',
    amount: -20,
    id: 't-1',
    accountId: 'main',
  });
  const titans = await start({ source: tableSource(tableFromRows([stored])) });
  const correct = (account_id: string, transaction_id: string): Promise<Told> =>
    ask(titans, 'POST', '/feedback', { account_id, transaction_id, category: 'car' });
  expect(await correct('main', 't-2')).toMatchObject({ status: 404 });
  expect(await correct('other', 't-1')).toMatchObject({ status: 404 });
  expect(await correct('main', 't-1')).toMatchObject({ status: 201, body: { transaction_id: 't-1' } });
  expect(await categoryOf(titans)).toBe('car');
});

test('corrections come in pages, oldest first, and those of one tenant are unreachable from another', async () => {
  const feedback = memoryFeedbackLog();
  const titans = await start({ feedback });
  for (const letter of ['a', 'b', 'c']) {
    await ask(titans, 'POST', '/feedback', {
      transaction: { description: `Shop ${letter}` },
      category: letter,
    });
  }
  const { id } = await feedback.append('elsewhere', {
    transaction: { description: 'Theirs' },
    category: 'x',
    by: 'them',
  });
  const first = await ask(titans, 'GET', '/feedback?limit=2', undefined, 'viewer');
  expect((routes.feedbackList.response as z.ZodMiniType).safeParse(first.body).success).toBe(true);
  expect(first.body.corrections).toMatchObject([{ category: 'a' }, { category: 'b' }]);
  const last = await ask(titans, 'GET', `/feedback?limit=2&cursor=${first.body.next_cursor}`);
  expect(last.body).toMatchObject({ corrections: [{ category: 'c' }], next_cursor: null });
  expect(await ask(titans, 'DELETE', `/feedback/${id}`)).toMatchObject({ status: 404 });
  expect((await feedback.get('elsewhere', id)).state).toBe('applied');
});

test('what goes too far is recorded and held', async () => {
  const titans = await start({ feedback: memoryFeedbackLog({ payeesPerDay: 1 }) });
  await ask(titans, 'POST', '/feedback', {
    transaction: { description: 'Moonlight cinema' },
    category: 'fun',
  });
  const held = await ask(titans, 'POST', '/feedback', { transaction: shell, category: 'car' });
  expect(held).toMatchObject({ status: 201, body: { state: 'held' } });
  expect(await categoryOf(titans)).toBe('transportation');
  const other = await ask(titans, 'POST', '/feedback', { transaction: shell, category: 'car' }, 'admin');
  expect(other).toMatchObject({ body: { state: 'applied', made_by: 'admin' } });
});

test('one source that corrects one payee to ever new categories adds fifty, and answers stay as short', async () => {
  const titans = await start();
  const first = await ask(titans, 'POST', '/predict/category', shell);
  const own = Object.keys(first.body.all_predictions as object).length;
  const states = new Map<unknown, number>();
  for (let at = 0; at < 200; at++) {
    const { body } = await ask(titans, 'POST', '/feedback', {
      transaction: shell,
      category: `invented ${at}`,
    });
    states.set(body.state, (states.get(body.state) ?? 0) + 1);
  }
  expect(Object.fromEntries(states)).toEqual({ applied: 50, held: 150 });
  const { body } = await ask(titans, 'POST', '/predict/category', shell);
  expect(Object.keys(body.all_predictions as object)).toHaveLength(own + 50);
  const known = { transaction: shell, category: 'transportation' };
  expect((await ask(titans, 'POST', '/feedback', known)).body.state).toBe('applied');
});

test('many sources add categories up to what a tenant may have; a further one is refused where the request names it', async () => {
  const { categories } = (await exampleSuite()).category;
  const titans = await start({ feedback: memoryFeedbackLog({ categories: categories.length + 2 }) });
  const name = (category: string, caller: 'editor' | 'admin'): Promise<Told> =>
    ask(titans, 'POST', '/feedback', { transaction: shell, category }, caller);
  expect((await name('first', 'editor')).status).toBe(201);
  expect((await name('second', 'admin')).status).toBe(201);
  for (const caller of ['editor', 'admin'] as const) {
    expect(await name('third', caller)).toMatchObject({
      status: 422,
      body: { code: 'REQUEST_INVALID', issues: [{ pointer: '/category' }] },
    });
  }
  expect((await name('second', 'editor')).status).toBe(201);
  expect((await name(categories[0] as string, 'editor')).status).toBe(201);
  expect(await categoryOf(titans)).toBe(categories[0]);
});

test('half of a surrogate pair is refused in every text, at its place, and leaves nothing', async () => {
  const titans = await start();
  const half = fc.constantFrom('\\ud800', '\\udbff', '\\udc00', '\\uDFFF', '\\udc00\\ud800');
  const part = fc.constantFrom('', 'abc', '\\ud83d\\ude00', 'Café');
  const places = [
    '/transaction_id',
    '/account_id',
    '/category',
    '/prediction_id',
    '/transaction/description',
  ];
  const property = fc.asyncProperty(
    fc.constantFrom(...places),
    half,
    part,
    part,
    async (place, ill, a, b) => {
      const written = `"${a}${ill}${b}"`;
      const described = place === '/transaction/description' ? written : '"Shop"';
      const named = place === '/transaction_id';
      const members = [
        named ? `"transaction_id":${written}` : `"transaction":{"description":${described}}`,
        `"category":${place === '/category' ? written : '"food"'}`,
        ...(place === '/account_id' || place === '/prediction_id' ? [`"${place.slice(1)}":${written}`] : []),
      ];
      // Sent as it stands: JSON.stringify would send the same escapes.
      const response = await titans.fetch(
        new Request('http://localhost/feedback', {
          method: 'POST',
          headers: { authorization: `Bearer ${keys.editor}`, 'content-type': 'application/json' },
          body: `{${members.join(',')}}`,
        }),
      );
      expect(await response.json()).toMatchObject({ status: 422, issues: [{ pointer: place }] });
    },
  );
  await fc.assert(property, { numRuns: 60 });
  expect((await ask(titans, 'GET', '/feedback')).body.corrections).toEqual([]);
});

test('what is held is found, and applies once an administrator releases it', async () => {
  const titans = await start({ feedback: memoryFeedbackLog({ payeesPerDay: 1 }) });
  await ask(titans, 'POST', '/feedback', {
    transaction: { description: 'Moonlight cinema' },
    category: 'fun',
  });
  const { body: held } = await ask(titans, 'POST', '/feedback', { transaction: shell, category: 'car' });
  const listed = await ask(titans, 'GET', '/feedback?state=held', undefined, 'viewer');
  expect(listed.body).toMatchObject({ corrections: [{ correction_id: held.correction_id }] });
  expect((listed.body.corrections as unknown[]).length).toBe(1);
  expect(await ask(titans, 'GET', '/feedback?state=lost')).toMatchObject({ status: 422 });
  const path = `/feedback/${held.correction_id}/release`;
  expect((await ask(titans, 'POST', path)).status).toBe(403);
  expect(await categoryOf(titans)).toBe('transportation');
  const released = { status: 200, body: { state: 'applied', category: 'car' } };
  expect(await ask(titans, 'POST', path, undefined, 'admin')).toMatchObject(released);
  expect(await ask(titans, 'POST', path, undefined, 'admin')).toMatchObject(released);
  expect(await categoryOf(titans)).toBe('car');
  await ask(titans, 'DELETE', `/feedback/${held.correction_id}`);
  expect(await ask(titans, 'POST', path, undefined, 'admin')).toMatchObject({ status: 409 });
  expect(await ask(titans, 'POST', '/feedback/unknown/release', undefined, 'admin')).toMatchObject({
    status: 404,
  });
});

test('a stored transaction that cannot be corrected is said to be one where the request names it', async () => {
  const stored = createTransaction({ date: '2024-09-02', description: 'SHELL', amount: -20, id: 't-1' });
  // What a database of its own holds has not gone through our checks.
  const table = tableFromRows([stored]);
  const description = { ...table.columns.description, values: ['x'.repeat(501)] };
  const source = tableSource({ ...table, columns: { ...table.columns, description } });
  const titans = await start({ source });
  const told = await ask(titans, 'POST', '/feedback', { transaction_id: 't-1', category: 'car' });
  expect(told).toMatchObject({
    status: 422,
    body: { issues: [{ pointer: '/transaction_id' }] },
  });
});

test('what was imported over HTTP is corrected by the id that lists show', async () => {
  const titans = await start({ warehouse: exampleStore() });
  const sent = { transactions: [{ ...shell, transaction_id: 't-7', date: '2024-09-02' }] };
  expect((await ask(titans, 'POST', '/transactions', sent)).status).toBe(200);
  const { transactions } = (await ask(titans, 'GET', '/transactions')).body as {
    transactions: { transaction_id: string }[];
  };
  const made = await ask(titans, 'POST', '/feedback', {
    transaction_id: transactions[0]?.transaction_id,
    category: 'car',
  });
  expect(made).toMatchObject({ status: 201, body: { transaction_id: 't-7', state: 'applied' } });
  expect(await categoryOf(titans)).toBe('car');
});

describe('wrong requests', () => {
  test.each<[string, unknown, number, string | null]>([
    ['neither id nor transaction', { category: 'car' }, 422, null],
    ['no category', { transaction: shell }, 422, '/category'],
    ['a category of spaces', { transaction: shell, category: '  ' }, 422, '/category'],
    ['no payee', { transaction: { amount: -5 }, category: 'car' }, 422, '/transaction'],
    ['a payee of spaces', { transaction: { description: '  ' }, category: 'car' }, 422, null],
    [
      'a day that is none',
      { transaction: { ...shell, date: '2024-02-30' }, category: 'car' },
      422,
      '/transaction/date',
    ],
    ['an id where nothing is stored', { transaction_id: 't-1', category: 'car' }, 422, '/transaction_id'],
    ['a NUL character', { transaction: { description: 'a\0b' }, category: 'c\0r' }, 422, null],
    ['an unknown member', { transaction: shell, category: 'car', by: 'someone' }, 422, null],
  ])('%s', async (_, body, status, pointer) => {
    const titans = await start();
    const told = await ask(titans, 'POST', '/feedback', body);
    expect(told.status).toBe(status);
    const issues = told.body.issues as { readonly pointer: string }[];
    if (pointer !== null) expect(issues[0]?.pointer).toBe(pointer);
    expect((await ask(titans, 'GET', '/feedback')).body).toMatchObject({ corrections: [] });
  });

  test('who may not write may not correct', async () => {
    const titans = await start();
    const body = { transaction: shell, category: 'car' };
    expect((await ask(titans, 'POST', '/feedback', body, 'viewer')).status).toBe(403);
  });
});

test('a log that is down is a 503, and one that only cannot be read again costs no correction', async () => {
  const log = memoryFeedbackLog();
  let isDown: 'append' | 'events' | null = null;
  const failing: FeedbackLog = {
    ...log,
    append: (...given) => (isDown === 'append' ? unavailable() : log.append(...given)),
    events: (...given) => (isDown === 'events' ? unavailable() : log.events(...given)),
  };
  const titans = await start({ models: await exampleSuite(), feedback: failing, followMs: 0 });
  isDown = 'append';
  const body = { transaction: shell, category: 'car' };
  expect(await ask(titans, 'POST', '/feedback', body)).toMatchObject({
    status: 503,
    body: { code: 'DATABASE_UNAVAILABLE' },
  });
  isDown = 'events';
  expect(await ask(titans, 'POST', '/feedback', body)).toMatchObject({ status: 201 });
  expect(await categoryOf(titans)).toBe('transportation');
  isDown = null;
  await ask(titans, 'POST', '/feedback', {
    transaction: { description: 'Moonlight cinema' },
    category: 'fun',
  });
  expect(await categoryOf(titans)).toBe('car');
});

async function unavailable(): Promise<never> {
  throw new TitansError('DATABASE_UNAVAILABLE', 'connect ECONNREFUSED 10.0.0.1');
}

test('whether something is an anomaly is recorded, of a stored transaction too, and changes no category', async () => {
  const feedback = memoryFeedbackLog();
  const stored = createTransaction({
    ...{ date: '2024-09-02', description: 'SHELL OIL 5744', amount: -20, id: 't-1', accountId: 'main' },
  });
  const titans = await start({ feedback, source: tableSource(tableFromRows([stored])) });
  const body = { account_id: 'main', transaction_id: 't-1', is_anomaly: true };
  const made = await ask(titans, 'POST', '/feedback', body);
  expect(made).toMatchObject({
    status: 201,
    body: { category: null, is_anomaly: true, previous_category: null },
  });
  expect((routes.feedbackCorrect.response as z.ZodMiniType).safeParse(made.body).success).toBe(true);
  const [kept] = await feedback.list('default');
  expect(kept).toMatchObject({ isAnomaly: true, accountId: 'main', transactionId: 't-1', by: 'editor' });
  expect(await categoryOf(titans)).toBe('transportation');
  for (const wrong of [
    { ...body, category: 'car' },
    { transaction: shell },
    { ...body, is_anomaly: 'yes' },
  ]) {
    expect(await ask(titans, 'POST', '/feedback', wrong)).toMatchObject({ status: 422 });
  }
});
