import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { exampleSuite } from './conformance/example-suite.js';
import { isStream, type TitansRequest } from './http/message.js';
import { type Caller, keys, start } from './testing/service.js';
import type { Titans } from './titans.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Weak references hold what they refer to until the turn is over, and finalisers run in turns of their own. */
async function collectAll(): Promise<void> {
  for (let times = 0; times < 3; times++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    collectGarbage();
  }
}

function requestOf(path: string, body: unknown, caller: Caller, type: string): TitansRequest {
  const headers: Record<string, string> = { 'content-type': type };
  if (caller !== 'anonymous') headers.authorization = `Bearer ${keys[caller]}`;
  return {
    method: 'POST',
    target: path,
    headers: { get: (name) => headers[name] ?? null },
    body: { kind: 'bytes', bytes: new TextEncoder().encode(JSON.stringify(body)) },
    basePath: undefined,
    clientAddress: '192.0.2.7',
    signal: new AbortController().signal,
  };
}

async function ask(titans: Titans, request: TitansRequest): Promise<number> {
  const { status, body } = await titans.handle(request);
  if (isStream(body)) for await (const piece of body) expect(piece.byteLength).toBeGreaterThan(0);
  return status;
}

const transaction = { description: 'CORNER BAKERY', amount: -12.5, date: '2024-09-02' };
const json = 'application/json';
const kinds = {
  'category is predicted': [200, '/predict/category', transaction, 'analyst', json],
  'amount is predicted': [200, '/predict/amount', { ...transaction, amount: undefined }, 'analyst', json],
  'anomaly is looked for': [200, '/predict/anomaly', transaction, 'analyst', json],
  'answer is a stream': [200, '/predict/stream', transaction, 'analyst', 'application/x-ndjson'],
  'body is refused': [422, '/predict/category', { amount: 'x' }, 'analyst', json],
  'role is refused': [403, '/predict/category', transaction, 'viewer', json],
  'route does not exist': [404, '/nothing', transaction, 'anonymous', json],
} as const;

describe('nothing holds on to a request', () => {
  test.each(Object.entries(kinds))('whose %s', async (_, [status, path, body, caller, type]) => {
    const titans = await start();
    const asked: WeakRef<object>[] = [];
    for (let at = 0; at < 60; at++) {
      const request = requestOf(path, body, caller, type);
      asked.push(new WeakRef(request.headers));
      expect(await ask(titans, request)).toBe(status);
    }
    await collectAll();
    expect(asked.filter((headers) => headers.deref() !== undefined).length).toBeLessThan(5);
    await titans.close();
  });
});

test('requests leave nothing behind once the rings are full', async () => {
  const titans = await start({ eventStream: { kept: 20 } });
  const all = Object.values(kinds);
  const perWindow = all.length * 40;
  const askAll = async (): Promise<number> => {
    for (let at = 0; at < perWindow; at++) {
      const [, path, body, caller, type] = all[at % all.length] as (typeof all)[number];
      await ask(titans, requestOf(path, body, caller, type));
    }
    await collectAll();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  await askAll();
  const held = [await askAll()];
  for (let window = 0; window < 4; window++) held.push(await askAll());
  // Code that is compiled grows the heap now and then; a leak does in every window, so the least growth counts.
  const growths = held.slice(1).map((bytes, at) => (bytes - (held[at] as number)) / perWindow);
  expect(Math.min(...growths)).toBeLessThan(500);
  await titans.close();
});

test('models that were replaced are let go, though they were measured', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'titans-memory-'));
  await (await exampleSuite()).save(directory);
  const titans = await start({ models: directory });
  const scrape = { ...requestOf('/metrics', null, 'admin', json), method: 'GET' };
  expect(await ask(titans, { ...scrape, body: { kind: 'none' } })).toBe(200);
  expect(await ask(titans, requestOf('/predict/category', transaction, 'analyst', json))).toBe(200);
  const before = new WeakRef(titans.models);
  const reload = requestOf('/models/reload', null, 'admin', json);
  expect(await ask(titans, { ...reload, body: { kind: 'none' } })).toBe(200);
  await collectAll();
  expect(before.deref() === undefined).toBe(true);
  await titans.close();
  await rm(directory, { recursive: true });
});
