import { createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
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

/** A server that says what it is told, whatever HTTP makes of it. */
async function rawServer(say: (socket: Socket, heard: string, asked: number) => void) {
  const sockets = new Set<Socket>();
  const heard: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    // Its client hangs up.
    socket.on('error', () => {});
    socket.on('data', (data) => say(socket, String(data), heard.push(String(data))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It listens on a port.');
  return {
    heard,
    url: `http://127.0.0.1:${address.port}/`,
    /** Resolves when the client has closed every connection. */
    allClosed: () =>
      Promise.all(
        [...sockets].map(
          (socket) => socket.destroyed || new Promise((resolve) => socket.once('close', resolve)),
        ),
      ),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('a server that means harm', () => {
  const patient = { ...terms, isWhole: true, idleTimeoutMs: 600_000 };

  test('and changes to another protocol is refused, not waited for', async () => {
    await using server = await rawServer((socket) =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n'),
    );
    const { fetch, close } = guardedFetch(patient);
    await expect(fetch(new Request(server.url))).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
    await server.allClosed();
    close();
  });

  test('and sends more than is wanted, compressed, keeps no connection', async () => {
    const zeros = gzipSync(Buffer.alloc(1_000_000));
    await using server = await rawServer((socket) => {
      // It promises more than it sends, so that the answer never ends.
      const head = `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${zeros.length + 1}\r\n\r\n`;
      socket.write(Buffer.concat([Buffer.from(head), zeros]));
    });
    const { fetch, close } = guardedFetch(patient);
    await expect(fetch(new Request(server.url))).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    await server.allClosed();
    close();
  });

  test('and sends a body where there is none keeps no connection', async () => {
    await using server = await rawServer((socket) =>
      socket.write('HTTP/1.1 205 Reset Content\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n'),
    );
    const { fetch, close } = guardedFetch(patient);
    expect((await fetch(new Request(server.url))).status).toBe(205);
    await server.allClosed();
    close();
  });
});

// The Fetch standard, 4.4 HTTP-redirect fetch, step 12; RFC 9110, 15.4.4.
test.each([
  ['POST', 303, 'GET'],
  ['POST', 302, 'GET'],
  ['HEAD', 303, 'HEAD'],
  ['HEAD', 301, 'HEAD'],
  ['POST', 307, 'POST'],
])(
  '%s that is answered with %d goes on as %s, with what is said of its body or without',
  async (method, status, then) => {
    await using server = await rawServer((socket, _, asked) =>
      socket.write(
        asked === 1
          ? `HTTP/1.1 ${status} Elsewhere\r\nlocation: /there\r\ncontent-length: 0\r\n\r\n`
          : 'HTTP/1.1 204 No Content\r\n\r\n',
      ),
    );
    const { fetch, close } = guardedFetch(terms);
    const body = method === 'POST' ? { body: 'hello' } : {};
    const headers = {
      'content-type': 'text/plain',
      'content-length': method === 'POST' ? '5' : '0',
      'x-own': '1',
    };
    expect((await fetch(new Request(server.url, { method, headers, ...body }))).status).toBe(204);
    const [line = '', ...rest] = server.heard[1]?.split('\r\n') ?? [];
    expect(line).toBe(`${then} /there HTTP/1.1`);
    expect(rest).toContain('x-own: 1');
    expect(rest.includes('content-type: text/plain')).toBe(then !== 'GET');
    expect(rest.includes('hello')).toBe(then === 'POST');
    close();
  },
);

test.each([
  ['nothing', undefined],
  ['no limit', { ...terms, mostBytes: undefined }],
  ['a limit that is none', { ...terms, mostBytes: Number.NaN }],
  ['a text for false', { ...terms, allowPrivateAddresses: 'false' }],
  ['another place of redirects', { ...terms, redirects: 'all' }],
  ['no time', { ...terms, idleTimeoutMs: 0 }],
  ['no resolver', { ...terms, resolve: 'dns' }],
  ['a name that is no option', { ...terms, allowPrivateAdresses: true }],
])('%s is refused as options', (_, options) => {
  expect(() => guardedFetch(options as never)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});

test('an address alone is no request', async () => {
  const { fetch, close } = guardedFetch(terms);
  for (const wrong of [undefined, 'http://example.com/', new URL('http://example.com/')]) {
    await expect(fetch(wrong as never)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  }
  close();
});
