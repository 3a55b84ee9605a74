import { randomUUID } from 'node:crypto';
import { limits as sizeLimits } from '@titans/core';
import type { RouteContract } from '@titans/core/contract';
import type { Authenticate } from './auth/authenticate.js';
import { anonymous, authorise, type Principal } from './auth/principal.js';
import { createCompletion, draftOf, isStreamed, jsonType } from './completion.js';
import type { Settings } from './config/settings.js';
import {
  type BodyLimits,
  jsonUnlessTold,
  readJsonBody,
  readOptionalJsonBody,
  streamBody,
} from './http/body.js';
import { corsHeaders, preflightHeaders } from './http/cors.js';
import type { HeaderReader, TitansRequest, TitansResponse } from './http/message.js';
import { unlessKnown } from './http/not-modified.js';
import { problemFrom, requestError } from './http/problem.js';
import { createRouter } from './http/router.js';
import { securityHeaders } from './http/security-headers.js';
import { normaliseBasePath, splitTarget } from './http/target.js';
import { validateBody, validateParams, validateQuery } from './http/validate.js';
import { type Work, workload } from './http/workload.js';
import { rateLimited, rateLimitHeaders } from './limits/headers.js';
import type { Draft, Observer, Passage, Step } from './passage.js';
import { allRoutes, type RouteHandle } from './plugins/all-routes.js';
import type { Exchange, RouteHandlers } from './routes/handlers.js';
import type { Tenant, Tenants } from './tenants/tenant.js';

/** What a request passes through. */
export interface PipelineParts {
  readonly settings: Settings;
  readonly handlers: RouteHandlers;
  readonly authenticate: Authenticate;
  readonly tenants: Tenants;
  /** Around every handler, the first outermost. */
  readonly steps: readonly Step[];
  readonly observers: readonly Observer[];
  /** Raised when the service stops. */
  readonly draining: AbortSignal;
}

/**
 * Builds the way of a request from its bytes to its answer: route, credential, permission, quota, body, steps, handler.
 *
 * @throws TitansError `INTERNAL` or `CONFIG_INVALID` if the routes and the handlers do not belong together.
 */
