import assert from 'node:assert/strict';
import type { ConformanceCase } from '@titans/core/conformance';
import { type RouteName, routes } from '@titans/core/contract';
import { exampleRequests } from './example-requests.js';
import { bearer, type Incoming, post, send, sendRaw } from './http-client.js';
import { assertProblem, type RunOnStage, stageKeys } from './stage.js';

const transaction = { description: 'WHOLEFDS MKT 10234', amount: -85.5 } as const;

function ask(base: string, name: RouteName): Promise<Incoming> {
  const { method, path } = routes[name];
  const { query = '', body } = exampleRequests[name];
  const url = base + path + query;
  if (body !== undefined) return post(url, body, stageKeys.admin);
  return send(url, { method, headers: bearer(stageKeys.admin) });
}

/** Every route answers, in the form that the contract gives it; paths and methods that are none do not. */
export function routeCases(run: RunOnStage): readonly ConformanceCase[] {
  const happy = (Object.keys(routes) as RouteName[]).map((name): ConformanceCase => {
    const route = routes[name];
    return {
      name: `${route.method} ${route.path} answers as the contract says`,
      run: () =>
        run({}, {}, async ({ base }) => {
          const answer = await ask(base, name);
          assert.equal(answer.status, 200, answer.text);
          const type = answer.headers['content-type'] ?? '';
          if (typeof route.response === 'string') assert.ok(type.startsWith(route.response), type);
          else {
            assert.ok(type.startsWith('application/json'), type);
            const parsed = route.response.safeParse(answer.json());
            assert.ok(parsed.success, parsed.error?.message);
          }
          assert.equal(answer.headers['x-content-type-options'], 'nosniff');
          assert.ok(answer.headers['x-request-id']);
          assert.equal(answer.headers['content-length'], String(Buffer.byteLength(answer.text)));
        }),
    };
  });
  return [
    ...happy,
    {
      name: 'a target in absolute form is the same route (RFC 9112, 3.2.2)',
      run: () =>
        run({}, {}, async ({ base }) => {
          const { host } = new URL(base);
          const target = `GET ${base}/health/live HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
          assert.equal((await sendRaw(base, target, [])).status, 200);
        }),
    },
    {
      name: 'a path that is no route is 404, below the mount point',
      run: () =>
        run({}, {}, async ({ base }) => {
          for (const path of ['/nothing', '/predict', '/predict/category/', '/predict%2Fcategory']) {
            assertProblem(await send(base + path), 404, 'ROUTE_NOT_FOUND');
          }
        }),
    },
    {
      name: 'a method that the route does not take is 405 and tells which it takes',
      run: () =>
        run({}, {}, async ({ base }) => {
          const wrong = await send(`${base}/predict/category`, { headers: bearer(stageKeys.analyst) });
          assertProblem(wrong, 405, 'METHOD_NOT_ALLOWED');
          assert.equal(wrong.headers.allow, 'POST, OPTIONS');
          const deleted = await send(`${base}/health`, { method: 'DELETE' });
          assertProblem(deleted, 405, 'METHOD_NOT_ALLOWED');
          assert.equal(deleted.headers.allow, 'GET, HEAD, OPTIONS');
        }),
    },
    {
      name: 'HEAD answers as GET without the body',
      run: () =>
        run({}, {}, async ({ base }) => {
          const whole = await send(`${base}/docs`);
          const head = await send(`${base}/docs`, { method: 'HEAD' });
          assert.equal(head.status, 200);
          assert.equal(head.text, '');
          assert.equal(head.headers['content-length'], whole.headers['content-length']);
        }),
    },
    {
      name: 'OPTIONS tells the methods, and a preflight from a permitted page passes',
      run: () =>
        run({}, { cors: { origins: ['https://app.example.com'] } }, async ({ base }) => {
          const options = await send(`${base}/predict/category`, { method: 'OPTIONS' });
          assert.deepEqual([options.status, options.headers.allow], [204, 'POST, OPTIONS']);
          const preflight = (origin: string): Promise<Incoming> =>
            send(`${base}/predict/category`, {
              method: 'OPTIONS',
              headers: { origin, 'access-control-request-method': 'POST' },
            });
          const permitted = await preflight('https://app.example.com');
          assert.equal(permitted.headers['access-control-allow-origin'], 'https://app.example.com');
          assert.match(permitted.headers['access-control-allow-methods'] ?? '', /\bPOST\b/);
          const stranger = await preflight('https://evil.example.com');
          assert.equal(stranger.headers['access-control-allow-origin'], undefined);
        }),
    },
    {
      name: 'the service works at the root and below several segments, and says where its routes are',
      run: async () => {
        for (const basePath of ['', '/api/v1/titans']) {
          await run({ basePath }, {}, async ({ base }) => {
            const root = (await send(`${base}/`)).json() as { endpoints: Record<string, string> };
            assert.equal(root.endpoints.predict_category, `${basePath}/predict/category`);
            const document = (await send(`${base}/openapi.json`)).json() as { servers: { url: string }[] };
            assert.equal(document.servers[0]?.url, basePath || '/');
            assert.equal((await send(`${base}?from=/here`)).status, 200);
            const missing = await send(`${base}/nothing`);
            assertProblem(missing, 404, 'ROUTE_NOT_FOUND');
            assert.equal((missing.json() as { path: string }).path, `${basePath}/nothing`);
            assert.equal(
              (await post(`${base}/predict/category`, transaction, stageKeys.analyst)).status,
              200,
            );
          });
        }
      },
    },
    {
      name: 'routes of the host beside it are unaffected',
      run: async () => {
        for (const hostBody of ['raw', 'parsed'] as const) {
          await run({ hostBody }, {}, async ({ host, base }) => {
            assert.equal(
              (await post(`${base}/predict/category`, transaction, stageKeys.analyst)).status,
              200,
            );
            const neighbour = await send(`${host}/neighbour`);
            assert.deepEqual([neighbour.status, neighbour.json()], [200, { neighbour: true }]);
            assert.equal(neighbour.headers['x-request-id'], undefined);
            const echoed = await post(`${host}/neighbour`, { any: ['thing'] });
            assert.deepEqual([echoed.status, echoed.json()], [200, { any: ['thing'] }]);
            assert.notEqual((await send(`${host}/titansandmore`)).status, 200);
          });
        }
      },
    },
  ];
}
