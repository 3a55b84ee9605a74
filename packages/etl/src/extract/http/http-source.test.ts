import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Answer, localServer, sendJson } from '../../../../core/src/testing/local-server.js';
import { type HttpSourceOptions, httpSource } from './http-source.js';
import type { HttpPaging } from './paging.js';
import { ids, local, readAll } from './testing/read-all.js';

describe('pages', () => {
  const most = 7;
  const query = (url: string | undefined, name: string): string | null =>
    new URL(url ?? '', 'http://x').searchParams.get(name);

  const cases: readonly (readonly [string, HttpPaging, Answer, number])[] = [
    [
      'by cursor',
      { kind: 'cursor', parameter: 'after', cursor: 'meta.next' },
      (request, response) => {
        const from = Number(query(request.url, 'after') ?? 0);
        sendJson(response, {
          meta: { next: from + 3 < most ? from + 3 : null },
          data: ids(from, Math.min(from + 3, most)),
        });
      },
      3,
    ],
    [
      'by the last record, as Stripe does',
      { kind: 'cursor', parameter: 'starting_after', cursor: { lastRecord: 'id' }, hasMore: 'has_more' },
      (request, response) => {
        const from = Number(query(request.url, 'starting_after') ?? -1) + 1;
        sendJson(response, { has_more: from + 3 < most, data: ids(from, Math.min(from + 3, most)) });
      },
      3,
    ],
    [
      'by offset, of a server that gives fewer than it is asked for',
      { kind: 'offset', limit: 100 },
      (request, response) => {
        const from = Number(query(request.url, 'offset'));
        sendJson(response, { data: ids(from, Math.min(from + 2, most)) });
      },
      5,
    ],
    [
      'by offset with a total',
      { kind: 'offset', parameter: 'skip', limitParameter: 'take', limit: 4, total: 'count' },
      (request, response) => {
        const from = Number(query(request.url, 'skip'));
        sendJson(response, {
          count: most,
          data: ids(from, Math.min(from + Number(query(request.url, 'take')), most)),
        });
      },
      2,
    ],
    [
      'by number',
      { kind: 'page', first: 0, size: 4 },
      (request, response) => {
        const from = Number(query(request.url, 'page')) * 4;
        sendJson(response, { data: ids(from, Math.min(from + 4, most)) });
      },
      3,
    ],
    [
      'by Link header',
      { kind: 'link' },
      (request, response) => {
        const from = Number(query(request.url, 'p') ?? 0);
        const link = `</x?p=0>; rel="first", <?p=${from + 3}&q=a,b>; title="a; rel=prev, b"; rel="last next"`;
        sendJson(response, { data: ids(from, Math.min(from + 3, most)) }, from + 3 < most ? { link } : {});
      },
      3,
    ],
    [
      'by a link in the body',
      { kind: 'link', next: 'links.next' },
      (request, response) => {
        const from = Number(query(request.url, 'p') ?? 0);
        const next = from + 3 < most ? `http://${request.headers.host}/x?p=${from + 3}` : '';
        sendJson(response, { links: { next }, data: ids(from, Math.min(from + 3, most)) });
      },
      3,
    ],
  ];

  test.each(cases)('%s', async (_, paging, answer, requests) => {
    await using server = await localServer(answer);
    const { records } = await readAll({ url: `${server.url}/x?key=1`, paging });
    expect(records).toEqual(ids(0, most).map(({ id }) => [String(id)]));
    expect(server.asked).toHaveLength(requests);
    if (paging.kind !== 'link') expect(server.asked.every((url) => url.includes('key=1'))).toBe(true);
  });

  test('null on the last page is no record', async () => {
    await using server = await localServer((request, response) => {
      const isFirst = query(request.url, 'page') === '1';
      sendJson(response, { data: isFirst ? ids(0, 3) : null });
    });
    const { records } = await readAll({ url: server.url, records: 'data', paging: { kind: 'page' } });
    expect(records).toEqual([['0'], ['1'], ['2']]);
  });

  test('by POST, with the cursor in the body and the day asked for', async () => {
    const bodies: unknown[] = [];
    await using server = await localServer(async (request, response) => {
      let body = '';
      for await (const piece of request) body += piece;
      bodies.push(JSON.parse(body));
      sendJson(response, {
        next_cursor: bodies.length < 2 ? 'c2' : '',
        added: ids(bodies.length, bodies.length + 1),
      });
    });
    const source = httpSource({
      ...local,
      url: server.url,
      body: ({ since }) => ({ secret: 's', since }),
      paging: { kind: 'cursor', parameter: 'cursor', cursor: 'next_cursor' },
    });
    const stream = await source.openRecords({ since: '2024-05-01' });
    expect(stream.columns).toEqual(['id']);
    expect(bodies).toEqual([
      { secret: 's', since: '2024-05-01' },
      { secret: 's', since: '2024-05-01', cursor: 'c2' },
    ]);
  });

  test('the day asked for is a parameter, and left out where there is none', async () => {
    await using server = await localServer((_, response) => sendJson(response, { data: ids(0, 1) }));
    const source = httpSource({
      ...local,
      url: `${server.url}/x?key=1`,
      query: ({ since }) => ({ from: since, all: true }),
    });
    for (const since of [{ since: '2024-05-01' } as const, {}])
      await (await source.openRecords(since)).close?.();
    expect(server.asked).toEqual(['/x?key=1&from=2024-05-01&all=true', '/x?key=1&all=true']);
  });

  test('amounts keep their digits, cursors too', async () => {
    await using server = await localServer((request, response) => {
      const isFirst = !request.url?.includes('c=');
      sendJson(
        response,
        `{"data":[{"amount":-0.10,"id":90071992547409931}],"c":${isFirst ? '90071992547409935' : 'null'}}`,
      );
    });
    const paging = { kind: 'cursor', parameter: 'c', cursor: 'c' } as const;
    const reading = readAll({ url: server.url, paging, maxPages: 2 });
    expect((await reading).records).toEqual([
      ['-0.10', '90071992547409931'],
      ['-0.10', '90071992547409931'],
    ]);
    expect(server.asked).toEqual(['/', '/?c=90071992547409935']);
  });
});

