import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  createServer,
  type Http2Server,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TitansConfiguration } from '../config/configuration.js';
import { until } from '../conformance/within.js';
import { keys, start } from '../testing/service.js';
import type { Titans } from '../titans.js';
import { toNode } from './node.js';

const statuses: (readonly [string | null, number])[] = [];
const logger: TitansConfiguration['logger'] = {
  debug: () => undefined,
  info: (fields) => {
    const { route, status } = fields as { route: string | null; status: number };
    statuses.push([route, status]);
  },
  warn: () => undefined,
  error: () => undefined,
};

let titans: Titans;
let server: Http2Server;
let client: ClientHttp2Session;

beforeEach(async () => {
  statuses.length = 0;
  titans = await start({ logger });
  const listener = toNode(titans);
  // Node gives HTTP/2 the same objects in compatibility mode, but its types do not say so.
  server = createServer();
  server.on('request', listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  client.on('error', () => undefined);
});

afterEach(async () => {
  client.destroy();
  server.close();
  await titans.close({ timeoutMs: 1_000 });
});

function open(path: string, headers: Record<string, string>): ClientHttp2Stream {
  const stream = client.request({ ':path': path, authorization: `Bearer ${keys.admin}`, ...headers });
  stream.on('error', () => undefined);
  return stream;
}

async function ask(
  path: string,
  headers: Record<string, string>,
  body?: string,
): Promise<readonly [number, string]> {
  const stream = open(path, headers);
  let status = 0;
  let text = '';
  stream.on('response', (head) => {
    status = head[':status'] ?? 0;
  });
  stream.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  stream.end(body);
  await once(stream, 'close');
  return [status, text];
}

const post = { ':method': 'POST', 'content-type': 'application/json' };

describe('HTTP/2', () => {
  test('asks and answers', async () => {
    const [status, text] = await ask('/predict/category', post, '{"description":"UBER TRIP"}');
    expect([status, JSON.parse(text)]).toMatchObject([200, { predicted_category: 'transportation' }]);
    expect(await ask('/health/live', { ':method': 'HEAD' })).toEqual([200, '']);
  });

  test('a body that may be left out may be, and one of another type is still refused', async () => {
    const path = '/forecast/cashflow?days_ahead=3';
    // There is no history that is stored, which is a matter of the route and not of the body.
    const [absent] = await ask(path, { ':method': 'POST' });
    expect(absent).not.toBe(415);
    const [typed] = await ask(path, post);
    expect(typed).toBe(absent);
    expect((await ask(path, { ':method': 'POST' }, 'x'))[0]).toBe(415);
  });

  test('a body that is reset is not whole, whatever it says so far', async () => {
    const stream = open('/predict/category', post);
    stream.write('{"description":"UBER TRIP"}');
    // Answered after the other was received, since it comes on the same connection.
    await ask('/health/live', {});
    // Unlike `close`, which ends the body in order before it resets.
    stream.destroy();
    await until('The log', async () => statuses.some(([name]) => name === 'predictCategory'));
    expect(statuses).toContainEqual(['predictCategory', 499]);
  });
});
