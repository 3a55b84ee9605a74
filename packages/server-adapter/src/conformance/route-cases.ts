import assert from 'node:assert/strict';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { ConformanceCase } from '@titans/core/conformance';
import { type RouteName, routes } from '@titans/core/contract';
import { isStreamed } from '../completion.js';
import { exampleRequests } from './example-requests.js';
import { exampleStore } from './example-store.js';
import { bearer, type Incoming, post, send, sendRaw } from './http-client.js';
import { assertProblem, type RunOnStage, stageKeys } from './stage.js';

const transaction = { description: 'WHOLEFDS MKT 10234', amount: -85.5 } as const;

/** Routes that answer with a success only after another one has been asked, or with a registry. */
const needMore: ReadonlySet<RouteName> = new Set([
  'jobStatus',
  'jobResults',
  'jobCancel',
  'feedbackUndo',
  'feedbackRelease',
  'modelVersions',
  'modelHistory',
  'modelPromote',
  'modelRollback',
  'experimentsList',
  'experimentStatus',
  'experimentStart',
  'experimentStop',
  'experimentConclude',
  'keysCreate',
  'keysRotate',
  'keysRevoke',
  'events',
]);

function ask(base: string, name: RouteName): Promise<Incoming> {
  const { method, path } = routes[name];
  const { query = '', params = {}, body, lines, text: file } = exampleRequests[name];
  const url = base + path.replaceAll(/\{(\w+)\}/g, (_, param: string) => params[param] ?? '') + query;
  if (body !== undefined) return post(url, body, stageKeys.admin);
  if (file !== undefined) {
    const headers = { 'content-type': 'application/octet-stream', ...bearer(stageKeys.admin) };
    return send(url, { method, headers, body: file });
  }
  if (lines === undefined) return send(url, { method, headers: bearer(stageKeys.admin) });
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const headers = { 'content-type': 'application/x-ndjson', ...bearer(stageKeys.admin) };
  return send(url, { method, headers, body: text });
}

/** Every route answers, in the form that the contract gives it; paths and methods that are none do not. */
export function routeCases(run: RunOnStage): readonly ConformanceCase[] {
  const names = (Object.keys(routes) as RouteName[]).filter((name) => !needMore.has(name));
  const happy = names.map((name): ConformanceCase => {
    const route = routes[name];
    return {
      name: `${route.method} ${route.path} answers as the contract says`,
      run: () =>
        run({}, { warehouse: exampleStore(), monitoring: true }, async ({ base }) => {
          const answer = await ask(base, name);
          assert.equal(answer.status, route.status ?? 200, answer.text);
          const type = answer.headers['content-type'] ?? '';
          if (typeof route.response === 'string') assert.ok(type.startsWith(route.response), type);
          else {
            assert.ok(type.startsWith('application/json'), type);
            const parsed = route.response.safeParse(answer.json());
            assert.ok(parsed.success, parsed.error?.message);
          }
          assert.equal(answer.headers['x-content-type-options'], 'nosniff');
          assert.ok(answer.headers['x-request-id']);
          const length = isStreamed(route) ? undefined : String(Buffer.byteLength(answer.text));
          assert.equal(answer.headers['content-length'], length);
        }),
    };
  });
  return [
    ...happy,
    {
      name: 'what is made is 202 or 201, is found by its id, and is deleted',
      run: () =>
        run({}, {}, async ({ base }) => {
          const headers = bearer(stageKeys.editor);
          const job = await post(`${base}/jobs`, { transactions: [transaction] }, stageKeys.editor);
          assert.equal(job.status, 202, job.text);
          const { job_id: id } = job.json() as { job_id: string };
          const found = await send(`${base}/jobs/${id}`, { headers });
          assert.equal((found.json() as { job_id: string }).job_id, id);
          assert.equal((await send(`${base}/jobs/${id}`, { method: 'DELETE', headers })).status, 200);
          const wrong = { transaction, category: 'utilities' };
          const correction = await post(`${base}/feedback`, wrong, stageKeys.editor);
          assert.equal(correction.status, 201, correction.text);
          const { correction_id: made } = correction.json() as { correction_id: string };
          const undone = await send(`${base}/feedback/${made}`, { method: 'DELETE', headers });
          assert.equal(undone.status, 200, undone.text);
          const unknown = await send(`${base}/feedback/unknown`, { method: 'DELETE', headers });
          assertProblem(unknown, 404, 'NOT_FOUND');
        }),
    },
    {
      name: 'long answers are compressed for those who take it, and short and secret ones are not',
      run: () =>
        run({}, {}, async ({ base }) => {
          const plain = await send(`${base}/openapi.json`);
          assert.equal(plain.headers['content-encoding'], undefined);
          assert.match(plain.headers.vary ?? '', /accept-encoding/);
          for (const [coding, undo] of [
            ['br', brotliDecompressSync],
            ['gzip', gunzipSync],
          ] as const) {
            const headers = { 'accept-encoding': coding, ...bearer(stageKeys.admin) };
            const short = await send(`${base}/openapi.json`, { headers });
            assert.equal(short.headers['content-encoding'], coding);
            assert.equal(short.headers['content-length'], String(short.bytes.byteLength));
            assert.equal(undo(short.bytes).toString(), plain.text);
            const head = await send(`${base}/openapi.json`, { method: 'HEAD', headers });
            assert.equal(head.headers['content-length'], short.headers['content-length']);
            const live = await send(`${base}/health/live`, { headers });
            assert.equal(live.headers['content-encoding'], undefined);
            const token = await send(`${base}/auth/token`, {
              method: 'POST',
              headers: { 'accept-encoding': `${coding}, identity;q=0`, ...bearer(stageKeys.admin) },
            });
            assert.equal(token.headers['content-encoding'], undefined);
            const type = { 'content-type': 'application/x-ndjson' };
            const lines = await send(`${base}/predict/stream`, {
              method: 'POST',
              headers: { ...headers, ...type },
              body: `${JSON.stringify(transaction)}\n`,
            });
            assert.equal(lines.headers['content-encoding'], coding);
            assert.match(undo(lines.bytes).toString(), /"success"/);
          }
        }),
    },
    {
      name: 'cookies of the host stay',
      run: () =>
        run({ cookies: ['a=1; Path=/', 'b=2; Path=/'] }, {}, async ({ base }) => {
          for (const path of ['/health/live', '/nothing']) {
            const answer = await send(base + path);
            assert.equal(answer.headers['set-cookie'], 'a=1; Path=/, b=2; Path=/');
          }
        }),
    },
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
