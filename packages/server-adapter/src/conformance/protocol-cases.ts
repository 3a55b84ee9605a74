import assert from 'node:assert/strict';
import type { ConformanceCase } from '@titans/core/conformance';
import { rawExchange, statusesIn } from './raw-exchange.js';
import { type RunOnStage, stageKeys } from './stage.js';

const body = '{"description":"UBER TRIP"}';

/** What HTTP/1.1 permits that few clients do. */
export function protocolCases(run: RunOnStage): readonly ConformanceCase[] {
  const at = (base: string, path: string): { readonly host: string; readonly target: string } => {
    const { host, pathname } = new URL(base + path);
    return { host, target: pathname };
  };
  const get = (base: string, path: string, more = ''): string => {
    const { host, target } = at(base, path);
    return `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`;
  };
  const post = (base: string, path: string, more: string, text = body): string => {
    const { host, target } = at(base, path);
    const length = Buffer.byteLength(text);
    const head = `POST ${target} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n`;
    return `${head}Content-Length: ${length}\r\n${more}\r\n${text}`;
  };
  const close = 'Connection: close\r\n';
  const credential = `Authorization: Bearer ${stageKeys.analyst}\r\n`;
  return [
    {
      name: 'requests that are sent before the answers are answered in their order',
      run: () =>
        run({}, {}, async ({ base }) => {
          const received = await rawExchange(
            base,
            post(base, '/predict/category', credential) +
              get(base, '/nothing') +
              get(base, '/health/live', close),
          );
          assert.deepEqual(statusesIn(received), [200, 404, 200]);
          assert.ok(received.indexOf('predicted_category') < received.indexOf('ROUTE_NOT_FOUND'));
        }),
    },
    {
      name: 'a connection goes on after a body that was refused unread',
      run: () =>
        run({}, {}, async ({ base }) => {
          const refused = post(base, '/predict/category', '', 'x'.repeat(100_000));
          const received = await rawExchange(base, refused + get(base, '/health/live', close));
          assert.deepEqual(statusesIn(received), [401, 200]);
        }),
    },
    {
      name: 'a client that asks first is told to go on',
      run: () =>
        run({}, {}, async ({ base }) => {
          const more = `${credential}${close}Expect: 100-continue\r\n`;
          const received = await rawExchange(base, post(base, '/predict/category', more));
          assert.deepEqual(statusesIn(received), [100, 200]);
        }),
    },
    {
      name: 'HTTP/1.0 gets whole answers and streams without chunks',
      run: () =>
        run({}, {}, async ({ base }) => {
          const { host, target } = at(base, '/health/live');
          const whole = await rawExchange(base, `GET ${target} HTTP/1.0\r\nHost: ${host}\r\n\r\n`);
          assert.deepEqual(statusesIn(whole), [200]);
          const stream = at(base, '/predict/stream');
          const lines = `${body}\n${body}\n`;
          const streamed = await rawExchange(
            base,
            `POST ${stream.target} HTTP/1.0\r\nHost: ${host}\r\n${credential}` +
              `Content-Type: application/x-ndjson\r\nContent-Length: ${lines.length}\r\n\r\n${lines}`,
          );
          assert.deepEqual(statusesIn(streamed), [200]);
          assert.doesNotMatch(streamed, /transfer-encoding/i);
          const [, answer = ''] = streamed.split('\r\n\r\n');
          const [first = ''] = answer.split('\n');
          assert.equal(typeof JSON.parse(first), 'object');
          assert.equal(answer.trim().split('\n').length, 2);
        }),
    },
    {
      name: 'HTTP/1.1 without Host is 400',
      run: () =>
        run({}, {}, async ({ base }) => {
          const { target } = at(base, '/health/live');
          const received = await rawExchange(base, `GET ${target} HTTP/1.1\r\n${close}\r\n`);
          assert.deepEqual(statusesIn(received), [400]);
        }),
    },
    {
      name: 'paths that are no percent-encoding, and long ones, are the fault of the client',
      run: () =>
        run({}, {}, async ({ base }) => {
          const { host, target } = at(base, '/jobs/');
          for (const wrong of [
            '%E0%A4%A',
            '%',
            '%zz',
            '%00',
            '%2e%2e%2f',
            'x'.repeat(8_000),
            'x'.repeat(100_000),
          ]) {
            const received = await rawExchange(
              base,
              `GET ${target}${wrong} HTTP/1.1\r\nHost: ${host}\r\n${credential}${close}\r\n`,
            );
            const [status = 0] = statusesIn(received);
            assert.ok(status >= 400 && status < 500, `${wrong.slice(0, 20)} is ${status}`);
          }
        }),
    },
  ];
}
