import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TitansError } from '@titans/core';
import { type RouteName, routes } from '@titans/core/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { exampleRequests } from './conformance/example-requests.js';
import { createRouter } from './http/router.js';
import {
  expectedAccess,
  matrixCallers,
  matrixKeys,
  matrixPlugin,
  observedAccess,
} from './testing/access-matrix.js';
import { requestTo, start } from './testing/service.js';
import type { Titans } from './titans.js';
import { toUpgrade } from './websocket/index.js';

const names = Object.keys(routes) as RouteName[];
let titans: Titans;
let server: Server;
let address = '';

beforeAll(async () => {
  titans = await start({
    auth: { apiKeys: matrixKeys, jwt: { secret: 'a-secret-of-forty-bytes-for-these-tests!' } },
    plugins: [matrixPlugin],
  });
  server = createServer();
  server.on('upgrade', toUpgrade(titans));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`;
});
afterAll(async () => {
  await titans.close({ timeoutMs: 100 });
  server.closeAllConnections();
  server.close();
});

function asking(name: RouteName, secret: string | null): Request {
  const request = requestTo(name, 'anonymous');
  if (secret !== null) request.headers.set('authorization', `Bearer ${secret}`);
  return request;
}

async function statusOf(request: Request): Promise<number> {
  const answer = await titans.fetch(request);
  // An answer that is a stream may have no end.
  await answer.body?.cancel();
  return answer.status;
}

describe('over HTTP', () => {
  test.each(matrixCallers)('$name gets from every route what the table says', async (caller) => {
    const observed: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const name of names) {
      observed[name] = observedAccess(await statusOf(asking(name, caller.secret)));
      expected[name] = expectedAccess(routes[name], caller);
    }
    expect(observed).toEqual(expected);
  });

  test.each(matrixCallers)('$name gets from routes of plugins what they say', async (caller) => {
    for (const contract of Object.values(matrixPlugin.routes)) {
      const headers = caller.secret === null ? {} : { authorization: `Bearer ${caller.secret}` };
      const status = await statusOf(new Request(`http://localhost${contract.path}`, { headers }));
      expect(observedAccess(status), contract.path).toBe(expectedAccess(contract, caller));
    }
  });

  test('a refusal says which permission is missing, as RFC 6750 has it', async () => {
    const answer = await titans.fetch(asking('metrics', 'viewer-key-for-the-matrix'));
    expect(answer.status).toBe(403);
    expect(answer.headers.get('www-authenticate')).toBe(
      'Bearer realm="titans", error="insufficient_scope", scope="admin_access"',
    );
    const without = await titans.fetch(asking('metrics', null));
    expect(without.headers.get('www-authenticate')).toBe('Bearer realm="titans"');
    const wrong = await titans.fetch(asking('metrics', 'a-wrong-credential'));
    expect(wrong.headers.get('www-authenticate')).toBe('Bearer realm="titans", error="invalid_token"');
  });

  test('HEAD needs what GET needs', async () => {
    for (const name of names.filter((each) => routes[each].method === 'GET' && each !== 'events')) {
      const { url } = asking(name, null);
      const head = await titans.fetch(new Request(url, { method: 'HEAD' }));
      expect(head.status === 401, name).toBe(routes[name].access !== 'public');
    }
  });
});

describe('over WebSockets', () => {
  const askable = names.filter((name) => typeof routes[name].body !== 'string' && name !== 'events');

  async function statusesOver(secret: string): Promise<Readonly<Record<string, unknown>>> {
    const socket = new WebSocket(address, { headers: { authorization: `Bearer ${secret}` } });
    await once(socket, 'open');
    const statuses: Record<string, unknown> = {};
    const all = new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        const { id, status } = JSON.parse(String(data)) as { id: string; status?: number };
        // What happens meanwhile is told under the id of the subscription, and is no answer.
        if (status === undefined) return;
        statuses[id] = observedAccess(status);
        if (Object.keys(statuses).length === askable.length + 1) resolve();
      });
    });
    for (const name of askable) {
      const { body, params, query } = exampleRequests[name];
      const asked = Object.fromEntries(new URLSearchParams(query));
      socket.send(JSON.stringify({ id: name, route: name, body, params, query: asked }));
    }
    socket.send(JSON.stringify({ id: 'events', subscribe: [] }));
    await all;
    socket.terminate();
    return statuses;
  }

  test.each(matrixCallers.filter(({ secret }) => secret !== null))(
    '$name gets from every route what the table says',
    async (caller) => {
      const expected = [...askable, 'events' as const].map((name) => [
        name,
        expectedAccess(routes[name], caller),
      ]);
      expect(await statusesOver(caller.secret ?? '')).toEqual(Object.fromEntries(expected));
    },
  );
});

describe('access tokens', () => {
  async function tokenOf(secret: string): Promise<string> {
    const issued = await titans.fetch(asking('authToken', secret));
    return ((await issued.json()) as { access_token: string }).access_token;
  }

  test('carry the permissions of their keys, and no more', async () => {
    for (const caller of matrixCallers.filter(({ secret }) => secret !== null)) {
      const token = await tokenOf(caller.secret ?? '');
      for (const name of ['predictCategory', 'metrics', 'feedbackList', 'transactionsList'] as const) {
        const observed = observedAccess(await statusOf(asking(name, token)));
        expect(observed, `${caller.name} ${name}`).toBe(expectedAccess(routes[name], caller));
      }
    }
  });

  test('use the quota of their keys', async () => {
    const limited = await start({ limits: { perMinute: 3 } });
    const issued = await limited.fetch(requestTo('authToken', 'analyst'));
    const { access_token } = (await issued.json()) as { access_token: string };
    const answer = await limited.fetch(asking('predictCategory', access_token));
    expect(answer.headers.get('x-ratelimit-remaining-minute')).toBe('1');
  });
});

test('a route without a rule of access does not start', () => {
  const { access: _rule, ...contract } = routes.metrics;
  const withoutRule = { ...contract, access: '' as 'public' };
  expect(() => createRouter([{ name: 'metrics', contract: withoutRule, handle: null }])).toThrow(TitansError);
});
