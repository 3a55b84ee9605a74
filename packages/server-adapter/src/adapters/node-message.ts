import { Buffer } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HeaderReader, IncomingBody, TitansRequest } from '../http/message.js';

/** What the host knows of a request beside what Node's objects say. */
export interface NodeMount {
  /** Path and query as the client sent them. */
  readonly target: string;
  readonly basePath: string | undefined;
  readonly clientAddress: string | undefined;
}

/** A request of Node's http server in the form that the pipeline takes. */
export function messageFromNode(
  request: IncomingMessage & { readonly body?: unknown },
  response: ServerResponse,
  mount: NodeMount,
): TitansRequest {
  let controller: AbortController | undefined;
  return {
    method: request.method ?? 'GET',
    target: mount.target,
    headers: headerReader(request),
    body: bodyOf(request),
    basePath: mount.basePath,
    clientAddress: mount.clientAddress,
    get signal() {
      controller ??= abortOnClose(response);
      return controller.signal;
    },
  };
}

function abortOnClose(response: ServerResponse): AbortController {
  const controller = new AbortController();
  if (response.destroyed) controller.abort();
  else {
    response.once('close', () => {
      if (!response.writableFinished) controller.abort();
    });
  }
  return controller;
}

/**
 * Reads headers as `Headers` would. Of a second `Authorization`, Node would keep nothing; here the two are joined, so
 * that no credential is taken where a proxy may have judged the other.
 */
function headerReader(request: IncomingMessage): HeaderReader {
  return {
    get(name) {
      const value =
        (name === 'authorization' ? request.headersDistinct?.[name] : undefined) ?? request.headers[name];
      return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value;
    },
  };
}

/** The body as the host left it: whatever a body parser put into `request.body` is used. */
function bodyOf(request: IncomingMessage & { readonly body?: unknown }): IncomingBody {
  const { headers, body } = request;
  const isHttp1 = request.httpVersionMajor === 1;
  const isEmpty = headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0';
  if (isHttp1 && isEmpty) return { kind: 'none' };
  if (!request.readableDidRead) {
    return {
      kind: 'stream',
      chunks: bytesOf(request),
      takeArrived: (maxBytes) => arrivedBytes(request, maxBytes),
    };
  }
  if (body === undefined) return { kind: 'consumed' };
  if (body instanceof Uint8Array) return { kind: 'bytes', bytes: body };
  if (typeof body === 'string') return { kind: 'bytes', bytes: new TextEncoder().encode(body) };
  return { kind: 'parsed', value: body };
}

/** Small bodies come in one packet with the head, and lie in the buffer of the stream before anyone asks. */
function arrivedBytes(request: IncomingMessage, maxBytes: number): Uint8Array | null {
  const { readableLength, headers } = request;
  if (readableLength === 0 || readableLength > maxBytes) return null;
  if (request.readableEncoding !== null || request.readableDidRead) return null;
  // The parser takes no byte more than the length says, and tells only later that it is through.
  const hasArrived = request.complete || Number(headers['content-length']) === readableLength;
  const bytes: unknown = hasArrived ? request.read(readableLength) : null;
  return bytes instanceof Uint8Array ? bytes : null;
}

/** Leaving the iterator does not cut the connection. It is made when it is asked for. */
function bytesOf(request: IncomingMessage): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      const { readableEncoding } = request;
      if (readableEncoding !== null) return encoded(request, readableEncoding);
      const pieces: AsyncIterable<Uint8Array> = request.iterator({ destroyOnReturn: false });
      return pieces[Symbol.asyncIterator]();
    },
  };
}

/** The pieces are text where the host has called `setEncoding`. */
async function* encoded(request: IncomingMessage, encoding: BufferEncoding): AsyncGenerator<Uint8Array> {
  const pieces: AsyncIterable<string> = request.iterator({ destroyOnReturn: false });
  for await (const piece of pieces) yield Buffer.from(piece, encoding);
}
