import type { Principal } from './auth/principal.js';
import type { TitansRequest } from './http/message.js';
import type { MatchedRoute, Route } from './http/router.js';
import { AnswerHeaders } from './http/security-headers.js';
import { normaliseBasePath, splitTarget, type Target } from './http/target.js';
import type { RouteHandle } from './plugins/all-routes.js';
import type { ServedTenant } from './tenants/tenant.js';

const noNotes: Passage['notes'] = Object.freeze({});

/**
 * A request on its way, with what is known of it so far. A class, since engines may come to place objects that are written
 * out among those that live long, from where they keep all of a request that is answered alive until the next full collection.
 */
export class Passage {
  readonly request: TitansRequest;
  readonly requestId: string;
  readonly basePath: string;
  readonly target: Target;
  /** Headers that the answer has, whatever it becomes. */
  readonly headers: Record<string, string>;
  route: MatchedRoute<RouteHandle> | null = null;
  principal: Principal | null = null;
  tenant: ServedTenant | null = null;
  /** What the handler told the audit log. */
  notes: Readonly<Record<string, string | number | boolean>> = noNotes;
  /** Code of the problem that the answer is, or `null`. */
  problemCode: string | null = null;
  /** Whether it was admitted without using units, which then its rows use. */
  isUnpaid = false;
  /** Whether the work goes on when the client has gone. */
  isDetached = false;
  /** Frees the room of an answer that is a stream. */
  closeStream: (() => void) | null = null;
  /** Lets go of the client's signal, which may outlive the request. */
  unfollow: (() => void) | null = null;
  /** Lets go of the service's end, which outlives the request. */
  forgetStopping: (() => void) | null = null;
  /** Lets the tenant be closed, from this request's side. */
  releaseTenant: (() => void) | null = null;

  constructor(request: TitansRequest, requestId: string) {
    this.request = request;
    this.requestId = requestId;
    this.basePath = normaliseBasePath(request.basePath);
    this.target = splitTarget(request.target, this.basePath);
    this.headers = new AnswerHeaders(requestId);
  }
}

/** An answer before it is complete. */
export interface Draft {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A text, or pieces of one. */
  readonly body: string | AsyncIterable<string> | null;
  /** Of a text in UTF-8, where it is known. */
  readonly byteLength?: number;
  /** Whether it is the same text for everyone, so that what it compresses to may be kept. */
  readonly isStatic?: boolean;
}

/** What may be there at once. Whoever does not wait for what is there saves more time than the rest of an answer takes. */
export type Awaitable<T> = T | Promise<T>;

/**
 * Something around handlers that runs after all checks, such as giving an answer again that was given before. `next` takes
 * another body to go on with.
 */
export interface Step {
  (passage: Passage, body: unknown, next: (body?: unknown) => Promise<Draft>): Awaitable<Draft>;
  /** Whether it has anything to do with the requests of a route; it is taken to have, unless it tells. */
  readonly concerns?: (route: Route) => boolean;
}

/** Learns of requests when their answers have been made in full. */
export type Observer = (passage: Passage, outcome: Outcome) => void;

/** How a request ended. */
export interface Outcome {
  readonly status: number;
  readonly seconds: number;
}

/** The text of a draft that has one and no pieces. */
export function textOf({ body }: Draft): string | null {
  return typeof body === 'string' ? body : null;
}