describe('never ends in a circle or too late', () => {
  const rows = { data: ids(0, 2) };
  test.each([
    ['the same cursor twice', { kind: 'cursor', parameter: 'c', cursor: 'c' }, () => ({ ...rows, c: 'x' })],
    [
      'cursors in turn',
      { kind: 'cursor', parameter: 'c', cursor: 'c' },
      (n: number) => ({ data: ids(n, n + 1), c: n % 2 }),
    ],
    ['a page that never changes', { kind: 'page' }, () => rows],
    [
      'a link to itself',
      { kind: 'link', next: 'next' },
      (n: number) => ({ data: ids(n, n + 1), next: '/again' }),
    ],
    [
      'more without a cursor',
      { kind: 'cursor', parameter: 'c', cursor: 'c', hasMore: 'more' },
      () => ({ ...rows, more: true }),
    ],
  ] as readonly [string, HttpPaging, (attempt: number) => object][])('%s', async (_, paging, answer) => {
    await using server = await localServer((__, response, attempt) => sendJson(response, answer(attempt)));
    await expect(readAll({ url: server.url, paging })).rejects.toMatchObject({ code: 'SOURCE_INVALID' });
    expect(server.asked.length).toBeLessThan(5);
  });

  test('too many pages, too many bytes, too large a page', async () => {
    await using server = await localServer((_, response, attempt) =>
      sendJson(response, { data: ids(attempt * 10, attempt * 10 + 10) }),
    );
    const paging = { kind: 'page' } as const;
    for (const limit of [{ maxPages: 3 }, { maxBytes: 500 }, { maxPageBytes: 50 }]) {
      await expect(readAll({ url: server.url, paging, ...limit })).rejects.toMatchObject({
        code: 'LIMIT_EXCEEDED',
      });
    }
  });

  test('a compressed bomb is refused at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, ' '));
    await using server = await localServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(bomb);
    });
    await expect(readAll({ url: server.url, maxPageBytes: 1_000_000 })).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
  });
});

