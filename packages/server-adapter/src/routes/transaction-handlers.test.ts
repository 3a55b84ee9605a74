import { createTransaction, tableFromRows, tableSource } from '@titans/core';
import type { ImportResponse, TransactionsResponse } from '@titans/core/contract';
import {
  importResponseSchema,
  problemDetailsSchema,
  transactionsResponseSchema,
} from '@titans/core/contract';
import { memoryLoader } from '@titans/etl';
import { beforeEach, describe, expect, test } from 'vitest';
import { exampleStore } from '../conformance/example-store.js';
import { keys, start } from '../testing/service.js';
import type { Titans } from '../titans.js';

async function ask(titans: Titans, path: string, body?: unknown): Promise<Response> {
  const isFile = typeof body === 'string' || body instanceof Uint8Array;
  return titans.fetch(
    new Request(`http://localhost${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${keys.editor}`,
        'content-type': isFile ? 'application/octet-stream' : 'application/json',
      },
      ...(body === undefined ? {} : { body: isFile ? (body as string) : JSON.stringify(body) }),
    }),
  );
}

const imported = async (answer: Response): Promise<ImportResponse> => {
  expect(answer.status).toBe(200);
  return importResponseSchema.parse(await answer.json());
};
const page = async (answer: Response): Promise<TransactionsResponse> => {
  expect(answer.status).toBe(200);
  return transactionsResponseSchema.parse(await answer.json());
};
const row = (day: number, amount: number, more: object = {}): object => ({
  date: `2024-03-${String(day).padStart(2, '0')}`,
  description: `SHOP ${day}`,
  amount,
  ...more,
});

