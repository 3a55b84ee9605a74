import { consumed } from './body.js';
import { type IncomingBody, isStream, type TitansRequest, type TitansResponse } from './message.js';

/** What the host knows of a request that the request does not say. */
export interface FetchOptions {
  /** The address that the host trusts to be the client's. Without it nothing is locked out. */
  readonly clientAddress?: string | undefined;
  /** Where the service is mounted, for example `/titans`; at the root unless told. */
  readonly basePath?: string | undefined;
  /** The body, where the host has already parsed it. */
  readonly parsedBody?: unknown;
  /** Raised when nobody waits for the answer any more, beside the request's own. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Lets work go on after the answer, in hosts that would end it: `(work) => context.waitUntil(work)` in Cloudflare Workers,
   * `after` in Next.js. Predictions, the audit log and labels are then written before the host may stop.
   */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}

/** A web-standard request in the form that the pipeline takes. */
export function messageFromWeb(request: Request, options: FetchOptions = {}): TitansRequest {
  return new WebMessage(request, options);
}

/** A class, since engines take longer for an object that is written with a getter than for all the rest of it. */
class WebMessage implements TitansRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Headers;
  readonly body: IncomingBody;
  readonly basePath: string | undefined;
  readonly clientAddress: string | undefined;
  readonly waitUntil: ((work: Promise<unknown>) => void) | undefined;
  private readonly request: Request;
  private readonly hostSignal: AbortSignal | undefined;

  constructor(request: Request, options: FetchOptions) {
    this.method = request.method;
    this.target = request.url;
    this.headers = request.headers;
    this.body = bodyFromWeb(request, options);
    this.basePath = options.basePath;
    this.clientAddress = options.clientAddress;
    this.waitUntil = options.waitUntil;
    this.request = request;
    this.hostSignal = options.signal;
  }

  get signal(): AbortSignal {
    const { signal } = this.request;
    return this.hostSignal === undefined ? signal : AbortSignal.any([signal, this.hostSignal]);
  }
}

/** The answer to a request as a web-standard response. */
export function webResponse({ status, headers, body }: TitansResponse, request: TitansRequest): Response {
  // Cloudflare Workers would else compress by themselves what says that it is compressed.
  const init = { status, headers, encodeBody: 'manual' } as const;
  return new Response(isStream(body) ? streamOf(body, request.signal) : body, init);
}

/** Asks for the next piece only when the reader wants one. */
function streamOf(
  pieces: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array> {
  const source = pieces[Symbol.asyncIterator]();
  const giveUp = (): void => void source.return?.().catch(() => undefined);
  const forget = (): void => signal?.removeEventListener('abort', giveUp);
  // Some hosts raise the signal when the reader has gone, and cancel nothing.
  signal?.addEventListener('abort', giveUp, { once: true });
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await source.next();
        if (done !== true) return controller.enqueue(value);
      } catch (error) {
        forget();
        throw error;
      }
      forget();
      controller.close();
    },
    async cancel() {
      forget();
      await source.return?.();
    },
  });
}

function bodyFromWeb(request: Request, options: FetchOptions): IncomingBody {
  if (options.parsedBody !== undefined) return { kind: 'parsed', value: options.parsedBody };
  if (request.bodyUsed) return { kind: 'consumed' };
  // Some hosts give every POST a stream.
  if (request.body === null || request.headers.get('content-length') === '0') return { kind: 'none' };
  return { kind: 'stream', chunks: chunksOf(request.body) };
}

/** Reads chunk by chunk; when the reader stops early, the sender is told so. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  // Read by the host after it had handed the request over.
  if (stream.locked) throw consumed();
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}
