import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { isTitansError } from '@titans/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RetrainingNotice } from './notice.js';
import { verifyWebhook } from './verify-webhook.js';
import { webhook } from './webhook.js';
import { isWebhookSignature, webhookKey, webhookSignature } from './webhook-signature.js';

// The vector that the libraries of Standard Webhooks (and of Svix before) are tested with.
const vector = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  message: { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1_614_265_330, body: '{"test": 2432232314}' },
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

const okay = 'HTTP/1.1 200 OK\r\n';

/** Says a little again and again. */
function trickle(socket: Socket, first: string, more: string): void {
  socket.write(first);
  const timer = setInterval(() => socket.write(more), 20);
  socket.once('close', () => clearInterval(timer));
}

/** Says as much as is listened to. */
function flood(socket: Socket): void {
  const piece = `10000\r\n${'x'.repeat(65_536)}\r\n`;
  const pour = (): void => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.write(`${okay}transfer-encoding: chunked\r\n\r\n`);
  socket.on('drain', pour);
  pour();
}

describe('the signature', () => {
  test('is that of Standard Webhooks', async () => {
    const key = await webhookKey(vector.secret);
    expect(await webhookSignature(key, vector.message)).toBe(vector.signature);
    expect(await isWebhookSignature(key, vector.message, `v1,AAAA ${vector.signature}`)).toBe(true);
  });

  test.each([
    ['another body', { ...vector.message, body: '{"test": 2432232315}' }, vector.signature],
    ['another time', { ...vector.message, timestamp: 1_614_265_331 }, vector.signature],
    ['another id', { ...vector.message, id: 'msg_other' }, vector.signature],
    ['no signature', vector.message, 'v1,'],
    ['no Base64', vector.message, 'v1,***'],
    ['another version', vector.message, vector.signature.replace('v1', 'v2')],
  ])('is not that of %s', async (_what, message, signature) => {
    expect(await isWebhookSignature(await webhookKey(vector.secret), message, signature)).toBe(false);
  });

  test('needs a secret that cannot be guessed', () => {
    expect(() => webhookKey('too short')).toThrow('at least 16 bytes');
    expect(() => webhookKey('whsec_c2hvcnQ=')).toThrow('at least 16 bytes');
    expect(() => webhookKey('whsec_***')).toThrow('at least 16 bytes');
  });
});

