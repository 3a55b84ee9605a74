import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { limits as sizeLimits } from '@titans/core';
import { type RouteContract, routes } from '@titans/core/contract';
import type { Authenticate } from './auth/authenticate.js';
import { authorise, type Principal } from './auth/principal.js';
import type { Settings } from './config/settings.js';
import { readJsonBody } from './http/body.js';
import { corsHeaders, preflightHeaders } from './http/cors.js';
import type { HeaderReader, TitansRequest, TitansResponse } from './http/message.js';
import { problemFrom, requestError } from './http/problem.js';
import { createRouter, type MatchedRoute } from './http/router.js';
import { securityHeaders } from './http/security-headers.js';
import { normaliseBasePath, splitTarget, type Target } from './http/target.js';
import { validateBody, validateQuery } from './http/validate.js';
import { rateLimited, rateLimitHeaders } from './limits/headers.js';
import type { RateLimitDecision } from './limits/rate-limiter.js';
import type { Metrics } from './metrics/metrics.js';
import type { Exchange, RouteHandlers, TextAnswer } from './routes/handlers.js';

/** What a request passes through. */
export interface PipelineParts {
  readonly settings: Settings;
  readonly handlers: RouteHandlers;
  readonly authenticate: Authenticate;
  readonly metrics: Metrics | null;
  readonly isDraining: () => boolean;
}

/** A request on its way, with what is known of it so far. */
interface Passage {
  readonly request: TitansRequest;
  readonly requestId: string;
  readonly basePath: string;
  readonly target: Target;
  /** Headers that the answer has, whatever it becomes. */
  readonly headers: Record<string, string>;
  route: MatchedRoute | null;
  principal: Principal | null;
}

