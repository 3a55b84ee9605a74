import { randomUUID } from 'node:crypto';
import type { RouteContract } from '@titans/core/contract';
import type * as z from 'zod/mini';
import type { Authenticate } from './auth/authenticate.js';
import type { Challenge } from './auth/challenge.js';
import { anonymous, authorise } from './auth/principal.js';
import type { ProtectedResource } from './auth/protected-resource.js';
import { createCompletion, draftOf, isStreamed, jsonType } from './completion.js';
import type { Settings } from './config/settings.js';
import { type ExchangeParts, PassageExchange } from './exchange.js';
import { itemsOf, refuseLongBatch } from './http/batch-size.js';
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
import { createRouter, type MatchedRoute } from './http/router.js';
import { createTurns } from './http/turns.js';
import { validateBody, validateParams, validateQuery } from './http/validate.js';
import { type Work, workload } from './http/workload.js';
import type { Stopping } from './lifecycle/stopping.js';
import { rateLimited, writeRateLimitHeaders } from './limits/headers.js';
import type { RateLimitDecision } from './limits/rate-limiter.js';
import { type Awaitable, type Draft, type Observer, type Outcome, Passage, type Step } from './passage.js';
import { allRoutes, type RouteHandle } from './plugins/all-routes.js';
import type { RouteExchange, RouteHandlers } from './routes/handlers.js';
import type { Tenants } from './tenants/tenant.js';

/** What a request passes through. */
export interface PipelineParts {
  readonly settings: Settings;
  readonly handlers: RouteHandlers;
  readonly authenticate: Authenticate;
  /** What refusals ask for. */
  readonly challenge: Challenge;
  /** `null` where the service does not say where to get a token. */
  readonly resource: ProtectedResource | null;
  readonly tenants: Tenants;
  /** Around every handler, the first outermost. */
  readonly steps: readonly Step[];
  /** Told before an answer is sent. */
  readonly observers: readonly Observer[];
  /** Told when it has been. */
  readonly recorders: readonly Observer[];
  /** Told when the service stops. */
  readonly stopping: Stopping;
}

/**
 * Builds the way of a request from its bytes to its answer: route, credential, permission, quota, body, steps, handler.
 *
 * @throws TitansError `INTERNAL` or `CONFIG_INVALID` if the routes and the handlers do not belong together.
 */
