import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { batchTexts } from '../../records/raw-batch.js';
import { extract } from '../extract.js';
import { httpFile } from './http-byte-source.js';
import { type HttpSourceOptions, httpSource } from './http-source.js';
import { nextLink } from './link-header.js';
import type { HttpPaging } from './paging.js';
import { type Answer, localServer, sendJson } from './testing/local-server.js';

const local = { allowPrivateAddresses: true, retryDelayMs: 5 };

async function readAll(
  options: HttpSourceOptions,
  signal?: AbortSignal,
): Promise<{ columns: readonly string[]; records: readonly (readonly string[])[] }> {
  const work = signal === undefined ? {} : { signal };
  const stream = await httpSource({ ...local, ...options }).openRecords(work);
  const records: (readonly string[])[] = [];
  for await (const batch of stream.batches(work)) records.push(...batchTexts(batch));
  return { columns: stream.columns, records };
}

function ids(from: number, to: number): readonly { id: number }[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => ({ id: from + index }));
}

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
    expect((await readAll({ url: server.url, timeoutMs: 150 })).records).toEqual([['0']]);
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
      (_, response) => void response.writeHead(503, { 'retry-after': '1' }).end(),
    );
    const begun = performance.now();
    await expect(readAll({ url: server.url, totalTimeoutMs: 200, retries: 100 })).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
    });
    expect(performance.now() - begun).toBeLessThan(900);
  });
});

test('is cancelled while it waits', async () => {
  await using server = await localServer(() => {});
  const abort = new AbortController();
  const reading = readAll({ url: server.url }, abort.signal);
  setTimeout(() => abort.abort(), 30);
  await expect(reading).rejects.toMatchObject({ code: 'ABORTED' });
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

test.each([
  [null, null],
  ['<https://a.example/?page=2>; rel="next"', 'https://a.example/?page=2'],
  ['<a>; rel=prev, <b>; rel=next', 'b'],
  ['<a>; rel="prev start", <b>; title="x"; REL="NEXT last"', 'b'],
  ['<a>; rel="nextish"', null],
  ['<a,b;c>; rel="next"', 'a,b;c'],
  ['nonsense', null],
])('the next link of %s is %s', (header, target) => {
  expect(nextLink(header)).toBe(target);
});

describe('files', () => {
  const csv = 'date,description,amount\n2024-01-02,Coffee,-3.50\n';

  test('are read, after redirects too, which get no headers', async () => {
    const sent: (string | undefined)[] = [];
    await using store = await localServer((request, response) => {
      sent.push(request.headers.authorization);
      response.end(csv);
    });
    await using server = await localServer(
      (_, response) => void response.writeHead(302, { location: `${store.url}/f` }).end(),
    );
    const file = httpFile(`${server.url}/export.csv?token=t`, {
      ...local,
      headers: { authorization: 'Bearer t' },
    });
    const statement = await extract(file).table();
    expect(statement.transactions.row(0)).toMatchObject({ date: '2024-01-02', amountMinor: -350 });
    expect(statement.profile.sources[0]?.source).toBe(`${server.url}/export.csv`);
    expect(sent).toEqual([undefined]);
  });

  test('that break off, are too large or stop coming are errors', async () => {
    await using broken = await localServer((_, response) => {
      response.writeHead(200, { 'content-length': '100000' });
      response.write(csv, () => setTimeout(() => response.destroy(), 20));
    });
    await expect(extract(httpFile(broken.url, local)).table()).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
    });
    await using large = await localServer((_, response) => void response.end(csv.repeat(1_000)));
    await expect(extract(httpFile(large.url, { ...local, maxBytes: 1_000 })).table()).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
    await using stuck = await localServer((_, response) => void response.write(csv));
    await expect(extract(httpFile(stuck.url, { ...local, timeoutMs: 100 })).table()).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
    });
  });

  test('of private addresses are refused, also behind a redirect', async () => {
    await expect(extract(new URL('http://127.0.0.1:1/a.csv')).table()).rejects.toMatchObject({
      code: 'SOURCE_FORBIDDEN',
    });
    await expect(extract(httpFile('http://127.0.0.1:1/a.csv')).table()).rejects.toMatchObject({
      code: 'SOURCE_FORBIDDEN',
    });
    await using server = await localServer(
      (_, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    );
    await expect(extract(httpFile(server.url, local)).table()).rejects.toMatchObject({
      code: 'SOURCE_FORBIDDEN',
    });
  });

  test('that are given up free their connection', async () => {
    const closed: Promise<unknown>[] = [];
    await using server = await localServer((request, response) => {
      closed.push(new Promise((resolve) => request.socket.once('close', resolve)));
      response.write(csv.repeat(5_000));
    });
    for await (const chunk of httpFile(server.url, local).stream) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    await Promise.all(closed);
  });
});
