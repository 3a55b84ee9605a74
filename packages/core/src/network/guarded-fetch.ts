import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { TitansError } from '../errors/titans-error.js';
import { type AddressPolicy, guardedLookup, requirePermittedUrl } from './address-guard.js';
import { requireRequest, requireTerms } from './checked-terms.js';

/** How requests are made. */
export interface GuardedFetchOptions extends AddressPolicy {
  /** Appears in errors. */
  readonly name: string;
  /** Bytes of an answer, decompressed, beyond which it is refused. */
  readonly mostBytes: number;
  /**
   * Whether an answer is there only when all of it has come, so that the caller's time limit and retries are for all
   * of it.
   */
  readonly isWhole: boolean;
  /**
   * Where redirects are followed to: nowhere (they are the answer), the same origin (elsewhere is an error), or any, which is sent
   * no header of the caller. Every address on the way is checked.
   */
  readonly redirects: 'none' | 'origin' | 'any';
  /** Milliseconds without a byte after which an answer is given up. */
  readonly idleTimeoutMs: number;
}

/** A fetch with connections of its own. */
export interface GuardedFetch {
  fetch(request: Request): Promise<Response>;
  /** Ends every connection. */
  close(): void;
}

const mostRedirects = 5;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** What headers say of a body, which a redirected request has no more (Fetch standard, 4.4, step 12). */
const ofBody: ReadonlySet<string> = new Set([
  ...['content-encoding', 'content-language', 'content-length', 'content-location', 'content-type'],
]);
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * A fetch over `node:http` that connects to permitted addresses only, also after a redirect. Names are resolved once for a
 * connection, and what was checked is what is connected to. Connections are not shared with other code, which may have made them
 * without a check.
 *
 * `fetch` rejects with TitansError `SOURCE_FORBIDDEN` for an address that is not permitted and a redirect that is not followed,
 * `SOURCE_UNREADABLE`, `LIMIT_EXCEEDED`, `INVALID_ARGUMENT` for what is no request, and with what the system says where a connection
 * fails.
 *
 * @throws TitansError `INVALID_ARGUMENT` for options that are missing, wrong or unknown.
 * @example
 * ```ts
 * import { guardedFetch } from '@titans/core/network';
 *
 * const { fetch, close } = guardedFetch({
 *   name: 'rates',
 *   mostBytes: 1_000_000,
 *   isWhole: true,
 *   redirects: 'origin',
 *   idleTimeoutMs: 5_000,
 *   allowPrivateAddresses: false,
 * });
 * const answer = await fetch(new Request('https://example.com/rates.json', { signal: AbortSignal.timeout(10_000) }));
 * console.log(answer.status);
 * close();
 * ```
 */
