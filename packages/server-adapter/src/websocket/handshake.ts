import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { problemFrom, requestError } from '../http/problem.js';

/** What a client offers beside the credential, and what is chosen. */
export const subprotocol = 'titans.v1';
const credentialProtocol = 'titans.bearer.';

/**
 * The credential of a handshake, as an `Authorization` header: that header itself, or, where a page cannot set one, the
 * subprotocol `titans.bearer.<credential>`. Of two, none is right.
 */
export function authorizationOf({ headers, headersDistinct }: IncomingMessage): string | null {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((text) => text.trim());
  const presented = [
    ...(headersDistinct.authorization ?? []),
    ...offered
      .filter((name) => name.startsWith(credentialProtocol))
      .map((name) => `Bearer ${name.slice(credentialProtocol.length)}`),
  ];
  return presented.length === 0 ? null : presented.join(', ');
}

/**
 * Lets pages of the service's own origin and of those listed pass, and whatever is no page.
 *
 * @throws TitansError `FORBIDDEN`.
 */
export function requirePermittedOrigin({ headers }: IncomingMessage, origins: ReadonlySet<string>): void {
  const { origin, host } = headers;
  if (origin === undefined || origins.has('*') || origins.has(origin)) return;
  if (URL.canParse(origin) && new URL(origin).host === host) return;
  throw requestError('FORBIDDEN', 'Pages of that origin may not connect.');
}

/**
 * Browsers take no answer without one of the subprotocols that they offered, and the one with the credential must not be
 * repeated.
 *
 * @throws TitansError `REQUEST_MALFORMED`.
 */
export function requireSubprotocol({ headers }: IncomingMessage): void {
  const offered = headers['sec-websocket-protocol'];
  if (offered === undefined || offered.split(',').some((name) => name.trim() === subprotocol)) return;
  throw requestError('REQUEST_MALFORMED', `The subprotocol ${subprotocol} must be offered, too.`);
}

/** Answers a handshake with a problem, and closes. */
export function refuse(
  socket: Duplex,
  error: unknown,
  path: string,
  basePath: string,
  requestId: string,
): void {
  const timestamp = new Date().toISOString();
  const { status, headers, document } = problemFrom(error, { path, basePath, requestId, timestamp });
  const body = JSON.stringify(document);
  const lines = Object.entries({
    ...headers,
    'content-type': 'application/problem+json',
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    'x-request-id': requestId,
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${document.title}\r\n${lines.join('')}\r\n${body}`);
  // A client that does not close in its turn is not waited for.
  setTimeout(() => socket.destroy(), closeMs).unref();
}

const closeMs = 1_000;