describe('a webhook', () => {
  const secret = 'a secret of more than sixteen bytes';
  const notice: RetrainingNotice = {
    ...{ id: 'transactions:1-abc:promoted', event: 'promoted', model: 'transactions', run: '1-abc' },
    ...{ at: '2024-05-06T10:00:00.000Z', reason: 'better', from: null, to: 'f00' },
  };
  let server: Server;
  let url: string;
  let statuses: number[] = [];
  let requests: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => {
        body += part.toString();
      });
      request.on('end', () => {
        requests.push({ headers: request.headers, body });
        const status = statuses.shift() ?? 204;
        if (status === 0) return;
        response.writeHead(status, status === 307 ? { location: '/elsewhere' } : {});
        response.end(status === 204 ? undefined : 'said much');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/secret-path`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    statuses = [];
    requests = [];
  });

  const options = { secret, allowHttp: true, allowPrivateAddresses: true, backoffMs: 1 };

  test('is sent once, and verified by who knows the secret', async () => {
    await webhook({ ...options, url })(notice, {});
    expect(requests).toHaveLength(1);
    const [{ headers, body }] = requests as [(typeof requests)[number]];
    expect(headers).toMatchObject({ 'webhook-id': notice.id, 'idempotency-key': notice.id });
    const given = new Headers(Object.entries(headers) as [string, string][]);
    expect(await verifyWebhook(body, given, { secret })).toEqual(notice);
    for (const wrong of [
      () => verifyWebhook(`${body} `, given, { secret }),
      () => verifyWebhook(body, given, { secret: `${secret}!` }),
      () => verifyWebhook(body, given, { secret, now: () => Date.now() + 301_000 }),
      () => verifyWebhook(body, new Headers(), { secret }),
    ]) {
      await expect(wrong()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });

  test('is sent again with the same id where the receiver is not well', async () => {
    statuses = [503, 429, 200];
    await webhook({ ...options, url })(notice, {});
    expect(requests.map(({ headers }) => headers['webhook-id'])).toEqual([notice.id, notice.id, notice.id]);
  });

  test.each([
    ['a refusal', [400], 1],
    ['a redirect', [307], 1],
    ['three failures', [500, 500, 500], 3],
  ])('is given up after %s, and says nothing of the path', async (_what, answers, tries) => {
    statuses = [...answers];
    const error = await webhook({ ...options, url })(notice, {})?.catch((thrown: unknown) => thrown);
    expect(isTitansError(error, 'API_UNREACHABLE')).toBe(true);
    expect(String(error)).not.toContain('secret-path');
    expect(requests).toHaveLength(tries);
  });

  test.each([
    'http://127.0.0.1',
    'http://2130706433',
    'http://localhost',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://[64:ff9b::7f00:1]',
    'http://0.0.0.0',
    'http://169.254.169.254',
    'http://10.0.0.1',
    'http://[fe80::1]',
    'http://[fd00:ec2::254]',
  ])('tells nobody at %s, which is not public, and tries once', async (origin) => {
    const { port } = server.address() as AddressInfo;
    const guarded = webhook({ secret, allowHttp: true, url: `${origin}:${port}/secret-path` });
    const error = await guarded(notice, {})?.catch((thrown: unknown) => thrown);
    expect(isTitansError(error, 'SOURCE_FORBIDDEN')).toBe(true);
    expect(String(error)).not.toContain('secret-path');
    expect(requests).toEqual([]);
  });

  test('connects to the address that was looked at, and looks at each', async () => {
    const { port } = server.address() as AddressInfo;
    const address = `http://hooks.example:${port}/`;
    // A second resolution would mean another machine.
    const meanings = ['127.0.0.1', '8.8.8.8'];
    let asked = 0;
    const resolve = async () => [{ address: meanings[asked++] ?? '8.8.8.8', family: 4 }];
    await webhook({ ...options, url: address, resolve })(notice, {});
    expect([requests.length, asked]).toEqual([1, 1]);
    const mixed = async () => meanings.map((one) => ({ address: one, family: 4 })).reverse();
    const guarded = webhook({ secret, allowHttp: true, url: address, resolve: mixed });
    await expect(guarded(notice, {})).rejects.toMatchObject({ code: 'SOURCE_FORBIDDEN' });
    expect(requests).toHaveLength(1);
  });

  test('is sent by what is given in place of the guarded connection', async () => {
    const sent: Request[] = [];
    const fetch: typeof globalThis.fetch = async (request) => {
      sent.push(request as Request);
      return new Response(null, { status: 204 });
    };
    await webhook({ secret, url: 'https://hooks.example/one', fetch })(notice, {});
    expect(sent.map((one) => [one.url, one.method, one.redirect])).toEqual([
      ['https://hooks.example/one', 'POST', 'manual'],
    ]);
  });

  test('is given up where no answer comes, and where the caller does', async () => {
    statuses = [0, 0];
    const late = webhook({ ...options, url, timeoutMs: 30, retries: 0 })(notice, {});
    await expect(late).rejects.toMatchObject({ code: 'API_UNREACHABLE' });
    const cancelled = webhook({ ...options, url })(notice, { signal: AbortSignal.timeout(20) });
    await expect(cancelled).rejects.toMatchObject({ code: 'ABORTED' });
  });

  test.each<[string, (socket: Socket) => void, boolean]>([
    ['never ends its headers', (socket) => trickle(socket, 'HTTP/1.1 200 OK\r\n', 'a: b\r\n'), false],
    ['never ends its body', (socket) => trickle(socket, `${okay}content-length: 1000000\r\n\r\n`, 'x'), true],
    ['says far too much', (socket) => flood(socket), true],
    [
      'sends headers without end',
      (socket) => void socket.write(`${okay}a: ${'x'.repeat(1e6)}\r\n\r\n`),
      false,
    ],
    ['speaks no HTTP', (socket) => void socket.end('\u0000\u0001\r\n\r\n'), false],
  ])('a receiver that %s is not waited for', async (_what, answer, isDelivered) => {
    let received = 0;
    const hostile = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => answer(socket));
      socket.on('close', () => {
        received = socket.bytesWritten;
      });
    });
    await new Promise<void>((resolve) => hostile.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(hostile.address() as AddressInfo).port}/secret-path`;
    try {
      const sent = webhook({ ...options, url: address, timeoutMs: 500, retries: 0 })(notice, {});
      const error = await sent?.then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(isTitansError(error, 'API_UNREACHABLE')).toBe(!isDelivered);
      expect(String(error)).not.toContain('secret-path');
    } finally {
      await new Promise((resolve) => hostile.close(resolve));
    }
    // The connection was given up, however much there was to come.
    expect(received).toBeLessThan(64 * 1_048_576);
  });

  test('what is signed and no notice is refused, and what cannot be verified', async () => {
    const timestamp = Math.floor(Date.now() / 1_000);
    const body = '"hello"';
    const signature = await webhookSignature(await webhookKey(secret), { id: 'one', timestamp, body });
    const headers = new Headers({
      'webhook-id': 'one',
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signature,
    });
    await expect(verifyWebhook(body, headers, { secret })).rejects.toMatchObject({ code: 'JSON_INVALID' });
    const plain: object = Object.fromEntries(headers);
    await expect(verifyWebhook(body, plain as Headers, { secret })).rejects.toMatchObject({
      ...{ code: 'INVALID_ARGUMENT', details: { field: 'headers' } },
    });
  });

  test.each(['fetch', 'now', 'resolve', 'allowHttp', 'allowPrivateAddresses', 'timeout'])(
    'a wrong %s is refused by name',
    (field) => {
      const wrong = { url: 'https://example.com', secret, [field]: 5 };
      expect(() => webhook(wrong)).toThrow(field);
    },
  );

  test.each(['http://example.com', 'ftp://example.com', 'https://me:pass@example.com', 'nowhere'])(
    '%s is no address for it',
    (wrong) => {
      expect(() => webhook({ url: wrong, secret })).toThrow('https:');
    },
  );
});