export function guardedFetch(options: GuardedFetchOptions): GuardedFetch {
  requireTerms(options);
  const lookup = guardedLookup(options);
  const http = new HttpAgent({ keepAlive: true, lookup });
  const https = new HttpsAgent({ keepAlive: true, lookup });

  async function fetch(request: Request): Promise<Response> {
    requireRequest(request);
    let url = new URL(request.url);
    let method = request.method;
    let body = request.body === null ? null : Buffer.from(await request.arrayBuffer());
    let headers = Object.fromEntries(request.headers);
    for (let hops = 0; ; hops++) {
      requirePermittedUrl(url, options);
      const answer = await send(url, method, headers, body, request.signal);
      const status = answer.statusCode ?? 0;
      const location = answer.headers.location;
      if (options.redirects === 'none' || !redirects.has(status) || location === undefined) {
        return responseOf(answer, status);
      }
      answer.destroy();
      if (hops >= mostRedirects) throw redirected(`more than ${mostRedirects} times`);
      const next = targetOf(location, url);
      if (next.origin !== url.origin) {
        if (options.redirects !== 'any')
          throw redirected('to another host, which would get what is sent to this one');
        if (url.protocol === 'https:' && next.protocol !== 'https:')
          throw redirected('to an address without TLS');
        headers = { accept: headers.accept ?? '*/*' };
      }
      if (!isReading(method) && status !== 307 && status !== 308) {
        method = 'GET';
        body = null;
        headers = withoutBody(headers);
      }
      url = next;
    }
  }

  function targetOf(location: string, base: URL): URL {
    if (!URL.canParse(location, base.href)) throw redirected('to something that is no address');
    return new URL(location, base);
  }

  function redirected(whereTo: string): TitansError {
    return new TitansError('SOURCE_FORBIDDEN', `"${options.name}" redirects ${whereTo}.`, {
      details: { source: options.name },
    });
  }

  function send(
    url: URL,
    method: string,
    headers: Readonly<Record<string, string>>,
    body: Buffer | null,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const isSecure = url.protocol === 'https:';
      const sent = (isSecure ? httpsRequest : httpRequest)(url, {
        method,
        headers: { 'accept-encoding': options.isWhole ? 'gzip' : 'identity', ...headers },
        agent: isSecure ? https : http,
        signal,
        timeout: options.idleTimeoutMs,
      });
      sent.once('timeout', () => sent.destroy(idleError()));
      sent.on('error', reject);
      sent.once('response', resolve);
      // Nobody asked for another protocol, and Node would leave the request without an end.
      sent.once('upgrade', (_, socket) => {
        socket.destroy();
        reject(unreadable(`"${options.name}" changes to another protocol, which it was not asked for.`));
      });
      sent.once('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
      sent.end(body ?? undefined);
    });
  }

  function idleError(): Error {
    return Object.assign(new Error('idle'), { code: 'ETIMEDOUT' });
  }

  async function responseOf(answer: IncomingMessage, status: number): Promise<Response> {
    const headers = new Headers();
    for (const [name, values] of Object.entries(answer.headersDistinct)) {
      for (const value of values ?? []) headers.append(name, value);
    }
    if (bodiless.has(status)) {
      // There is none, but what says so may send one without end.
      if (status === 205) answer.destroy();
      else answer.resume();
      return new Response(null, { status, headers });
    }
    // The body of an error is not read: it may be anything.
    if (status < 200 || status > 299) {
      answer.destroy();
      return new Response(null, { status: status < 200 || status > 599 ? 599 : status, headers });
    }
    const content = limited(decoded(answer, headers.get('content-encoding')));
    if (options.isWhole) {
      const pieces: Uint8Array[] = [];
      for await (const piece of content) pieces.push(piece);
      return new Response(Buffer.concat(pieces), { status, headers });
    }
    const read = Readable.from(content);
    // Whoever reads nothing of it never begins with the content, and would leave the connection open.
    read.once('close', () => answer.destroy());
    return new Response(Readable.toWeb(read) as ReadableStream<Uint8Array>, {
      status,
      headers,
    });
  }

  async function* decoded(answer: IncomingMessage, encoding: string | null): AsyncGenerator<Uint8Array> {
    const name = (encoding ?? '').trim().toLowerCase();
    if (name === '' || name === 'identity') {
      yield* answer as AsyncIterable<Uint8Array>;
      return;
    }
    if (name !== 'gzip' && name !== 'x-gzip') {
      answer.destroy();
      throw unreadable(`"${options.name}" answers in an encoding that it was not asked for.`);
    }
    const gunzip = createGunzip();
    answer.once('error', (error) => gunzip.destroy(error));
    try {
      yield* answer.pipe(gunzip) as AsyncIterable<Uint8Array>;
    } finally {
      // What is left of it would keep the connection.
      answer.destroy();
    }
  }

  function unreadable(message: string): TitansError {
    return new TitansError('SOURCE_UNREADABLE', message, { details: { source: options.name } });
  }

  async function* limited(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    for await (const piece of content) {
      bytes += piece.length;
      if (bytes > options.mostBytes) {
        throw new TitansError(
          'LIMIT_EXCEEDED',
          `"${options.name}" answers with more than ${options.mostBytes} bytes.`,
          { details: { source: options.name } },
        );
      }
      yield piece;
    }
  }

  return {
    fetch,
    close() {
      http.destroy();
      https.destroy();
    },
  };
}

function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

function withoutBody(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofBody.has(name)));
}