interface Draft {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/**
 * Builds the way of a request from its bytes to its answer: route, credential, permission, quota, body, handler.
 *
 * @throws TitansError `INTERNAL` if the routes and the handlers do not belong together.
 */
export function createPipeline(parts: PipelineParts): (request: TitansRequest) => Promise<TitansResponse> {
  const { settings, handlers, authenticate, metrics, isDraining } = parts;
  const { cors, limiter, logger, clock } = settings;
  const router = createRouter(routes, handlers);
  let hasWarned = false;

  return async (request) => {
    const started = performance.now();
    const basePath = normaliseBasePath(request.basePath);
    const passage: Passage = {
      request,
      requestId: requestIdOf(request.headers),
      basePath,
      target: splitTarget(request.target, basePath),
      headers: { ...securityHeaders },
      route: null,
      principal: null,
    };
    passage.headers['x-request-id'] = passage.requestId;
    let draft: Draft;
    try {
      Object.assign(passage.headers, corsHeaders(cors, request.headers));
      draft = request.method === 'OPTIONS' ? describeOptions(passage) : await answer(passage);
    } catch (error) {
      draft = refuse(passage, error);
    }
    finish(passage, draft.status, (performance.now() - started) / 1_000);
    return complete(passage, draft);
  };

  async function answer(passage: Passage): Promise<Draft> {
    const route = router.match(passage.request.method, passage.target.route);
    passage.route = route;
    const { contract } = route;
    if (isDraining() && !contract.path.startsWith('/health')) {
      throw requestError('SHUTTING_DOWN', 'The service is stopping and takes no new work.', {
        headers: { 'retry-after': '5' },
      });
    }
    if (contract.access !== 'public') {
      warnWithoutAddress(passage.request);
      passage.principal = await authenticate(passage.request.headers, passage.request.clientAddress);
      authorise(passage.principal, contract.access);
    }
    const { query, body } = await admit(passage, contract);
    const { request, requestId, basePath, principal } = passage;
    const handler = handlers[route.name] as (exchange: Exchange<unknown, unknown>) => Promise<object>;
    const result = await handler({ requestId, basePath, principal, request, body, query });
    if (typeof contract.response !== 'string') {
      return { status: 200, headers: { 'content-type': jsonType }, body: JSON.stringify(result) };
    }
    const { text, headers } = result as TextAnswer;
    const contentType =
      contract.response === 'application/json' ? jsonType : `${contract.response}; charset=utf-8`;
    return { status: 200, headers: { 'content-type': contentType, ...headers }, body: text };
  }

  function warnWithoutAddress({ clientAddress }: TitansRequest): void {
    if (hasWarned || clientAddress !== undefined) return;
    hasWarned = true;
    logger.warn({}, 'The host gives no client address, so wrong credentials lock nobody out.');
  }

  /** Charges the request before anything of it is read. What a list of items costs is known only when it is read. */
  async function admit(
    passage: Passage,
    contract: RouteContract,
  ): Promise<{ query: unknown; body: unknown }> {
    if (contract.cost === 'items') await charge(passage, 1, 'peek');
    else if (contract.cost > 0) await charge(passage, contract.cost, 'take');
    const query = contract.query ? validateQuery(contract.query, passage.target.query) : undefined;
    return { query, body: await readBody(passage, contract) };
  }

  async function readBody(passage: Passage, contract: RouteContract): Promise<unknown> {
    if (!contract.body) return undefined;
    const { body, headers } = passage.request;
    const isCounted = contract.cost === 'items';
    let units = 1;
    try {
      const value = await readJsonBody(body, headers, settings.body);
      if (isCounted && Array.isArray(value)) {
        refuseLongBatch(value.length);
        units = Math.max(1, value.length);
      }
      return validateBody(contract.body, value);
    } finally {
      if (isCounted) await charge(passage, units, 'take');
    }
  }

  async function charge(passage: Passage, units: number, how: 'take' | 'peek'): Promise<void> {
    if (limiter === null) return;
    const decision: RateLimitDecision = await limiter[how](callerOf(passage), units);
    Object.assign(passage.headers, rateLimitHeaders(decision));
    if (!decision.admitted) throw rateLimited(decision);
  }

  function describeOptions({ request, target, headers }: Passage): Draft {
    const methods = router.methodsOf(target.route);
    if (methods.length === 0) throw requestError('ROUTE_NOT_FOUND', 'There is no such route.');
    const isPreflight = request.headers.get('access-control-request-method') !== null;
    if (isPreflight) Object.assign(headers, preflightHeaders(cors, request.headers, methods));
    return { status: 204, headers: { allow: methods.join(', ') }, body: null };
  }

  function refuse(passage: Passage, error: unknown): Draft {
    const { request, requestId, basePath, target } = passage;
    const isGone = request.signal?.aborted === true;
    const cause = isGone ? requestError('ABORTED', 'The client went away.') : error;
    const { status, headers, document } = problemFrom(cause, {
      path: target.path,
      basePath,
      requestId,
      timestamp: new Date(clock.now()).toISOString(),
    });
    if (status >= 500) {
      logger.error(
        { requestId, route: passage.route?.name ?? null, code: document.code, err: error },
        document.title,
      );
    }
    return {
      status,
      headers: { ...headers, 'content-type': 'application/problem+json' },
      body: JSON.stringify(document),
    };
  }

  function finish({ request, requestId, route, principal }: Passage, status: number, seconds: number): void {
    metrics?.requested(request.method, route?.contract.path ?? 'unknown', status, seconds);
    logger.info(
      {
        requestId,
        method: request.method,
        route: route?.name ?? null,
        status,
        seconds,
        credential: principal?.id ?? null,
        clientAddress: request.clientAddress ?? null,
      },
      'request',
    );
  }
}

const jsonType = 'application/json; charset=utf-8';
const statusesWithoutBody: ReadonlySet<number> = new Set([204, 304]);

function complete({ request, headers }: Passage, draft: Draft): TitansResponse {
  const all = { ...headers, ...draft.headers };
  if (!statusesWithoutBody.has(draft.status)) {
    all['content-length'] = String(draft.body === null ? 0 : Buffer.byteLength(draft.body));
  }
  return { status: draft.status, headers: all, body: request.method === 'HEAD' ? null : draft.body };
}

/** Whose quota a request uses: the credential's, whatever token it came with; the address's where all are let in. */
function callerOf({ principal, request }: Passage): string {
  if (principal === null || principal.kind === 'anonymous')
    return `address:${request.clientAddress ?? 'unknown'}`;
  return `credential:${principal.id}`;
}

function refuseLongBatch(items: number): void {
  if (items <= sizeLimits.batchSize) return;
  const message = `A batch has at most ${sizeLimits.batchSize} items, not ${items}.`;
  throw requestError('REQUEST_TOO_LARGE', message, { issues: [{ pointer: '', message }] });
}

const acceptedRequestId = /^[\w.-]{1,64}$/;

/** The caller's own id where it is a plain name, so that logs on both sides can be joined. */
function requestIdOf(headers: HeaderReader): string {
  const given = headers.get('x-request-id');
  return given !== null && acceptedRequestId.test(given) ? given : randomUUID();
}
