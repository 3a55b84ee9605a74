import assert from 'node:assert/strict';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { ConformanceCase } from '@titans/core/conformance';
import type { ProblemDetails } from '@titans/core/contract';
import { bearer, type Incoming, post, send, sendRaw } from './http-client.js';
import { assertProblem, type RunOnStage, stageKeys } from './stage.js';

const maxBytes = 65_536;
const json = { 'content-type': 'application/json', ...bearer(stageKeys.analyst) };

/** Whatever is wrong with a body is told, and no body costs more than its limit. */
export function bodyCases(run: RunOnStage): readonly ConformanceCase[] {
  return [
    {
      name: 'unknown and wrong members are 422, each with its JSON pointer',
      run: () =>
        run({}, {}, async ({ base }) => {
          const wrong = { description: 'x'.repeat(501), amount: 'much', 'a/b~c': 1, tags: ['ok', 7] };
          const answer = await post(`${base}/predict/category`, wrong, stageKeys.analyst);
          assertProblem(answer, 422, 'REQUEST_INVALID');
          const { issues = [] } = answer.json() as ProblemDetails;
          assert.deepEqual(issues.map((issue) => issue.pointer).sort(), [
            '/amount',
            '/a~1b~0c',
            '/description',
            '/tags/1',
          ]);
          const query = await send(`${base}/forecast/cashflow?days_ahead=366&days=1`, {
            method: 'POST',
            headers: bearer(stageKeys.analyst),
          });
          assertProblem(query, 422, 'REQUEST_INVALID');
          const { issues: parameters = [] } = query.json() as ProblemDetails;
          assert.deepEqual(parameters.map((issue) => issue.pointer).sort(), ['?days', '?days_ahead']);
        }),
    },
    {
      name: 'a batch of 100 is taken, one of 101 is 413, an empty one is 422',
      run: () =>
        run({}, {}, async ({ base }) => {
          const batch = (length: number): unknown[] =>
            Array.from({ length }, () => ({ description: 'UBER TRIP' }));
          assert.equal((await post(`${base}/predict/batch`, batch(100), stageKeys.analyst)).status, 200);
          const long = await post(`${base}/predict/batch`, batch(101), stageKeys.analyst);
          assertProblem(long, 413, 'REQUEST_TOO_LARGE');
          assertProblem(await post(`${base}/predict/batch`, [], stageKeys.analyst), 422, 'REQUEST_INVALID');
        }),
    },
    {
      name: 'malformed, empty, deep and prototype-naming JSON is 400',
      run: () =>
        run({}, {}, async ({ base }) => {
          const bodies = [
            '{"description": ',
            '',
            'NaN',
            '{"__proto__": {"polluted": true}}',
            '{"constructor": {"prototype": {"polluted": true}}}',
            `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
          ];
          for (const body of bodies) {
            const answer = await send(`${base}/predict/category`, { method: 'POST', headers: json, body });
            assertProblem(answer, 400, 'REQUEST_MALFORMED');
          }
          assert.equal(({} as Record<string, unknown>).polluted, undefined);
        }),
    },
    {
      name: 'a body that does not say it is JSON is 415',
      run: () =>
        run({}, {}, async ({ base }) => {
          for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', '']) {
            const headers = {
              ...bearer(stageKeys.analyst),
              ...(type === '' ? {} : { 'content-type': type }),
            };
            const answer = await send(`${base}/predict/category`, { method: 'POST', headers, body: '{}' });
            assertProblem(answer, 415, 'MEDIA_TYPE');
          }
          for (const coding of ['deflate', 'gzip, gzip', 'zstd']) {
            const coded = await send(`${base}/predict/category`, {
              method: 'POST',
              headers: { ...json, 'content-encoding': coding },
              body: '{}',
            });
            assertProblem(coded, 415, 'MEDIA_TYPE');
            assert.equal(coded.headers['accept-encoding'], 'gzip, br');
          }
        }),
    },
    {
      name: 'a compressed body is read, and one that becomes too long, or is none, is refused',
      run: () =>
        run({}, { body: { maxBytes } }, async ({ base }) => {
          const text = JSON.stringify({ description: 'CAFÉ' });
          const bomb = '0'.repeat(10_485_760);
          for (const [coding, compress] of [
            ['gzip', gzipSync],
            ['br', brotliCompressSync],
          ] as const) {
            const headers = { ...json, 'content-encoding': coding };
            const sent = (body: Uint8Array): Promise<Incoming> =>
              send(`${base}/predict/category`, { method: 'POST', headers, body });
            const read = await sent(compress(text));
            assert.equal(read.status, 200, read.text);
            assertProblem(await sent(compress(bomb)), 413, 'REQUEST_TOO_LARGE');
            assertProblem(await sent(new TextEncoder().encode(text)), 400, 'REQUEST_MALFORMED');
            assertProblem(await sent(compress(text).subarray(0, -4)), 400, 'REQUEST_MALFORMED');
          }
        }),
    },
    {
      name: 'JSON in pieces, with a charset and of another JSON type is read',
      run: () =>
        run({}, {}, async ({ base }) => {
          for (const type of ['application/json; charset=utf-8', 'application/vnd.bank+json']) {
            const answer = await send(`${base}/predict/category`, {
              method: 'POST',
              headers: { ...bearer(stageKeys.analyst), 'content-type': type, 'transfer-encoding': 'chunked' },
              body: ['{"descrip', 'tion":"CAF', 'É"}'],
            });
            assert.equal(answer.status, 200, answer.text);
          }
        }),
    },
    {
      name: 'a body over the limit is 413 while it is still arriving, with and without a length',
      run: () =>
        run({}, { body: { maxBytes } }, async ({ base }) => {
          const { host, pathname } = new URL(`${base}/predict/category`);
          const head = (framing: string): string =>
            `POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${stageKeys.analyst}\r\n` +
            `Content-Type: application/json\r\n${framing}\r\n\r\n`;
          const declared = await sendRaw(
            base,
            head('Content-Length: 1073741824'),
            endlessly('x'.repeat(8_192)),
          );
          assert.equal(declared.status, 413);
          const chunk = `2000\r\n${'x'.repeat(8_192)}\r\n`;
          const chunked = await sendRaw(base, head('Transfer-Encoding: chunked'), endlessly(chunk));
          assert.equal(chunked.status, 413);
          assert.match(chunked.text, /REQUEST_TOO_LARGE/);
          const exact = `{"description":"a"${' '.repeat(maxBytes - 19)}}`;
          assert.equal(
            (await send(`${base}/predict/category`, { method: 'POST', headers: json, body: exact })).status,
            200,
          );
          const over = await send(`${base}/predict/category`, {
            method: 'POST',
            headers: json,
            body: `${exact} `,
          });
          assertProblem(over, 413, 'REQUEST_TOO_LARGE');
          // A client that sends all of it before it reads must still get the answer, not a broken connection.
          const huge = ' '.repeat(8_388_608);
          const told = await send(`${base}/predict/category`, { method: 'POST', headers: json, body: huge });
          assertProblem(told, 413, 'REQUEST_TOO_LARGE');
        }),
    },
    {
      name: 'a body that does not arrive is 408',
      run: () =>
        run({}, { body: { timeoutMs: 100 } }, async ({ base }) => {
          const { host, pathname } = new URL(`${base}/predict/category`);
          const head =
            `POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${stageKeys.analyst}\r\n` +
            'Content-Type: application/json\r\nContent-Length: 50\r\n\r\n';
          const answer = await sendRaw(base, head, ['{"description":']);
          assert.equal(answer.status, 408, answer.text);
          assert.match(answer.text, /REQUEST_TIMEOUT/);
        }),
    },
    {
      name: 'a length that lies never reaches a handler',
      run: () =>
        run({}, {}, async ({ base }) => {
          const { host, pathname } = new URL(`${base}/predict/category`);
          const body = '{"description":"UBER TRIP"}';
          const head = (framing: string): string =>
            `POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${stageKeys.analyst}\r\n` +
            `Content-Type: application/json\r\n${framing}\r\n\r\n`;
          const short = await sendRaw(base, head('Content-Length: 10'), [body]);
          assert.equal(short.status, 400, short.text);
          const smuggled = await sendRaw(base, head('Content-Length: 3\r\nTransfer-Encoding: chunked'), [
            body,
          ]);
          assert.equal(smuggled.status, 400, smuggled.text);
        }),
    },
    {
      name: 'a body that the host parsed is used',
      run: () =>
        run({ hostBody: 'parsed' }, {}, async ({ base }) => {
          const answer = await post(
            `${base}/predict/category`,
            { description: 'NETFLIX.COM' },
            stageKeys.analyst,
          );
          assert.equal(answer.status, 200, answer.text);
          const wrong = await post(`${base}/predict/category`, { unknown: 1 }, stageKeys.analyst);
          assertProblem(wrong, 422, 'REQUEST_INVALID');
          const hostile = await send(`${base}/predict/category`, {
            method: 'POST',
            headers: json,
            body: '{"__proto__": {"polluted": true}}',
          });
          assertProblem(hostile, 400, 'REQUEST_MALFORMED');
        }),
    },
    {
      name: 'a body that the host consumed is a loud error, and routes without a body still answer',
      run: async () => {
        const logged: string[] = [];
        const note = (fields: object, message: string): void =>
          void logged.push(`${message} ${JSON.stringify(fields)}`);
        const logger = { debug: note, info: () => undefined, warn: note, error: note };
        await run({ hostBody: 'consumed' }, { logger }, async ({ base }) => {
          const answer = await post(`${base}/predict/category`, { description: 'x' }, stageKeys.analyst);
          assertProblem(answer, 500, 'BODY_CONSUMED');
          assert.match(logged.join('\n'), /Mount Titans before it/);
          assert.equal((await send(`${base}/health/live`)).status, 200);
        });
      },
    },
  ];
}

function* endlessly(piece: string): Generator<string> {
  for (;;) yield piece;
}