describe('transactions sent as JSON', () => {
  let titans: Titans;
  beforeEach(async () => {
    titans = await start({ warehouse: exampleStore() });
  });

  test('are stored once, and given back as they were sent', async () => {
    const sent = [row(2, -5.5, { tags: ['a'] }), row(1, 20, { category: 'salary', recurring: true })];
    const first = await imported(await ask(titans, '/transactions', { transactions: sent }));
    expect(first.rows).toEqual({ in: 2, loaded: 2, updated: 0, unchanged: 0, quarantined: 0 });
    const again = await imported(await ask(titans, '/transactions', { transactions: sent }));
    expect(again.rows).toEqual({ in: 2, loaded: 0, updated: 0, unchanged: 2, quarantined: 0 });
    const { transactions, next_cursor } = await page(await ask(titans, '/transactions'));
    expect(transactions).toMatchObject([
      { date: '2024-03-01', amount: 20, type: 'Income', category: 'salary', recurring: true },
      { date: '2024-03-02', amount: -5.5, type: 'Expense', category: null, tags: ['a'] },
    ]);
    expect(next_cursor).toBeNull();
    const { rows } = await imported(
      await ask(titans, '/transactions', { transactions: [{ ...row(3, -1), transaction_id: 'x' }] }),
    );
    expect(rows.loaded).toBe(1);
    const changed = { ...row(3, -1), transaction_id: 'x', category: 'food' };
    const update = await imported(await ask(titans, '/transactions', { transactions: [changed] }));
    expect(update.rows).toMatchObject({ updated: 1, loaded: 0 });
  });

  test('that are none are refused alone, by place and field, with what they held masked', async () => {
    const sent = [
      row(1, -1),
      null,
      'text',
      { ...row(2, -1), amout: 5 },
      { ...row(2, -1), date: '2024-02-30' },
      { ...row(2, -1), description: undefined },
      { date: '2024-03-01', description: 'SHOP' },
      { ...row(2, -1), currency: 'not a currency of a secret name' },
      { ...row(2, -1.005) },
      { ...row(2, -5), type: 'Income' },
      row(3, -2),
    ];
    const { rows, rejections } = await imported(await ask(titans, '/transactions', { transactions: sent }));
    expect(rows).toEqual({ in: 11, loaded: 2, updated: 0, unchanged: 0, quarantined: 9 });
    expect(rejections.map(({ row, code, field }) => [row, code, field])).toEqual([
      [2, 'FIELD_INVALID', null],
      [3, 'FIELD_INVALID', null],
      [4, 'FIELD_INVALID', 'amout'],
      [5, 'FIELD_INVALID', 'date'],
      [6, 'FIELD_MISSING', 'description'],
      [7, 'FIELD_MISSING', 'amount'],
      [8, 'FIELD_INVALID', 'currency'],
      [9, 'AMOUNT_PRECISION', 'amount'],
      [10, 'SIGN_MISMATCH', 'amount'],
    ]);
    expect(rejections[6]?.value).not.toMatch(/secret/);
  });

  test('are all stored or none', async () => {
    const loader = memoryLoader();
    const failing = {
      ...loader,
      load: async (...given: Parameters<typeof loader.load>) => {
        await loader.load(given[0], { ...given[1], dryRun: true });
        throw new Error('the disk is full');
      },
    };
    const broken = await start({
      warehouse: { loader: () => failing, transactions: loader.transactions },
    });
    const answer = await ask(broken, '/transactions', { transactions: [row(1, -1)] });
    expect(answer.status).toBe(500);
    expect((await page(await ask(broken, '/transactions'))).transactions).toEqual([]);
  });

  test('are listed page by page, whatever is stored meanwhile', async () => {
    const days = Array.from({ length: 28 }, (_, index) => index + 1);
    const first = days.flatMap((day) => [row(day, -1), row(day, -2, { time: '10:00:00' })]);
    await imported(await ask(titans, '/transactions', { transactions: first }));
    for (const limit of [1, 3, 7, 55, 56, 57, 1_000]) {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
        const given: TransactionsResponse = await page(
          await ask(titans, `/transactions?limit=${limit}${query}`),
        );
        expect(given.transactions.length).toBeLessThanOrEqual(limit);
        seen.push(...given.transactions.map(({ date, time }) => `${date} ${time}`));
        cursor = given.next_cursor;
      }
      expect(seen).toEqual(
        days.flatMap((day) => {
          const date = `2024-03-${String(day).padStart(2, '0')}`;
          return [`${date} null`, `${date} 10:00:00`];
        }),
      );
    }
    const half = await page(await ask(titans, '/transactions?limit=28'));
    await imported(
      await ask(titans, '/transactions', { transactions: [row(1, -9), row(14, -9), row(20, -9)] }),
    );
    const rest = await page(await ask(titans, `/transactions?limit=100&cursor=${half.next_cursor}`));
    // The page ended with the 14th at ten, so what came to the 1st and, without a time, to the 14th lies before it.
    expect(rest.transactions.map(({ date }) => Number(date.slice(8)))).toEqual(
      days.slice(14).flatMap((day) => (day === 20 ? [day, day, day] : [day, day])),
    );
    const few = await page(await ask(titans, '/transactions?from=2024-03-05&to=2024-03-06'));
    expect(few.transactions.map(({ date }) => date)).toEqual([
      ...['2024-03-05', '2024-03-05'],
      ...['2024-03-06', '2024-03-06'],
    ]);
    expect((await page(await ask(titans, '/transactions?account_id=other'))).transactions).toEqual([]);
  });

  test.each([
    ['/transactions?limit=0', '?limit'],
    ['/transactions?limit=1001', '?limit'],
    ['/transactions?limit=1e2', '?limit'],
    ['/transactions?cursor=', '?cursor'],
    ['/transactions?cursor=nonsense', '?cursor'],
    [`/transactions?cursor=${Buffer.from('["2024-02-30",0,1,1]').toString('base64url')}`, '?cursor'],
    [`/transactions?cursor=${Buffer.from('["2024-02-03",-2,1,1]').toString('base64url')}`, '?cursor'],
    [`/transactions?cursor=${Buffer.from('["2024-02-03",0,1e400,1]').toString('base64url')}`, '?cursor'],
    ['/transactions?from=2024-02-30', '?from'],
    ['/transactions?from=2024-03-02&to=2024-03-01', '?from'],
    ['/transactions?account_id=', '?account_id'],
    ['/transactions?account_id=a&account_id=b', '?account_id'],
    ['/transactions?unknown=1', '?unknown'],
  ])('%s is refused at %s', async (path, pointer) => {
    const answer = await ask(titans, path);
    const { code, issues } = problemDetailsSchema.parse(await answer.json());
    expect([answer.status, code]).toEqual([422, 'REQUEST_INVALID']);
    expect(new Set(issues?.map((issue) => issue.pointer))).toEqual(new Set([pointer]));
  });

  test.each([
    [{}, '/transactions'],
    [{ transactions: [] }, '/transactions'],
    [{ transactions: Array.from({ length: 10_001 }, () => 0) }, '/transactions'],
    [{ transactions: [row(1, -1)], extra: 1 }, '/extra'],
    [[row(1, -1)], ''],
  ])('a body that is no list of transactions is refused', async (body, pointer) => {
    const answer = await ask(titans, '/transactions', body);
    expect([answer.status, await answer.json()]).toMatchObject([422, { issues: [{ pointer }] }]);
  });
});

