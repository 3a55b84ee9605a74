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

/** Set on requests whose body was taken whole, which Node itself learns of only when it goes on parsing. */
const wholeBody: unique symbol = Symbol('wholeBody');

/** A request whose body may have been read by the host, or taken here. */
export interface NodeRequest extends IncomingMessage {
  readonly body?: unknown;
  [wholeBody]?: boolean;
}

/** Whether nothing more of the request is to come. */
export function isWhollyRead(request: NodeRequest): boolean {
  // What Fastify injects is not complete, but ends.
  return request.complete || request.readableEnded || request[wholeBody] === true;
}

/** A request of Node's http server in the form that the pipeline takes. */
export function messageFromNode(
  request: NodeRequest,
  response: ServerResponse,
  mount: NodeMount,
): TitansRequest {
  return new NodeMessage(request, response, mount);
}

/**
 * A class, as all that holds on to Node's objects: engines take longer for an object that is written with a getter than for
 * all the rest of it, and may come to place objects that are written out among those that live long, from where they keep
 * the whole of a request that is answered alive until the next full collection.
 */
class NodeMessage implements TitansRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: HeaderReader;
  readonly body: IncomingBody;
  readonly basePath: string | undefined;
  readonly clientAddress: string | undefined;
  private readonly request: NodeRequest;
  private readonly response: ServerResponse;
  private controller: AbortController | null = null;

  constructor(request: NodeRequest, response: ServerResponse, mount: NodeMount) {
    this.method = request.method ?? 'GET';
    this.target = mount.target;
    this.headers = new NodeHeaders(request);
    this.body = bodyOf(request);
    this.basePath = mount.basePath;
    this.clientAddress = mount.clientAddress;
    this.request = request;
    this.response = response;
  }

  get signal(): AbortSignal {
    this.controller ??= abortOnClose(this.request, this.response);
    return this.controller.signal;
  }
}

function abortOnClose({ socket }: NodeRequest, response: ServerResponse): AbortController {
  const controller = new AbortController();
  // The response hears of a connection that was reset a moment after it is.
  if (response.destroyed || socket.destroyed) controller.abort();
  else {
    response.once('close', () => {
      if (!response.writableFinished) controller.abort();
    });
  }
  return controller;
}

/** Reads headers as `Headers` would. */
class NodeHeaders implements HeaderReader {
  private readonly request: IncomingMessage;

  constructor(request: IncomingMessage) {
    this.request = request;
  }

  get(name: string): string | null {
    if (name === 'authorization') return authorizationOf(this.request);
    const value = this.request.headers[name];
    return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value;
  }
}

/**
 * Of a second `Authorization`, Node would keep nothing; here the two are joined, so that no credential is taken where a
 * proxy may have judged the other. The headers are looked through as they came: Node's own record of all that came twice is
 * made of every header.
 */
function authorizationOf({ rawHeaders, headers }: IncomingMessage): string | null {
  const first = headers.authorization;
  if (first === undefined) return null;
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (isAuthorization(rawHeaders[index] as string)) count++;
  }
  if (count < 2) return first;
  return rawHeaders
    .filter((_, index) => index % 2 === 1 && isAuthorization(rawHeaders[index - 1] as string))
    .join(', ');
}

function isAuthorization(name: string): boolean {
  return name.length === 'authorization'.length && name.toLowerCase() === 'authorization';
}

const noBody: IncomingBody = { kind: 'none' };

/** The body as the host left it: whatever a body parser put into `request.body` is used. */
function bodyOf(request: NodeRequest): IncomingBody {
  const { headers, body } = request;
  const isHttp1 = request.httpVersionMajor === 1;
  const isEmpty = headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0';
  if (isHttp1 && isEmpty) return noBody;
  if (!request.readableDidRead) return new UnreadBody(request);
  if (body === undefined) return { kind: 'consumed' };
  if (body instanceof Uint8Array) return { kind: 'bytes', bytes: body };
  if (typeof body === 'string') return { kind: 'bytes', bytes: new TextEncoder().encode(body) };
  return { kind: 'parsed', value: body };
}

/** A body that nobody has read. Leaving the iterator does not cut the connection. */
class UnreadBody {
  readonly kind = 'stream';
  private readonly request: NodeRequest;

  constructor(request: NodeRequest) {
    this.request = request;
  }

  get chunks(): AsyncIterable<Uint8Array> {
    const { request } = this;
    const { readableEncoding } = request;
    return readableEncoding === null
      ? request.iterator({ destroyOnReturn: false })
      : encoded(request, readableEncoding);
  }

  /** Small bodies come in one packet with the head, and lie in the buffer of the stream before anyone asks. */
  takeArrived(maxBytes: number): Uint8Array | null {
    const { request } = this;
    const { readableLength, headers } = request;
    if (readableLength === 0 || readableLength > maxBytes) return null;
    if (request.readableEncoding !== null || request.readableDidRead) return null;
    // The parser takes no byte more than the length says, and tells only later that it is through.
    const hasArrived = request.complete || Number(headers['content-length']) === readableLength;
    const bytes: unknown = hasArrived ? request.read(readableLength) : null;
    if (!(bytes instanceof Uint8Array)) return null;
    request[wholeBody] = true;
    return bytes;
  }
}

/** The pieces are text where the host has called `setEncoding`. */
async function* encoded(request: IncomingMessage, encoding: BufferEncoding): AsyncGenerator<Uint8Array> {
  const pieces: AsyncIterable<string> = request.iterator({ destroyOnReturn: false });
  for await (const piece of pieces) yield Buffer.from(piece, encoding);
}