describe('refuses', () => {
  test('what is no JSON', async () => {
    await using page = await localServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>');
    });
    await expect(readAll({ url: page.url })).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      details: { contentType: 'text/html' },
    });
    await using broken = await localServer((_, response) => sendJson(response, '{"data":[{"id":1}'));
    await expect(readAll({ url: broken.url })).rejects.toMatchObject({ code: 'SOURCE_INVALID' });
    await using other = await localServer((_, response) => sendJson(response, { error: 'no' }));
    await expect(readAll({ url: other.url, records: 'data' })).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
    });
  });

  test('redirects to another origin, and follows others', async () => {
    await using other = await localServer((_, response) => sendJson(response, { data: [] }));
    await using server = await localServer((request, response) => {
      if (request.url === '/here') return sendJson(response, { data: ids(0, 1) });
      response.writeHead(302, {
        location: request.url === '/' ? '/here' : request.url === '/loop' ? '/loop' : other.url,
      });
      response.end();
    });
    expect((await readAll({ url: server.url })).records).toEqual([['0']]);
    for (const path of ['/away', '/loop']) {
      await expect(readAll({ url: server.url + path })).rejects.toMatchObject({ code: 'SOURCE_FORBIDDEN' });
    }
    expect(other.asked).toEqual([]);
  });

  test('a next page at another origin', async () => {
    await using server = await localServer((_, response) =>
      sendJson(response, { data: ids(0, 1), next: 'https://evil.example/steal' }),
    );
    await expect(readAll({ url: server.url, paging: { kind: 'link', next: 'next' } })).rejects.toMatchObject({
      code: 'SOURCE_FORBIDDEN',
    });
  });

  test('private addresses unless they are allowed', async () => {
    await using server = await localServer((_, response) => sendJson(response, { data: [] }));
    await expect(readAll({ url: server.url, allowPrivateAddresses: false })).rejects.toMatchObject({
      code: 'SOURCE_FORBIDDEN',
    });
    expect(server.asked).toEqual([]);
  });

  test('a password in the address, without repeating it', () => {
    expect(() => httpSource({ url: 'https://user:secret@example.com/' })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', message: expect.not.stringContaining('secret') }),
    );
  });

  test('addresses and headers that are none', () => {
    expect(() => httpSource({ url: 'nowhere' })).toThrowError(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
    expect(() => httpSource({ url: 'http://a.example', headers: { a: 'b\r\nc: d' } })).toThrowError(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });
});

test('no secret is in an error, a name or a profile', async () => {
  const secret = 'sk_live_4242';
  const texts: string[] = [];
  const answers: readonly Answer[] = [
    (_, response) => void response.writeHead(401, { 'x-echo': secret }).end(secret),
    (_, response) => response.destroy(),
    () => {},
    (_, response) => sendJson(response, `{"data":[${secret}`),
    (_, response) => sendJson(response, { data: ids(0, 1), next: `/?again=${secret}` }),
    (_, response) => void response.writeHead(302, { location: `http://10.0.0.1/?k=${secret}` }).end(),
    (_, response) => void response.writeHead(200, { 'content-type': 'text/plain' }).end(secret),
  ];
  for (const answer of answers) {
    await using server = await localServer(answer);
    const options: HttpSourceOptions = {
      ...local,
      url: `${server.url}/path?token=${secret}`,
      headers: { authorization: `Bearer ${secret}` },
      query: { api_key: secret },
      paging: { kind: 'link', next: 'next' },
      timeoutMs: 100,
      retries: 1,
    };
    const source = httpSource(options);
    expect(source.name).toBe(`${server.url}/path`);
    const error: unknown = await readAll(options).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ name: 'TitansError' });
    for (let each: unknown = error; each instanceof Error; each = each.cause) {
      texts.push(
        String(each),
        String(each.stack),
        JSON.stringify(each),
        Object.values(each).map(String).join(),
      );
    }
  }
  expect(texts.length).toBeGreaterThan(20);
  expect(texts.join('\n')).not.toContain(secret);
});
