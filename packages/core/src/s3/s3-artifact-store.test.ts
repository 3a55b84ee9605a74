import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { artifactStoreConformance } from '../conformance/index.js';
import type { ArtifactStore } from '../storage/artifact-store.js';
import { findS3Server, type S3Server, startS3Server } from '../testing/s3-server.js';
import { s3ArtifactStore } from './s3-artifact-store.js';

const credentials = { accessKeyId: 'tests', secretAccessKey: 'tests-only' };
const region = 'us-east-1';

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

describe.skipIf(findS3Server() === undefined)('on a service that answers as S3', () => {
  let server: S3Server;
  beforeAll(async () => {
    server = await startS3Server();
  });
  afterAll(() => server?.stop());

  const create = async (): Promise<ArtifactStore> =>
    s3ArtifactStore({ ...(await server.emptyBucket()), prefix: 'titans/' });
  for (const { name, run } of artifactStoreConformance(create)) test(name, run);

  test('a bucket that there is not is no empty store', async () => {
    const store = s3ArtifactStore({ ...(await server.emptyBucket()), bucket: 'absent' });
    for (const work of [() => store.get('a'), () => store.list(), () => store.put('a', new Uint8Array())]) {
      await expect(work()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    }
  });
});

describe('what a service may answer', () => {
  const servers: Server[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  /** A store whose service answers one thing after the other, and what it was asked. */
  async function storeThat(
    ...answers: readonly ((response: ServerResponse) => void)[]
  ): Promise<{ store: ArtifactStore; asked: string[] }> {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      const answer = answers[Math.min(asked.length, answers.length - 1)];
      asked.push(`${request.method} ${request.url}`);
      answer?.(response);
    });
    servers.push(server);
    const endpoint = `http://127.0.0.1:${await listening(server)}/base/`;
    return {
      store: s3ArtifactStore({ bucket: 'our-models', region, credentials, endpoint, timeoutMs: 200 }),
      asked,
    };
  }
  const status =
    (code: number, body = ''): ((response: ServerResponse) => void) =>
    (response) => {
      response.writeHead(code).end(body);
    };

  test('a service that is busy, or breaks off, is asked again', async () => {
    const { store, asked } = await storeThat(
      status(503),
      (response) => response.destroy(),
      status(200, 'abc'),
    );
    expect(new TextDecoder().decode(await store.get('a/b c'.replace(' ', '_')))).toBe('abc');
    expect(asked).toEqual(Array.from({ length: 3 }, () => 'GET /base/our-models/a/b_c'));
  });

  test('a service that stays busy, is silent or forbids is unavailable, and its reason told', async () => {
    const busy = await storeThat(status(500));
    await expect(busy.store.get('a')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(busy.asked.length).toBe(4);
    const silent = await storeThat(() => {});
    await expect(silent.store.get('a')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    const closed = await storeThat(status(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>'));
    await expect(closed.store.get('a')).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      details: { reason: 'SignatureDoesNotMatch', status: 403 },
    });
    expect(closed.asked.length).toBe(1);
  });

  test('nobody is sent elsewhere with a signature', async () => {
    const { store } = await storeThat((response) => {
      response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end();
    });
    await expect(store.get('a')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  test('a service that ignores conditions is found out', async () => {
    const nothing = status(200, '<R><IsTruncated>false</IsTruncated></R>');
    const ignoring = await storeThat(nothing);
    await expect(ignoring.store.putIfAbsent('a', Uint8Array.of(1))).rejects.toThrow(
      'ignores "If-None-Match"',
    );
    const knowing = await storeThat(nothing, nothing, status(412), nothing);
    expect(await knowing.store.putIfAbsent('a', Uint8Array.of(1))).toBe(true);
    expect(await knowing.store.putIfAbsent('b', Uint8Array.of(1))).toBe(true);
    expect(knowing.asked.filter((request) => request.startsWith('PUT')).length).toBe(3);
  });

  test('names in lists are read as XML writes them', async () => {
    const { store } = await storeThat(
      status(
        200,
        '<R><IsTruncated>true</IsTruncated><Contents><Key>b</Key></Contents><NextContinuationToken>t&amp;1</NextContinuationToken></R>',
      ),
      status(200, '<R><IsTruncated>false</IsTruncated><Contents><Key>a&amp;b</Key></Contents></R>'),
    );
    expect(await store.list()).toEqual(['a&b', 'b']);
  });
});

test.each([
  [{ bucket: 'A' }, 'bucket'],
  [{ bucket: 'our_models/x' }, 'bucket'],
  [{ bucket: 'our-models', prefix: 'a b' }, 'prefix'],
  [{ bucket: 'our-models', prefix: '../other-bucket/' }, 'prefix'],
  [{ bucket: 'our-models', prefix: 'a/..' }, 'prefix'],
  [{ bucket: 'our-models', endpoint: 'minio' }, 'endpoint'],
  [{ bucket: 'our-models', endpoint: 'http://ana:secret@127.0.0.1:9000' }, 'endpoint'],
])('%j is refused', (wrong, field) => {
  expect(() => s3ArtifactStore({ region, credentials, ...wrong })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', details: { field } }),
  );
});
