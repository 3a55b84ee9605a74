/** Reads a header without regard to case: the only thing asked of a host's headers. `Headers` satisfies it. */
export interface HeaderReader {
  /** Several headers of one name are joined by `, `. */
  get(name: string): string | null;
}

/** The body of a request, in the state in which the host hands it over. */
export type IncomingBody =
  /** Nothing was sent. */
  | { readonly kind: 'none' }
  /** Nobody has read it. */
  | {
      readonly kind: 'stream';
      readonly chunks: AsyncIterable<Uint8Array>;
      /**
       * Takes the whole of it where it has arrived already, which saves waiting for its pieces; `null` where it has not, and
       * where it is longer than so many bytes. To be asked before any piece is.
       */
      readonly takeArrived?: (maxBytes: number) => Uint8Array | null;
    }
  /** The host has read the bytes. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** The host has parsed the JSON. */
  | { readonly kind: 'parsed'; readonly value: unknown }
  /** The host has read it and kept nothing. */
  | { readonly kind: 'consumed' };

/** A request as an adapter hands it over: what HTTP says, without the objects of a framework. */
export interface TitansRequest {
  readonly method: string;
  /** Path and query as the client sent them, for example `/titans/forecast/cashflow?days_ahead=7`. */
  readonly target: string;
  readonly headers: HeaderReader;
  readonly body: IncomingBody;
  /** Where the service is mounted, for example `/titans`; at the root unless told. */
  readonly basePath?: string | undefined;
  /** The address that the host trusts to be the client's. `X-Forwarded-For` is never read here. */
  readonly clientAddress?: string | undefined;
  /** Raised when the client has gone. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Takes what is still to be done once the answer is given, where a host would else end it: the request itself if its client
   * goes away, what it left to be recorded, jobs that it brought.
   */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}

/** An answer. */
export interface TitansResponse {
  readonly status: number;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Already left out for `HEAD`; `content-length` then tells what `GET` would send. A stream has to be read to its end, or
   * given up by `return` of its iterator when the client has gone.
   */
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array> | null;
}

/** Whether the body of an answer comes piece by piece. */
export function isStream(body: TitansResponse['body']): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