export function createPipeline(
  parts: PipelineParts,
): (request: TitansRequest, ended: () => void) => Promise<TitansResponse> {
  const { settings, authenticate, tenants, steps, observers, draining } = parts;
  const { cors, quotas, logger, clock } = settings;
  const router = createRouter<RouteHandle>(allRoutes(parts.handlers, settings.plugins));
  const bulkBody: BodyLimits = { ...settings.body, maxBytes: settings.body.maxBulkBytes };
  const load = workload(settings.load);
  const complete = createCompletion(settings.compression);
  let hasWarned = false;

  return async (request, ended) => {
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
      tenant: null,
      notes: {},
      problemCode: null,
      isUnpaid: false,
      isDetached: false,
      closeStream: null,
      unfollow: null,
      releaseTenant: null,
    };
    passage.headers['x-request-id'] = passage.requestId;
    let draft: Draft;
    try {
      Object.assign(passage.headers, corsHeaders(cors, request.headers));
      draft =
        request.method === 'OPTIONS'
          ? describeOptions(passage)
          : unlessKnown(request.headers, await answer(passage));
    } catch (error) {
      draft = refuse(passage, error);
    }
    const { status } = draft;
    return complete(passage, draft, (error) => {
      if (error !== undefined) logFailure(passage, error, 'A stream was broken off.');
      passage.closeStream?.();
      passage.unfollow?.();
      passage.releaseTenant?.();
      const outcome = { status, seconds: (performance.now() - started) / 1_000 };
      for (const observe of observers) observe(passage, outcome);
      if (passage.isUnpaid) chargeUnpaid(passage).finally(ended);
      else ended();
    });
  };

  async function answer(passage: Passage): Promise<Draft> {
    const route = router.match(passage.request.method, passage.target.route);
    passage.route = route;
    const { contract } = route;
    const isHealth = contract.path.startsWith('/health');
    if (draining.aborted && !isHealth) {
      throw requestError('SHUTTING_DOWN', 'The service is stopping and takes no new work.', {
        headers: { 'retry-after': '5' },
      });
    }
    if (contract.access !== 'public') {
      warnWithoutAddress(passage.request);
      passage.principal = await authenticate(passage.request.headers, passage.request.clientAddress);
      authorise(passage.principal, contract.access);
    }
    const { principal } = passage;
    const tenant = principal === null ? tenants.default : await leased(passage, principal);
    passage.tenant = tenant;
    const params = contract.params ? validateParams(contract.params, route.params) : undefined;
    const { query, body } = await admit(passage, contract);
    if (isStreamed(contract)) passage.closeStream = load.openStream();
    const work: Work = { onLate: null };
    const exchange = exchangeOf(passage, tenant, work, { params, query, body });
    let next = async (given: unknown = body): Promise<Draft> =>
      draftOf(contract, await route.handle(given === body ? exchange : { ...exchange, body: given }));
    for (const step of steps.toReversed()) {
      const inner = next;
      next = (given = body) => step(passage, given, inner);
    }
    return isHealth ? next() : load.run(work, () => next());
  }

  async function leased(passage: Passage, principal: Principal): Promise<Tenant> {
    const { tenant, release } = await tenants.lease(principal.tenant);
    passage.releaseTenant = release;
    return tenant;
  }

  function exchangeOf(
    passage: Passage,
    tenant: Tenant,
    work: Work,
    input: { readonly params: unknown; readonly query: unknown; readonly body: unknown },
  ): Exchange<unknown, unknown, unknown> {
    const { request, requestId, basePath, headers, principal } = passage;
    let controller: AbortController | undefined;
    return {
      requestId,
      basePath,
      principal,
      tenant,
      request,
      ...input,
      get signal() {
        if (controller === undefined) {
          controller = new AbortController();
          work.onLate = () => controller?.abort();
          if (!passage.isDetached) passage.unfollow = follow(request.signal, controller);
        }
        return controller.signal;
      },
      draining,
      headers,
      async charge(units) {
        await charge(passage, units, 'take');
        passage.isUnpaid = false;
      },
      note: (details) => {
        passage.notes = { ...passage.notes, ...details };
      },
    };
  }

  function warnWithoutAddress({ clientAddress }: TitansRequest): void {
    if (hasWarned || clientAddress !== undefined) return;
    hasWarned = true;
    logger.warn({}, 'The host gives no client address, so wrong credentials lock nobody out.');
  }

  /** Charges the request before anything of it is read. What lists and rows cost is known only when they are read. */
  async function admit(
    passage: Passage,
    contract: RouteContract,
  ): Promise<{ query: unknown; body: unknown }> {
    const { cost } = contract;
    if (typeof cost === 'string') await charge(passage, 1, 'peek');
    else if (cost > 0) await charge(passage, cost, 'take');
    passage.isUnpaid = cost === 'rows';
    const query = contract.query ? validateQuery(contract.query, passage.target.query) : undefined;
    return { query, body: await readBody(passage, contract) };
  }

  async function readBody(passage: Passage, contract: RouteContract): Promise<unknown> {
    const { body } = passage.request;
    const given = passage.request.headers;
    const headers = contract.isJsonUnlessTold ? jsonUnlessTold(given) : given;
    const sizes = contract.limitClass === 'bulk' ? bulkBody : settings.body;
    if (!contract.body) return undefined;
    if (typeof contract.body === 'string') return streamBody(body, headers, sizes, contract.body);
    const isCounted = contract.cost === 'items';
    let units = 1;
    try {
      const read = contract.isBodyOptional ? readOptionalJsonBody : readJsonBody;
      const value = await read(body, headers, sizes);
      if (contract.isBodyOptional && value === undefined) return undefined;
      if (isCounted) {
        const items = itemsOf(value);
        if (contract.limitClass === 'standard') refuseLongBatch(items);
        units = Math.max(1, items);
      }
      return validateBody(contract.body, value);
    } finally {
      if (isCounted) await charge(passage, units, 'take');
    }
  }

  async function charge(passage: Passage, units: number, how: 'take' | 'peek'): Promise<void> {
    if (quotas === null || passage.route === null) return;
    const caller = {
      principal: passage.principal ?? anonymous,
      clientAddress: passage.request.clientAddress,
    };
    const decision = await quotas.charge(caller, passage.route.contract.limitClass, units, how);
    Object.assign(passage.headers, rateLimitHeaders(decision));
    if (!decision.admitted) throw rateLimited(decision);
  }

  /** Rows cost one unit at least: none may have come, or their answer was given again. What was refused costs nothing. */
  async function chargeUnpaid(passage: Passage): Promise<void> {
    if (passage.problemCode === 'RATE_LIMITED') return;
    // Neither a quota that is used up by now nor a store that is away can change the answer that was given.
    await charge(passage, 1, 'take').catch(() => undefined);
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
    passage.problemCode = document.code;
    if (status >= 500) logFailure(passage, error, document.title);
    const own = passage.route?.problem;
    return {
      status,
      headers: { ...headers, 'content-type': own ? jsonType : 'application/problem+json' },
      body: JSON.stringify(own ? own(document) : document),
    };
  }

  function logFailure({ requestId, route, problemCode }: Passage, err: unknown, what: string): void {
    try {
      logger.error({ requestId, route: route?.name ?? null, code: problemCode, err }, what);
    } catch {
      // A logger that fails has nowhere to say so, and must not cost the answer.
    }
  }
}

function follow(signal: AbortSignal | undefined, controller: AbortController): () => void {
  const abort = (): void => controller.abort();
  if (signal?.aborted) abort();
  else signal?.addEventListener('abort', abort, { once: true });
  return () => signal?.removeEventListener('abort', abort);
}

/** Items of a batch, which is a list or has one as its only list. */
function itemsOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  const list = typeof value === 'object' && value !== null ? Object.values(value).find(Array.isArray) : [];
  return Array.isArray(list) ? list.length : 0;
}

function refuseLongBatch(items: number): void {
  if (items <= sizeLimits.batchSize) return;
  const message = `A batch has at most ${sizeLimits.batchSize} items, not ${items}: stream them, or start a job.`;
  throw requestError('REQUEST_TOO_LARGE', message, { issues: [{ pointer: '', message }] });
}

const acceptedRequestId = /^[\w.-]{1,64}$/;

/** The caller's own id where it is a plain name, so that logs on both sides can be joined. */
function requestIdOf(headers: HeaderReader): string {
  const given = headers.get('x-request-id');
  return given !== null && acceptedRequestId.test(given) ? given : randomUUID();
}