export function createPipeline(
  parts: PipelineParts,
): (request: TitansRequest, ended: () => void) => Promise<TitansResponse> {
  const { settings, authenticate, challenge, resource, tenants, steps, observers, recorders, stopping } =
    parts;
  const { cors, quotas, logger, clock } = settings;
  const routes = [
    ...allRoutes(parts.handlers, settings.plugins),
    ...(resource === null ? [] : [resource.route]),
  ];
  const router = createRouter<RouteHandle>(routes);
  const stepsOf: ReadonlyMap<string, readonly Step[]> = new Map(
    routes.map((route) => [route.name, steps.filter(({ concerns }) => concerns?.(route) ?? true)]),
  );
  const bulkBody: BodyLimits = { ...settings.body, maxBytes: settings.body.maxBulkBytes };
  const load = workload(settings.load);
  const complete = createCompletion(settings.compression);
  const turns = createTurns();
  let hasWarned = false;

  return async (request, ended) => {
    const started = performance.now();
    // Who came before the service stopped is answered, though his turn comes after.
    const isLate = stopping.isStopping;
    await turns.next();
    const passage = new Passage(request, requestIdOf(request.headers));
    let draft: Draft;
    try {
      if (cors.origins.size > 0) Object.assign(passage.headers, corsHeaders(cors, request.headers));
      draft =
        request.method === 'OPTIONS'
          ? describeOptions(passage)
          : unlessKnown(request.headers, await answer(passage, isLate));
    } catch (error) {
      draft = refuse(passage, error);
    }
    const { status } = draft;
    return complete(passage, draft, (error) => {
      if (error !== undefined) logFailure(passage, error, 'A stream was broken off.');
      passage.closeStream?.();
      passage.unfollow?.();
      passage.forgetStopping?.();
      passage.releaseTenant?.();
      const outcome = { status, seconds: (performance.now() - started) / 1_000 };
      for (const observe of observers) tell(observe, passage, outcome);
      turns.afterwards(() => {
        for (const record of recorders) tell(record, passage, outcome);
        if (passage.isUnpaid) chargeUnpaid(passage).finally(ended);
        else ended();
      });
    });
  };

  function tell(observe: Observer, passage: Passage, outcome: Outcome): void {
    try {
      observe(passage, outcome);
    } catch (error) {
      logFailure(passage, error, 'A request could not be recorded.');
    }
  }

  /** Waits only for what is not there yet: of an ordinary prediction, for nothing. */
  async function answer(passage: Passage, isLate: boolean): Promise<Draft> {
    const { request } = passage;
    const route = router.match(request.method, pathOf(passage));
    passage.route = route;
    const { contract } = route;
    const isHealth = contract.path.startsWith('/health');
    if (isLate && !isHealth) {
      throw requestError('SHUTTING_DOWN', 'The service is stopping and takes no new work.', {
        headers: { 'retry-after': '5' },
      });
    }
    let tenant = tenants.default;
    if (contract.access !== 'public') {
      warnWithoutAddress(request);
      const judged = authenticate(request.headers, request.clientAddress);
      const principal = judged instanceof Promise ? await judged : judged;
      passage.principal = principal;
      authorise(principal, contract.access, challenge);
      const leased = tenants.lease(principal.tenant);
      const lease = leased instanceof Promise ? await leased : leased;
      passage.releaseTenant = lease.release;
      tenant = lease.tenant;
    }
    passage.tenant = tenant;
    const params = contract.params ? validateParams(contract.params, route.params) : undefined;
    const charged = chargeOnEntry(passage, contract);
    if (charged instanceof Promise) await charged;
    passage.isUnpaid = contract.cost === 'rows';
    const query = contract.query ? validateQuery(contract.query, passage.target.query) : undefined;
    const read = contract.body ? readBody(passage, contract) : undefined;
    const body = read instanceof Promise ? await read : read;
    if (isStreamed(contract)) passage.closeStream = load.openStream();
    const work: Work = { onLate: null };
    const parts = {
      tenant,
      work,
      input: { params, query, body },
      stopping,
      charge: (units: number) => chargeForRows(passage, units),
    };
    const around = stepsOf.get(route.name) ?? steps;
    const begin = (): Awaitable<Draft> => stepInto(around, 0, passage, parts);
    return isHealth ? begin() : load.run(work, begin);
  }

  /** Goes through the steps around a route, from one on, to its handler. */
  function stepInto(
    around: readonly Step[],
    index: number,
    passage: Passage,
    parts: ExchangeParts,
  ): Awaitable<Draft> {
    const step = around[index];
    if (step === undefined) return handled(passage, new PassageExchange(passage, parts));
    const { input } = parts;
    return step(passage, input.body, async (body = input.body) =>
      stepInto(around, index + 1, passage, { ...parts, input: { ...input, body } }),
    );
  }

  function handled(passage: Passage, exchange: RouteExchange<unknown, unknown, unknown>): Awaitable<Draft> {
    const { contract, handle } = passage.route as MatchedRoute<RouteHandle>;
    const answered = handle(exchange);
    return answered instanceof Promise
      ? answered.then((result) => draftOf(contract, result))
      : draftOf(contract, answered);
  }

  async function chargeForRows(passage: Passage, units: number): Promise<void> {
    await charge(passage, units, 'take');
    passage.isUnpaid = false;
  }

  /** A connection that was reset has no address any more, whatever the host gives: nothing is to be said of it. */
  function warnWithoutAddress(request: TitansRequest): void {
    if (hasWarned || request.clientAddress !== undefined || request.signal?.aborted) return;
    hasWarned = true;
    logger.warn({}, 'The host gives no client address, so wrong credentials lock nobody out.');
  }

  /** Charges the request before anything of it is read. What lists and rows cost is known only when they are read. */
  function chargeOnEntry(passage: Passage, { cost }: RouteContract): Awaitable<void> {
    if (typeof cost === 'string') return charge(passage, 1, 'peek');
    return cost > 0 ? charge(passage, cost, 'take') : undefined;
  }

  function readBody(passage: Passage, contract: RouteContract): unknown {
    const { body, headers: given } = passage.request;
    const headers = contract.isJsonUnlessTold ? jsonUnlessTold(given) : given;
    const sizes = contract.limitClass === 'bulk' ? bulkBody : settings.body;
    const schema = contract.body;
    if (!schema) return undefined;
    if (typeof schema === 'string') return streamBody(body, headers, sizes, schema);
    if (contract.cost === 'items') return readItems(passage, contract, schema, sizes);
    if (contract.isBodyOptional) {
      return readOptionalJsonBody(body, headers, sizes).then((value) =>
        value === undefined ? undefined : validateBody(schema, value),
      );
    }
    const value = readJsonBody(body, headers, sizes);
    return value instanceof Promise
      ? value.then((all) => validateBody(schema, all))
      : validateBody(schema, value);
  }

  /** Charges for as many items as came, and for one where none can be counted. */
  async function readItems(
    passage: Passage,
    contract: RouteContract,
    schema: z.ZodMiniType,
    sizes: BodyLimits,
  ): Promise<unknown> {
    const { body, headers } = passage.request;
    let units = 1;
    try {
      const value = await readJsonBody(body, headers, sizes);
      const items = itemsOf(value);
      if (contract.limitClass === 'standard') refuseLongBatch(items);
      units = Math.max(1, items);
      return validateBody(schema, value);
    } finally {
      await charge(passage, units, 'take');
    }
  }

  function charge(passage: Passage, units: number, how: 'take' | 'peek'): Awaitable<void> {
    if (quotas === null || passage.route === null) return;
    const caller = {
      principal: passage.principal ?? anonymous,
      clientAddress: passage.request.clientAddress,
    };
    const decided = quotas.charge(caller, passage.route.contract.limitClass, units, how);
    return decided instanceof Promise
      ? decided.then((decision) => tellLimits(passage, decision))
      : tellLimits(passage, decided);
  }

  function tellLimits(passage: Passage, decision: RateLimitDecision): void {
    writeRateLimitHeaders(passage.headers, decision);
    if (!decision.admitted) throw rateLimited(decision);
  }

  /** Rows cost one unit at least: none may have come, or their answer was given again. What was refused costs nothing. */
  async function chargeUnpaid(passage: Passage): Promise<void> {
    if (passage.problemCode === 'RATE_LIMITED') return;
    // Neither a quota that is used up by now nor a store that is away can change the answer that was given.
    try {
      await charge(passage, 1, 'take');
    } catch {
      // The answer has gone out.
    }
  }

  /** Below the mount point, but for the one address whose place the host says. */
  function pathOf({ target }: Passage): string {
    return target.path === resource?.route.contract.path ? target.path : target.route;
  }

  function describeOptions(passage: Passage): Draft {
    const { request, headers } = passage;
    const methods = router.methodsOf(pathOf(passage));
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

const acceptedRequestId = /^[\w.-]{1,64}$/;

/** The caller's own id where it is a plain name, so that logs on both sides can be joined. */
function requestIdOf(headers: HeaderReader): string {
  const given = headers.get('x-request-id');
  return given !== null && acceptedRequestId.test(given) ? given : randomUUID();
}