describe('files', () => {
  test('of several formats are stored once, with the rows that are none left out', async () => {
    const titans = await start({ warehouse: exampleStore() });
    const csv = 'date,description,amount\n2024-09-02,WHOLEFDS MKT 10234,-85.50\nno date,SHOP,-5.00\n';
    const first = await imported(await ask(titans, '/transactions/file?account_id=mine', csv));
    expect(first).toMatchObject({
      rows: { in: 2, loaded: 1, updated: 0, unchanged: 0, quarantined: 1 },
      rejections: [{ row: 2, code: 'DATE_INVALID', field: 'date' }],
    });
    const again = await imported(await ask(titans, '/transactions/file?account_id=mine', csv));
    expect(again.rows).toMatchObject({ in: 2, loaded: 0, unchanged: 1, quarantined: 1 });
    const mt940 =
      ':20:START\r\n:25:12345678/1234567890\r\n:28C:1/1\r\n:60F:C240101EUR100,00\r\n' +
      ':61:2401020102D5,50NMSCNONREF\r\n:86:SHOP\r\n:62F:C240102EUR94,50\r\n-\r\n';
    expect((await imported(await ask(titans, '/transactions/file', mt940))).rows.loaded).toBe(1);
    const { transactions } = await page(await ask(titans, '/transactions?account_id=mine'));
    expect(transactions).toMatchObject([{ date: '2024-09-02', amount: -85.5, account_id: 'mine' }]);
  });

  test.each([
    ['nothing', ''],
    ['a picture', '\u0089PNG\r\n\u001a\n\0\0\0\rIHDR'],
    ['a page', '<!doctype html><html><body>no</body></html>'],
    ['columns that say nothing', 'a,b,c\n1,2,3\n4,5,6\n'],
  ])('that hold %s are refused', async (_, text) => {
    const titans = await start({ warehouse: exampleStore() });
    const answer = await ask(titans, '/transactions/file', text);
    expect([answer.status, await answer.json()]).toMatchObject([
      422,
      { code: 'REQUEST_INVALID', issues: [{ pointer: '' }] },
    ]);
  });

  test('are read beside everything else, and no further when their sender goes', async () => {
    const loader = memoryLoader();
    const controller = new AbortController();
    const load: typeof loader.load = (...given) => {
      setImmediate(() => controller.abort());
      return loader.load(...given);
    };
    const titans = await start({
      warehouse: { loader: () => ({ ...loader, load }), transactions: loader.transactions },
    });
    const asked = titans.fetch(
      new Request('http://localhost/transactions/file', {
        method: 'POST',
        headers: { authorization: `Bearer ${keys.editor}`, 'content-type': 'application/octet-stream' },
        body: `date,description,amount\n${'2024-09-02,SHOP,-1.00\n'.repeat(40_000)}`,
        signal: controller.signal,
      }),
    );
    expect((await asked).status).toBe(499);
    expect((await page(await ask(titans, '/transactions'))).transactions).toEqual([]);
  });

  test('cost as many units as they have rows, and are not stored where these are used up', async () => {
    const titans = await start({ warehouse: exampleStore(), limits: { bulk: { perMinute: 60 } } });
    const csv = (rows: number): string =>
      `date,description,amount\n${Array.from({ length: rows }, (_, row) => `2024-09-02,SHOP ${row},-1.00\n`).join('')}`;
    expect((await ask(titans, '/transactions/file', csv(50))).status).toBe(200);
    expect((await ask(titans, '/transactions/file', csv(61))).status).toBe(429);
    expect((await page(await ask(titans, '/transactions'))).transactions).toHaveLength(50);
    expect((await ask(titans, '/transactions/file', csv(10))).status).toBe(200);
  });
});

test('without a place to store transactions they are not there; a source is enough to list them', async () => {
  const without = await start();
  for (const [path, body] of [
    ['/transactions', undefined],
    ['/transactions', { transactions: [row(1, -1)] }],
    ['/transactions/file', 'date,description,amount\n'],
  ] as const) {
    const answer = await ask(without, path, body);
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'ROUTE_NOT_FOUND' }]);
  }
  const transaction = createTransaction({ date: '2024-12-03', description: 'Fuel', amount: -89.45 });
  const listing = await start({ source: tableSource(tableFromRows([transaction])) });
  expect((await page(await ask(listing, '/transactions'))).transactions).toMatchObject([{ amount: -89.45 }]);
});
