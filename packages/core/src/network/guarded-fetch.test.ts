import { describe, expect, test } from 'vitest';
import { localServer, sendJson } from '../testing/local-server.js';
import { guardedFetch } from './guarded-fetch.js';

const terms = {
  name: 'test',
  mostBytes: 1_000,
  isWhole: false,
  redirects: 'any',
  idleTimeoutMs: 2_000,
  allowPrivateAddresses: true,
} as const;

describe('redirects', () => {
  test.each(['file:///etc/passwd', 'ftp://example.com/', 'http://me:secret@example.com/', 'http://'])(
    'to %s are refused like a first address',
    async (location) => {
      await using server = await localServer(
        (_, response) => void response.writeHead(302, { location }).end(),
      );
      const { fetch, close } = guardedFetch(terms);
      await expect(fetch(new Request(server.url))).rejects.toMatchObject({ code: 'SOURCE_FORBIDDEN' });
      close();
    },
  );

  test('to a name that is private are refused, though the first one is permitted', async () => {
    await using server = await localServer(
      (_, response) => void response.writeHead(302, { location: 'http://inside.example/' }).end(),
    );
    // The resolver stands for the public name; what it says of the other is looked at as ever.
    let isFirst = true;
    const asked: string[] = [];
    const resolve = async (host: string) => {
      asked.push(host);
      const address = isFirst ? '127.0.0.1' : '10.0.0.1';
      isFirst = false;
      return [{ address, family: 4 }];
    };
    const policy = {
      ...terms,
      resolve,
      get allowPrivateAddresses(): boolean {
        return asked.length < 2;
      },
    };
    const { fetch, close } = guardedFetch(policy);
    const { port } = new URL(server.url);
    await expect(fetch(new Request(`http://outside.example:${port}/`))).rejects.toMatchObject({
      code: 'SOURCE_FORBIDDEN',
    });
    expect(asked).toEqual(['outside.example', 'inside.example']);
    close();
  });

  test('that are not followed are the answer', async () => {
    await using server = await localServer(
      (_, response) => void response.writeHead(307, { location: '/elsewhere' }).end(),
    );
    const { fetch, close } = guardedFetch({ ...terms, redirects: 'none' });
    expect((await fetch(new Request(server.url))).status).toBe(307);
    expect(server.asked).toEqual(['/']);
    close();
  });
});

test('an answer that is not read leaves no connection open', async () => {
  let closed: (() => void) | undefined;
  const isClosed = new Promise<void>((resolve) => {
    closed = resolve;
  });
  await using server = await localServer((request, response) => {
    request.socket.once('close', () => closed?.());
    response.writeHead(200).write('a little, and no end');
  });
  const { fetch } = guardedFetch(terms);
  const answer = await fetch(new Request(server.url));
  await answer.body?.cancel();
  await isClosed;
});

test('an answer beyond the limit is cut', async () => {
  await using server = await localServer((_, response) => sendJson(response, 'x'.repeat(2_000)));
  const { fetch, close } = guardedFetch(terms);
  const answer = await fetch(new Request(server.url));
  await expect(answer.text()).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  close();
});
