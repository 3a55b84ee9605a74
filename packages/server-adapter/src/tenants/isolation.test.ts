import {
  createTransaction,
  memoryKeyValueStore,
  type TransactionSource,
  tableFromRows,
  tableSource,
} from '@titans/core';
import { type RouteName, routes } from '@titans/core/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleRequests } from '../conformance/example-requests.js';
import { exampleSuite } from '../conformance/example-suite.js';
import { createTitans, type Titans } from '../titans.js';

/** In everything that the one tenant has, and in nothing of the other. */
const mark = 'ZANZIBAR';
const hasMark = /zanzibar/i;
const secrets = { acme: 'acme-key-for-these-tests', other: 'other-key-for-these-tests' } as const;
type Tenant = keyof typeof secrets;

let titans: Titans;
/** What the one tenant has made, by the parameter of the path that names it. */
let made: Readonly<Record<string, string>>;
let token = '';

async function ask(tenant: Tenant, method: string, path: string, body?: unknown, headers: object = {}) {
  const answer = await titans.fetch(
    new Request(`http://localhost${path}`, {
      method,
      headers: {
        authorization: `Bearer ${secrets[tenant]}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  const isEndless = answer.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (isEndless) await answer.body?.cancel();
  return { status: answer.status, text: isEndless ? '' : await answer.text() };
}

async function membersOf(tenant: Tenant, method: string, path: string, body?: unknown) {
  const { text } = await ask(tenant, method, path, body);
  return JSON.parse(text) as Readonly<Record<string, string>>;
}

function sourceOf(description: string): TransactionSource {
  const rows = Array.from({ length: 6 }, (_, month) =>
    createTransaction({
      date: `2024-0${month + 1}-03`,
      description,
      amount: -20,
      reference: `t-${month}`,
      accountId: 'main',
    }),
  );
  return tableSource(tableFromRows(rows));
}

beforeAll(async () => {
  const models = await exampleSuite();
  titans = await createTitans({
    models,
    tenants: {
      acme: { models, source: sourceOf(`${mark} RENT`) },
      other: { models, source: sourceOf('PLAIN RENT') },
    },
    auth: {
      apiKeys: Object.entries(secrets).map(([tenant, secret]) => ({
        id: tenant,
        secret,
        role: 'admin',
        tenant,
      })),
      jwt: { secret: 'a-secret-of-forty-bytes-for-these-tests!' },
    },
    limits: false,
    store: memoryKeyValueStore(),
  });
  const transaction = { description: `${mark} SHOP`, amount: -5 };
  const key = await membersOf('acme', 'POST', '/keys', { name: `${mark} key` });
  const job = await membersOf('acme', 'POST', '/jobs', { transactions: [transaction] });
  const correction = await membersOf('acme', 'POST', '/feedback', { transaction, category: mark });
  token = (await membersOf('acme', 'POST', '/auth/token')).access_token ?? '';
  made = {
    key_id: key.key_id ?? '',
    job_id: job.job_id ?? '',
    correction_id: correction.correction_id ?? '',
    // Experiments need a registry, and are told apart in the tests of their own.
    experiment_id: 'of-nobody',
  };
});
afterAll(() => titans?.close({ timeoutMs: 1_000 }));

const names = Object.keys(routes) as RouteName[];
const takesId = names.filter((name) => /\{\w+_id\}/.test(routes[name].path));

describe('what one tenant has made', () => {
  test('is there for it', async () => {
    expect(Object.values(made).every((id) => id.length > 3)).toBe(true);
    for (const path of [`/jobs/${made.job_id}`, '/keys', '/feedback']) {
      expect((await ask('acme', 'GET', path)).status, path).toBe(200);
    }
    expect((await ask('acme', 'GET', '/keys')).text).toContain(mark);
    expect((await ask('acme', 'GET', '/feedback')).text).toContain(mark);
  });

  test.each(takesId)(
    '%s finds nothing under its id for another, not even that there is something',
    async (name) => {
      const { method, path } = routes[name];
      const { body } = exampleRequests[name];
      const fill = (ids: Readonly<Record<string, string>>): string =>
        path.replaceAll(/\{(\w+)\}/g, (_, param: string) => {
          const id = ids[param];
          if (id === undefined)
            throw new Error(`The route ${name} takes ${param}, which this test does not make.`);
          return id;
        });
      const theirs = await ask('other', method, fill(made), body);
      const unknown = fill(
        Object.fromEntries(Object.entries(made).map(([param, id]) => [param, `${id.slice(0, -4)}0000`])),
      );
      const nobodys = await ask('other', method, unknown, body);
      expect(theirs.status).toBe(404);
      const plain = ({ text }: { text: string }): unknown => {
        const { instance: _request, timestamp: _time, path: _path, ...rest } = JSON.parse(text);
        return rest;
      };
      expect(plain(theirs)).toEqual(plain(nobodys));
    },
  );

  test('is in no answer of any route to another', async () => {
    const seen: string[] = [];
    for (const name of names) {
      const { method, path } = routes[name];
      const { query = '', body, params = {} } = exampleRequests[name];
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, param: string) => made[param] ?? params[param] ?? '');
      const others = method === 'GET' ? ['?account_id=main', '?limit=1000', '?cursor=0'] : [];
      for (const asked of [query, ...others]) {
        const { text } = await ask('other', method, filled + asked, body);
        if (hasMark.test(text)) seen.push(`${name}${asked}`);
      }
    }
    expect(seen).toEqual([]);
  });

  test('is not reached by an account or a transaction of the same name', async () => {
    const correction = { account_id: 'main', transaction_id: 't-1', category: 'rent' };
    expect((await ask('other', 'POST', '/feedback', correction)).text).not.toMatch(hasMark);
    const recurring = await ask('other', 'GET', '/recurring?account_id=main');
    expect(recurring.text).not.toMatch(hasMark);
    expect((await ask('acme', 'GET', '/recurring?account_id=main')).text).toMatch(hasMark);
  });

  test('is not reached by a key of the same Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'the-same-key' };
    const body = (description: string) => ({ transaction: { description }, category: 'food' });
    const first = await ask('acme', 'POST', '/feedback', body(`${mark} CAFE`), headers);
    const second = await ask('other', 'POST', '/feedback', body('PLAIN CAFE'), headers);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.text).not.toMatch(hasMark);
  });

  test('a token of it is not revoked by the administrator of another', async () => {
    expect((await ask('other', 'POST', '/auth/revoke', { token })).status).toBe(403);
    expect((await ask('acme', 'POST', '/auth/revoke', { token })).text).toBe('{"revoked":true}');
  });

  test('is still there after all this', async () => {
    expect((await ask('acme', 'GET', `/jobs/${made.job_id}`)).status).toBe(200);
    const { keys } = JSON.parse((await ask('acme', 'GET', '/keys')).text) as {
      keys: readonly { key_id: string; state: string }[];
    };
    expect(keys.find(({ key_id }) => key_id === made.key_id)).toMatchObject({ state: 'active' });
    const { corrections } = JSON.parse((await ask('acme', 'GET', '/feedback')).text) as {
      corrections: readonly { correction_id: string; state: string }[];
    };
    expect(corrections.find(({ correction_id }) => correction_id === made.correction_id)?.state).not.toBe(
      'undone',
    );
  });
});

test('a genuine credential of a tenant that is not served is refused as such', async () => {
  const models = await exampleSuite();
  const stranger = await createTitans({
    models,
    auth: { apiKeys: [{ id: 'k', secret: 'a-key-of-another-house', role: 'admin', tenant: 'elsewhere' }] },
  });
  const headers = { authorization: 'Bearer a-key-of-another-house' };
  const answer = await stranger.fetch(new Request('http://localhost/keys', { headers }));
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'FORBIDDEN']);
});
