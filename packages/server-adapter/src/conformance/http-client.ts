import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';

/** What is sent. */
export interface Outgoing {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Text or bytes, or pieces that are sent one by one without a length. */
  readonly body?: string | Uint8Array | readonly string[];
}

/** What came back. */
export interface Incoming {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  /** As they were sent, whatever their coding. */
  readonly bytes: Uint8Array;
  json(): unknown;
}

const timeoutMs = 10_000;

/** Sends one request on a connection of its own. */
export function send(url: string, { method = 'GET', headers = {}, body }: Outgoing = {}): Promise<Incoming> {
  return new Promise((resolve, reject) => {
    const isWhole = typeof body === 'string' || body instanceof Uint8Array;
    const lengths = isWhole ? { 'content-length': String(Buffer.byteLength(body)) } : {};
    const outgoing = request(
      url,
      {
        method,
        agent: false,
        headers: { ...lengths, ...headers } as Record<string, string>,
        timeout: timeoutMs,
      },
      (response) => {
        read(response).then(resolve, reject);
      },
    );
    outgoing.on('timeout', () =>
      outgoing.destroy(new Error(`No answer from ${url} within ${timeoutMs} ms.`)),
    );
    outgoing.on('error', reject);
    if (isWhole) outgoing.write(body);
    else for (const piece of body ?? []) outgoing.write(piece);
    outgoing.end();
  });
}

/** Sends a body as JSON, with a credential where there is one. */
export function post(url: string, value: unknown, credential?: string): Promise<Incoming> {
  return send(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(credential) },
    body: JSON.stringify(value),
  });
}

/** The header that carries a credential. */
export function bearer(credential: string | undefined): Record<string, string> {
  return credential === undefined ? {} : { authorization: `Bearer ${credential}` };
}

async function read(response: IncomingMessage): Promise<Incoming> {
  const pieces: Uint8Array[] = [];
  for await (const piece of response) pieces.push(piece as Uint8Array);
  const bytes = Buffer.concat(pieces);
  const text = bytes.toString();
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
  return { status: response.statusCode ?? 0, headers, text, bytes, json: () => JSON.parse(text) as unknown };
}

/**
 * Writes bytes to a socket as they are, and returns the first answer. The pieces are written until the server
 * answers; the time is that from the first byte to the head of the answer.
 */
export function sendRaw(
  url: string,
  head: string,
  pieces: Iterable<string> = [],
): Promise<{ readonly status: number; readonly text: string; readonly milliseconds: number }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const socket = connect(Number(port), hostname);
    let text = '';
    let milliseconds = 0;
    const finish = (): void => {
      clearTimeout(timer);
      socket.destroy();
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
      if (status === 0) reject(new Error('The connection was closed without an answer.'));
      else resolve({ status, text, milliseconds });
    };
    const timer = setTimeout(finish, timeoutMs);
    socket.setEncoding('utf8');
    socket.on('data', (piece: string) => {
      if (milliseconds === 0) milliseconds = performance.now() - started;
      text += piece;
      if (isWhole(text)) finish();
    });
    socket.on('close', finish);
    socket.on('error', () => {
      if (text === '') finish();
    });
    socket.on('connect', () => {
      socket.write(head);
      const rest = pieces[Symbol.iterator]();
      const next = (): void => {
        const piece = rest.next();
        if (piece.done || socket.destroyed || text !== '') return;
        socket.write(piece.value, () => setImmediate(next));
      };
      next();
    });
  });
}

function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1];
  return length !== undefined && Buffer.byteLength(text.slice(end + 4)) >= Number(length);
}
