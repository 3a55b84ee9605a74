import type * as z from 'zod/mini';
import type { Permission } from '../permissions.js';

/** Media types of what is not one JSON document. */
export type MediaType =
  | 'text/html'
  | 'text/css'
  | 'text/javascript'
  | 'text/plain'
  | 'image/svg+xml'
  | 'application/json'
  | 'application/x-ndjson'
  | 'application/octet-stream'
  | 'text/event-stream';

/** One route of the wire contract. Router, OpenAPI document, permissions, limits and clients all read this. */
export interface RouteContract {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Parameters in braces: `/jobs/{job_id}`. */
  readonly path: `/${string}`;
  readonly summary: string;
  readonly tag: string;
  /** What the caller needs: `public` for nothing, `authenticated` for any valid credential, else a permission. */
  readonly access: 'public' | 'authenticated' | Permission;
  /**
   * Quota units that one request uses: `items` counts the members of its list, `rows` the rows of a stream as they come.
   * 0 is not limited.
   */
  readonly cost: number | 'items' | 'rows';
  /** Which quota they are taken from, and how large a body may be: `bulk` is for streams, imports and jobs. */
  readonly limitClass: 'standard' | 'bulk';
  /**
   * `safe`: asking again changes nothing. `key`: a request with the header `Idempotency-Key` has its effect once, and asking
   * again gives the first answer. `none`: asking again is another request.
   */
  readonly idempotency: 'safe' | 'key' | 'none';
  /** Whether the same question to the same models has the same answer, which may be kept for a while. */
  readonly isCacheable: boolean;
  /** Where an experiment splits questions, one variant of it answers; `x-titans-experiment` says which. */
  readonly isSplit?: true;
  /** The answer holds a secret: it is never compressed, kept or logged. */
  readonly holdsSecret?: true;
  /** Of the path. */
  readonly params?: z.ZodMiniType;
  readonly query?: z.ZodMiniType;
  /** Schema of the JSON body, or the media type of a stream. */
  readonly body?: z.ZodMiniType | 'application/x-ndjson' | 'application/octet-stream';
  readonly isBodyOptional?: true;
  /** A JSON body whose media type is not told is taken, as clients of some protocols tell none. */
  readonly isJsonUnlessTold?: true;
  /** Schema of each item of the body's list, where a wrong item fails alone and `body` checks the list only. */
  readonly items?: z.ZodMiniType;
  /** 200 unless told. */
  readonly status?: 200 | 201 | 202;
  /** Schema of the answer, or its media type where it is not one JSON document. */
  readonly response: z.ZodMiniType | MediaType;
  /** Schema of a line, where body or answer are lines. */
  readonly lines?: { readonly body?: z.ZodMiniType; readonly response?: z.ZodMiniType };
}
