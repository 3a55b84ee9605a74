import assert from 'node:assert/strict';
import { request } from 'node:http';
import { tableFromRows } from '@titans/core';
import type { ConformanceCase } from '@titans/core/conformance';
import { bearer, type Incoming, post, send } from './http-client.js';
import { assertProblem, type RunOnStage, stageKeys } from './stage.js';
import { within } from './within.js';

const transaction = { description: 'SHELL OIL 5744' };

/** Who may ask, how often, and what happens when a caller goes away. */
export function accessCases(run: RunOnStage): readonly ConformanceCase[] {
  return [
    {
      name: 'without a credential, or with a wrong one, the answer is 401',
      run: () =>
        run({}, {}, async ({ base }) => {
          const without = await post(`${base}/predict/category`, transaction);
          assertProblem(without, 401, 'UNAUTHENTICATED');
          assert.equal(without.headers['www-authenticate'], 'Bearer realm="titans"');
          for (const credential of ['wrong', `${stageKeys.analyst}x`, 'a.b.c']) {
            const wrong = await post(`${base}/predict/category`, transaction, credential);
            assertProblem(wrong, 401, 'UNAUTHENTICATED');
          }
          const basic = await send(`${base}/metrics`, { headers: { authorization: 'Basic YTpi' } });
          assertProblem(basic, 401, 'UNAUTHENTICATED');
        }),
    },
    {
      name: 'of two credentials none is taken',
      run: () =>
        run({}, {}, async ({ base }) => {
          for (const pair of [
            [stageKeys.admin, 'other'],
            ['other', stageKeys.admin],
          ]) {
            const authorization = pair.map((credential) => `Bearer ${credential}`);
            const answer = await send(`${base}/metrics`, { headers: { authorization } });
            assertProblem(answer, 401, 'UNAUTHENTICATED');
          }
        }),
    },
    {
      name: 'a credential without the permission is 403',
      run: () =>
        run({}, {}, async ({ base }) => {
          const viewer = await post(`${base}/predict/category`, transaction, stageKeys.viewer);
          assertProblem(viewer, 403, 'FORBIDDEN');
          const editor = await send(`${base}/metrics`, { headers: bearer(stageKeys.editor) });
          assertProblem(editor, 403, 'FORBIDDEN');
        }),
    },
    {
      name: 'an access token works until it is revoked',
      run: () =>
        run({}, {}, async ({ base }) => {
          const issued = await send(`${base}/auth/token`, {
            method: 'POST',
            headers: bearer(stageKeys.analyst),
          });
          const { access_token: token } = issued.json() as { access_token: string };
          assert.equal((await post(`${base}/predict/category`, transaction, token)).status, 200);
          const again = await send(`${base}/auth/token`, { method: 'POST', headers: bearer(token) });
          assertProblem(again, 403, 'FORBIDDEN');
          const stranger = await post(`${base}/auth/revoke`, { token }, stageKeys.editor);
          assertProblem(stranger, 403, 'FORBIDDEN');
          const revoked = await post(`${base}/auth/revoke`, { token }, token);
          assert.deepEqual(revoked.json(), { revoked: true });
          assertProblem(await post(`${base}/predict/category`, transaction, token), 401, 'UNAUTHENTICATED');
        }),
    },
    {
      name: 'five wrong credentials lock the address, whatever it says of itself',
      run: () =>
        run({}, {}, async ({ base }) => {
          const attempt = (credential: string, index: number): Promise<Incoming> =>
            send(`${base}/metrics`, {
              headers: { ...bearer(credential), 'x-forwarded-for': `203.0.113.${index}` },
            });
          for (let index = 0; index < 5; index++) {
            assertProblem(await attempt(`wrong-credential-${index}`, index), 401, 'UNAUTHENTICATED');
          }
          for (const credential of ['wrong-credential-6', stageKeys.admin]) {
            const locked = await attempt(credential, 99);
            assertProblem(locked, 429, 'LOCKED_OUT');
            const seconds = Number(locked.headers['retry-after']);
            assert.ok(seconds >= 299 && seconds <= 300, `Retry-After ${seconds}`);
          }
          assert.equal((await send(`${base}/health/live`)).status, 200);
        }),
    },
    {
      name: 'the quota is counted per credential, and its headers are true',
      run: () =>
        run({}, { limits: { perMinute: 3, perHour: 100 } }, async ({ base }) => {
          const ask = (credential: string): Promise<Incoming> =>
            post(`${base}/predict/category`, transaction, credential);
          for (const remaining of ['2', '1', '0']) {
            const answer = await ask(stageKeys.analyst);
            assert.equal(answer.status, 200);
            assert.equal(answer.headers['x-ratelimit-limit-minute'], '3');
            assert.equal(answer.headers['x-ratelimit-remaining-minute'], remaining);
            assert.equal(answer.headers['x-ratelimit-limit-hour'], '100');
          }
          const refused = await ask(stageKeys.analyst);
          assertProblem(refused, 429, 'RATE_LIMITED');
          assert.equal(refused.headers['x-ratelimit-remaining-minute'], '0');
          assert.equal(refused.headers['x-ratelimit-remaining-hour'], '97');
          const seconds = Number(refused.headers['retry-after']);
          assert.ok(seconds >= 50 && seconds <= 60, `Retry-After ${seconds}`);
          assert.equal((await ask(stageKeys.editor)).status, 200);
          assert.equal((await send(`${base}/health`)).status, 200);
        }),
    },
    {
      name: 'a client that goes away is noticed by the handler',
      run: async () => {
        const arrived = withResolvers<AbortSignal>();
        const source = {
          transactions: (selection?: { signal?: AbortSignal }) =>
            new Promise<never>((_resolve, reject) => {
              const signal = selection?.signal;
              if (signal === undefined) reject(new Error('No signal was handed to the source.'));
              else {
                arrived.resolve(signal);
                signal.addEventListener('abort', () => reject(new Error('The client has gone.')));
              }
            }),
        };
        await run({}, { source }, async ({ base }) => {
          const outgoing = request(`${base}/predict/anomaly`, {
            method: 'POST',
            agent: false,
            headers: { 'content-type': 'application/json', ...bearer(stageKeys.analyst) },
          });
          outgoing.on('error', () => undefined);
          outgoing.end(JSON.stringify(transaction));
          const signal = await within(arrived.promise, 'The request');
          const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
          assert.equal(signal.aborted, false);
          outgoing.destroy();
          await within(aborted, 'The abort');
        });
      },
    },
    {
      name: 'headers sent twice do no harm',
      run: () =>
        run({}, { cors: { origins: ['https://app.example.com'] } }, async ({ base }) => {
          const answer = await send(`${base}/health/live`, {
            headers: { 'x-request-id': ['one', 'two'], 'x-many': ['a', 'b'], cookie: ['a=1', 'b=2'] },
          });
          assert.equal(answer.status, 200);
          assert.notEqual(answer.headers['x-request-id'], 'one');
          const named = await send(`${base}/health/live`, { headers: { 'x-request-id': 'caller-7' } });
          assert.equal(named.headers['x-request-id'], 'caller-7');
        }),
    },
    {
      name: 'while it stops, new requests are 503 and those in flight are finished',
      run: async () => {
        const arrived = withResolvers<void>();
        const release = withResolvers<void>();
        const source = {
          transactions: async () => {
            arrived.resolve();
            await release.promise;
            return tableFromRows([]);
          },
        };
        await run({}, { source }, async ({ base, titans }) => {
          const slow = post(`${base}/predict/anomaly`, transaction, stageKeys.analyst);
          await within(arrived.promise, 'The request');
          const closing = titans.close();
          assertProblem(
            await post(`${base}/predict/anomaly`, transaction, stageKeys.analyst),
            503,
            'SHUTTING_DOWN',
          );
          assertProblem(await send(`${base}/health/ready`), 503, 'SHUTTING_DOWN');
          assert.equal((await send(`${base}/health/live`)).status, 200);
          release.resolve();
          assert.equal((await slow).status, 200);
          await closing;
          assert.equal(titans.state, 'closed');
        });
      },
    },
  ];
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
