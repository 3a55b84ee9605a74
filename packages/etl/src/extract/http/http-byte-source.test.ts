import { describe, expect, test } from 'vitest';
import { localServer } from '../../../../core/src/testing/local-server.js';
import { extract } from '../extract.js';
import { httpFile } from './http-byte-source.js';

const local = { allowPrivateAddresses: true, retryDelayMs: 5 };

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
