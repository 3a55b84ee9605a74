import { describe, expect, test } from 'vitest';
import { type Answer, localServer, sendJson } from '../../../../core/src/testing/local-server.js';
import { ids, readAll } from './testing/read-all.js';

describe('retries', () => {
  const answerAfter =
    (failures: number, fail: Answer): Answer =>
    (request, response, attempt) =>
      attempt <= failures ? fail(request, response, attempt) : sendJson(response, { data: ids(0, 1) });

  test.each([
    ['429 with seconds', 429, () => '1', 1_000],
    ['503 with a moment', 503, () => new Date(Date.now() + 2_000).toUTCString(), 900],
    ['503 with nothing to wait for', 503, () => '0', 0],
    ['429 with words', 429, () => 'soon', 0],
    ['500', 500, () => '', 0],
    ['502', 502, () => '', 0],
    ['408', 408, () => '', 0],
  ])('after %s', async (_, status, retryAfter, least) => {
    await using server = await localServer(
      answerAfter(1, (__, response) => {
        const header = retryAfter();
        response.writeHead(status, header === '' ? {} : { 'retry-after': header }).end('busy');
      }),
    );
    const begun = performance.now();
    expect((await readAll({ url: server.url })).records).toEqual([['0']]);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(least);
    expect(server.asked).toHaveLength(2);
  });

  test.each([
    ['a connection that is reset at once', (_: unknown, response) => response.destroy()],
    [
      'a body that breaks off',
      (_: unknown, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('{"data":[{"id":7},', () => response.destroy());
      },
    ],
    [
      'a body that comes too slowly',
      (_: unknown, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"data":[');
      },
    ],
  ] as readonly [string, Answer][])('after %s', async (_, fail) => {
    await using server = await localServer(answerAfter(2, fail));
    expect((await readAll({ url: server.url, timeoutMs: 700 })).records).toEqual([['0']]);
    expect(server.asked).toHaveLength(3);
  });

  test('come to an end', async () => {
    await using server = await localServer((_, response) => void response.writeHead(500).end());
    await expect(readAll({ url: server.url, retries: 2 })).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      details: { status: 500 },
    });
    expect(server.asked).toHaveLength(3);
  });

  test('are not made where they cannot help, or the server wants to be left alone for long', async () => {
    for (const [status, code] of [
      [401, 'SOURCE_UNREADABLE'],
      [404, 'SOURCE_NOT_FOUND'],
      [400, 'SOURCE_UNREADABLE'],
      [429, 'SOURCE_UNREADABLE'],
    ] as const) {
      await using server = await localServer(
        (_, response) => void response.writeHead(status, { 'retry-after': '3600' }).end(),
      );
      await expect(readAll({ url: server.url })).rejects.toMatchObject({ code, details: { status } });
      expect(server.asked).toHaveLength(1);
    }
  });

  test('all requests together have a limit of time', async () => {
    await using server = await localServer(
      (_, response) => void response.writeHead(503, { 'retry-after': '5' }).end(),
    );
    const begun = performance.now();
    await expect(readAll({ url: server.url, totalTimeoutMs: 200, retries: 100 })).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
    });
    // The first wait that is asked for takes 5 s, a hundred of them minutes.
    expect(performance.now() - begun).toBeLessThan(30_000);
  });
});

test('is cancelled while it waits', async () => {
  await using server = await localServer(() => {});
  const abort = new AbortController();
  const reading = readAll({ url: server.url }, abort.signal);
  setTimeout(() => abort.abort(), 30);
  await expect(reading).rejects.toMatchObject({ code: 'ABORTED' });
});
