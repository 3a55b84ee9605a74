import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { askedKey, maxListeners } from './asked-configuration.js';

/** Where a service is asked: over a socket, or as the `fetch` of this process. */
export type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/** A check of a service, beside that its answers are those of another. */
export interface Question {
  readonly name: string;
  run(ask: Ask): Promise<void>;
}

const authorization = `Bearer ${askedKey}`;
const json = { authorization, 'content-type': 'application/json' };
const transaction = { description: 'WHOLEFDS MKT 10234', amount: -85.5, date: '2024-09-02' };
const category = JSON.stringify(transaction);
const lines = `${category}\n`.repeat(3);

/** Asks that must be answered as the same models answer them elsewhere. */
export const sameAnswers: Readonly<Record<string, RequestInit>> = {
  '/predict/category': posted(transaction),
  '/predict/amount': posted({ ...transaction, amount: null }),
  '/predict/anomaly': posted(transaction),
  '/explain': posted(transaction),
  '/predict/batch': posted([transaction, { description: 'SHELL OIL 5744', amount: -28 }, { amount: 'x' }]),
  '/predict/stream': {
    method: 'POST',
    body: `${lines}{"description": 7}\n`,
    headers: { ...json, 'content-type': 'application/x-ndjson' },
  },
  '/forecast/cashflow?days_ahead=30': posted({ balance: 1_000, below: 0 }),
  '/recurring': posted({
    transactions: Array.from({ length: 8 }, (_, month) => ({
      description: 'NETFLIX.COM',
      amount: -15.99,
      date: `2024-0${month + 1}-07`,
    })),
  }),
  '/models': { headers: { authorization } },
  '/models/category': { headers: { authorization } },
  '/openapi.json': {},
  '/docs': {},
  '/': {},
  '/nothing': { headers: { authorization } },
  '/metrics': {},
};

/** What differs from one answer to the next, whoever gives it. */
const ofTheMoment = new Set([
  ...['prediction_id', 'processing_time', 'timestamp', 'instance', 'request_id', 'server_time'],
  ...['loaded_at', 'since', 'last_updated', 'uptime'],
]);

/** Status and text of an answer, without what is of the moment. */
export async function settled(
  response: Response,
): Promise<{ readonly status: number; readonly text: string }> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const all = isJson ? text.trim().split('\n') : [text];
  const told = all.map((line) =>
    isJson ? JSON.stringify(JSON.parse(line, (key, value) => (ofTheMoment.has(key) ? null : value))) : line,
  );
  return { status: response.status, text: told.join('\n') };
}

/** What a service must do on any runtime, many requests at a time. */
export const questions: readonly Question[] = [
  {
    name: 'many at once and after each other',
    async run(ask) {
      for (let round = 0; round < 5; round++) {
        const answers = await Promise.all(
          Array.from({ length: 40 }, async (_, index) => {
            const [path, init] = Object.entries(sameAnswers)[index % 7] as [string, RequestInit];
            const { status, text } = await settled(await ask(path, init));
            return `${path} ${status} ${text}`;
          }),
        );
        assert.equal(new Set(answers).size, 7);
        assert.ok(
          answers.every((answer) => answer.split(' ')[1] === '200'),
          answers.join('\n').slice(0, 500),
        );
      }
    },
  },
  {
    name: 'bodies that are compressed, and answers',
    async run(ask) {
      const plain = await settled(await ask('/predict/category', posted(transaction)));
      const headers = { ...json, 'content-encoding': 'gzip' };
      const sent = await ask('/predict/category', { method: 'POST', headers, body: gzipSync(category) });
      assert.deepEqual(await settled(sent), plain);
      for (const coding of ['gzip', 'br']) {
        const document = await ask('/openapi.json', { headers: { 'accept-encoding': coding } });
        assert.equal(document.headers.get('content-encoding'), coding);
        assert.equal(((await document.json()) as { openapi: string }).openapi, '3.1.1');
      }
    },
  },
  {
    name: 'units of the quota are counted one by one',
    async run(ask) {
      const left = await Promise.all(
        Array.from({ length: 30 }, async () => {
          const response = await ask('/predict/category', posted(transaction));
          await response.text();
          assert.equal(response.headers.get('x-ratelimit-limit-minute'), '5000');
          return Number(response.headers.get('x-ratelimit-remaining-minute'));
        }),
      );
      assert.equal(new Set(left).size, 30);
      assert.equal(Math.max(...left) - Math.min(...left), 29);
    },
  },
  {
    name: 'a key lets a correction have its effect once',
    async run(ask) {
      const headers = { ...json, 'idempotency-key': crypto.randomUUID() };
      const correct = (name: string): Promise<Response> =>
        ask('/feedback', { method: 'POST', headers, body: JSON.stringify({ transaction, category: name }) });
      const [first, again] = [await correct('food'), await correct('food')];
      const [told, repeated] = [await first.text(), await again.text()];
      assert.equal(first.status, 201, told);
      assert.equal(again.headers.get('idempotency-replayed'), 'true', repeated);
      assert.equal(repeated, told);
      assert.equal((await correct('travel')).status, 422);
      const { correction_id: id } = JSON.parse(told) as { correction_id: string };
      const undone = await ask(`/feedback/${id}`, { method: 'DELETE', headers: { authorization } });
      assert.equal(undone.status, 200, await undone.text());
    },
  },
  {
    name: 'wrong credentials are refused, and lock the address that they come from',
    async run(ask) {
      const statuses: number[] = [];
      for (let attempt = 0; attempt < 6; attempt++) {
        const headers = { authorization: 'Bearer not-a-credential', 'cf-connecting-ip': '203.0.113.9' };
        const response = await ask('/metrics', { headers });
        await response.text();
        statuses.push(response.status);
      }
      assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429]);
      const other = await ask('/predict/category', posted(transaction));
      assert.equal(other.status, 200, await other.text());
    },
  },
  {
    name: 'several listeners hear what others ask, and give their places back',
    async run(ask) {
      // More listeners than there are places, one group after the other.
      for (let group = 0; group < 3; group++) {
        const listeners = [await listen(ask), await listen(ask)];
        for (const { next } of listeners) assert.match(await next(), /^retry: 2000\n\n$/);
        for (let count = 0; count < 2; count++) {
          const asked = await (await ask('/predict/category', posted(transaction))).json();
          const { prediction_id: id } = asked as { prediction_id: string };
          for (const { until } of listeners) await until(id);
        }
        for (const { close } of listeners) await close();
        // A Worker learns that a reader has gone when it writes to him: after the next comment.
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
      const places = await Promise.all(Array.from({ length: maxListeners }, () => listen(ask)));
      await assert.rejects(listen(ask), /503/);
      for (const { close } of places) await close();
    },
  },
  {
    name: 'a job is worked on beside requests',
    async run(ask) {
      const transactions = Array.from({ length: 700 }, () => transaction);
      const created = await ask('/jobs', posted({ transactions }));
      const location = created.headers.get('location') ?? '';
      assert.equal(created.status, 202, await created.text());
      const state = async (): Promise<string> =>
        ((await (await ask(location, { headers: { authorization } })).json()) as { state: string }).state;
      for (let look = 0; look < 100 && (await state()) !== 'succeeded'; look++)
        await new Promise((resolve) => setTimeout(resolve, 100));
      assert.equal(await state(), 'succeeded');
      const results = await ask(`${location}/results`, { headers: { authorization } });
      assert.equal((await results.text()).trim().split('\n').length, 700);
    },
  },
  {
    name: 'files of banks are read, and what is in them is stored',
    async run(ask) {
      const csv =
        'Date,Description,Amount\n2024-09-02,WHOLEFDS MKT 10234,-85.50\n2024-13-01,SHELL OIL 5744,-28.00\n';
      const mt940 =
        ':20:START\r\n:25:12345678/1234567890\r\n:28C:1/1\r\n:60F:C240101EUR100,00\r\n' +
        ':61:2401020102D5,50NMSCNONREF\r\n:86:SHOP\r\n:62F:C240102EUR94,50\r\n-\r\n';
      const headers = { authorization, 'content-type': 'application/octet-stream' };
      for (const [file, all] of [
        [csv, 2],
        [mt940, 1],
      ] as const) {
        const answer = await ask('/transactions/file?account_id=mine', {
          method: 'POST',
          headers,
          body: file,
        });
        const text = await answer.text();
        assert.equal(answer.status, 200, text);
        const { rows } = JSON.parse(text) as { rows: { in: number; loaded: number } };
        assert.deepEqual([rows.in, rows.loaded], [all, 1]);
      }
      const listed = await ask('/transactions?account_id=mine', { headers: { authorization } });
      const { transactions } = (await listed.json()) as { transactions: readonly { amount: number }[] };
      assert.equal(transactions.filter(({ amount }) => amount === -85.5).length, 1);
    },
  },
  {
    name: 'clients that go away hold nothing',
    async run(ask) {
      for (let round = 0; round < 20; round++) {
        const gone = new AbortController();
        const body = new ReadableStream<Uint8Array>({
          async pull(controller) {
            await new Promise((resolve) => setTimeout(resolve, 5));
            if (gone.signal.aborted) controller.close();
            else controller.enqueue(new TextEncoder().encode(lines.repeat(20)));
          },
        });
        const streaming = ask('/predict/stream', {
          method: 'POST',
          body,
          duplex: 'half',
          signal: gone.signal,
          headers: { ...json, 'content-type': 'application/x-ndjson' },
        } as RequestInit);
        const forecasting = ask('/forecast/cashflow?days_ahead=90', { ...posted({}), signal: gone.signal });
        const reader = (await streaming).body?.getReader();
        await reader?.read();
        gone.abort();
        await Promise.allSettled([reader?.closed, forecasting]);
      }
      // More than may be done at once.
      const after = await Promise.all(
        Array.from({ length: 12 }, () => ask('/forecast/cashflow?days_ahead=30', posted({}))),
      );
      for (const response of after) assert.equal(response.status, 200, await response.text());
    },
  },
  {
    name: 'a body over the limit is refused',
    async run(ask) {
      const response = await ask('/predict/category', { ...posted({}), body: ' '.repeat(1_100_000) });
      assert.equal(response.status, 413);
      assert.equal(((await response.json()) as { code: string }).code, 'REQUEST_TOO_LARGE');
    },
  },
  {
    name: 'a token is issued, and works',
    async run(ask) {
      const issued = await ask('/auth/token', { method: 'POST', headers: { authorization } });
      assert.equal(issued.status, 200, await issued.clone().text());
      const { access_token: token } = (await issued.json()) as { access_token: string };
      const headers = { ...json, authorization: `Bearer ${token}` };
      const answer = await ask('/predict/category', { method: 'POST', headers, body: category });
      assert.equal(answer.status, 200, await answer.text());
    },
  },
  {
    name: 'what was asked is counted, watched, and found healthy',
    async run(ask) {
      const count = async (): Promise<number> => {
        const metrics = await (await ask('/metrics', { headers: { authorization } })).text();
        const found = /^model_predictions_total\{[^}]*model_name="category"[^}]*\} (\d+)$/m.exec(metrics);
        return Number(found?.[1] ?? 0);
      };
      const before = await count();
      for (let index = 0; index < 7; index++)
        await (await ask('/predict/category', posted(transaction))).text();
      assert.equal((await count()) - before, 7);
      const watched = await ask('/models/category/performance', { headers: { authorization } });
      assert.equal(watched.status, 200, await watched.text());
      for (const path of ['/health', '/health/live', '/health/ready']) {
        const response = await ask(path);
        assert.equal(response.status, 200, await response.text());
      }
    },
  },
];

function posted(body: unknown): RequestInit {
  return { method: 'POST', headers: json, body: JSON.stringify(body) };
}

interface Listening {
  next(): Promise<string>;
  until(text: string): Promise<void>;
  close(): Promise<void>;
}

async function listen(ask: Ask): Promise<Listening> {
  const gone = new AbortController();
  const response = await ask('/events', { headers: { authorization }, signal: gone.signal });
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let heard = '';
  const next = async (): Promise<string> => {
    const { done, value } = await reader.read();
    if (done) throw new Error('The events ended.');
    const text = decoder.decode(value, { stream: true });
    heard += text;
    return text;
  };
  return {
    next,
    async until(text) {
      while (!heard.includes(text)) await next();
    },
    async close() {
      const closed = reader.closed.catch(() => undefined);
      gone.abort();
      await closed;
    },
  };
}
