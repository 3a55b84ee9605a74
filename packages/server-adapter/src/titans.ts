import { sdkVersion } from '@titans/core';
import type { TrainedSuite } from '@titans/models';
import { auditor } from './audit/auditor.js';
import { authenticator } from './auth/authenticate.js';
import { challengeOf } from './auth/challenge.js';
import { openCredentials } from './auth/credentials.js';
import { lockout } from './auth/lockout.js';
import type { Principal } from './auth/principal.js';
import { protectedResource } from './auth/protected-resource.js';
import { cachedAnswers } from './cache/cached-answers.js';
import type { TitansConfiguration } from './config/configuration.js';
import { readConfiguration } from './config/settings.js';
import { eventHub } from './events/event-hub.js';
import { publishChanges } from './events/publish-changes.js';
import type { HeaderReader, TitansRequest, TitansResponse } from './http/message.js';
import { type FetchOptions, messageFromWeb, webResponse } from './http/web.js';
import { idempotentRequests } from './idempotency/idempotency.js';
import { background } from './lifecycle/background.js';
import { watchEventLoop } from './lifecycle/event-loop-watch.js';
import { type CloseOptions, lifecycle, type ServiceState } from './lifecycle/lifecycle.js';
import { signalOf } from './lifecycle/stopping.js';
import { requestLog } from './logging/request-log.js';
import { createMetrics, type Metrics, type ModelObserver } from './metrics/metrics.js';
import { createPipeline } from './pipeline.js';
import { authHandlers } from './routes/auth-handlers.js';
import { dependenciesOf, watchedQueue } from './routes/dependencies.js';
import { eventHandlers } from './routes/event-handlers.js';
import { experimentHandlers } from './routes/experiment-handlers.js';
import { feedbackHandlers } from './routes/feedback-handlers.js';
import { healthOf } from './routes/health.js';
import { keyHandlers } from './routes/key-handlers.js';
import { modelHandlers } from './routes/model-handlers.js';
import { performanceHandlers } from './routes/performance-handlers.js';
import { performanceMonitors } from './routes/performance-monitors.js';
import { openQuestions } from './routes/question-handlers.js';
import { serviceHandlers } from './routes/service-handlers.js';
import { openTenants } from './tenants/open-tenants.js';
import { type Tracing, tracingOf } from './tracing/tracing.js';
import { readTracing } from './tracing/tracing-settings.js';

/** A running service: one handler, to be mounted anywhere. */
export interface Titans {
  /** Answers a request. Errors are answers, not rejections. */
  fetch(request: Request, options?: FetchOptions): Promise<Response>;
  /** The same without the objects of the web: what adapters of other hosts call. */
  handle(request: TitansRequest): Promise<TitansResponse>;
  /**
   * Finds out who a request comes from, as the routes do: for transports, and for routes of the host's own.
   *
   * @throws TitansError `UNAUTHENTICATED`, `LOCKED_OUT`, or what the store of the credentials throws.
   */
  authenticate(headers: HeaderReader, clientAddress?: string): Promise<Principal>;
  /** What answers for the default tenant now. */
  readonly models: TrainedSuite;
  /** `draining` from when {@link Titans.close} was called. */
  readonly state: ServiceState;
  /** Raised when new requests are refused: at the end of the delay of {@link Titans.close}. */
  readonly draining: AbortSignal;
  /**
   * Becomes unready, takes no more requests after the delay, waits for those in flight and for what they recorded. Closing
   * twice waits for the same. Nothing that was passed in is closed.
   *
   * @throws TitansError `INVALID_ARGUMENT` for waits that are none; then nothing is stopped.
   */
  close(options?: CloseOptions): Promise<void>;
}

/**
 * Starts the service.
 *
 * @throws TitansError `CONFIG_INVALID` or `SECRET_INSECURE` if the configuration would leave a door open, and what
 * loading the models throws.
 * @example
 * ```ts
 * import { createTitans } from '@titans/server-adapter';
 * import { toNode } from '@titans/server-adapter/node';
 * import { createServer } from 'node:http';
 *
 * const titans = await createTitans({
 *   models: './models',
 *   auth: { apiKeys: process.env.TITANS_API_KEYS },
 * });
 * createServer(toNode(titans)).listen(8000);
 * ```
 */
export async function createTitans(configuration: TitansConfiguration): Promise<Titans> {
  const given = readConfiguration(configuration, globalThis.process?.env.NODE_ENV);
  const watched = given.events === null ? null : watchedQueue(given.events);
  const settings = { ...given, events: watched?.queue ?? null };
  const { clock, logger } = settings;
  const tenants = await openTenants(configuration, settings);
  const { models } = tenants.default;

  const timestamp = (): string => new Date(clock.now()).toISOString();
  const monitors =
    settings.monitoring === null
      ? null
      : performanceMonitors({ settings: settings.monitoring, tenants, clock, logger });
  const live = monitors && (() => monitors.live(tenants.default));
  const metrics = settings.metrics === null ? null : createMetrics(models, settings.metrics, live);
  const hub = eventHub({ ...settings.eventStream, clock });
  const tracingApi = await readTracing(configuration.tracing);
  const tracing = tracingApi === null ? null : tracingOf(tracingApi);
  const questions = openQuestions({
    settings,
    tenants,
    metrics: tracing === null ? metrics : bothObservers(metrics, tracing),
    monitors,
    publish: hub.publish,
    tracing,
  });
  const credentials = openCredentials(settings);
  const audit = settings.audit === null ? null : auditor(settings.audit, clock, logger);
  const life = lifecycle({
    logger,
    stop: () => questions.stop(),
    async flush() {
      audit?.record('service.stopped');
      await questions.flush();
      await tenants.close();
      await audit?.flush();
    },
  });
  const eventLoop = watchEventLoop();
  const health = healthOf({
    dependencies: () => [
      { name: 'store', isRequired: true, check: () => settings.revocationStore.get('health') },
      // The store of the service is looked at above; one of the keys' own is another dependency.
      ...(settings.keys
        ? [{ name: 'keys', isRequired: true, check: async () => settings.keyStore?.store.get('health') }]
        : []),
      ...dependenciesOf(tenants.all),
      ...(watched === null ? [] : [watched.dependency]),
    ],
    isDraining: () => life.state !== 'ready',
    longestBlockMs: () => eventLoop.longestBlockMs(),
    version: sdkVersion,
    clock,
  });
  const resource = protectedResource(settings.oauth);
  const challenge = challengeOf(settings.oauth, resource);
  const authenticate = authenticator({
    ...credentials,
    challenge,
    lockout: lockout(settings.lockoutStore, clock, { isShared: configuration.store !== undefined }),
    open: settings.isOpen,
  });
  const answer = createPipeline({
    settings,
    tenants,
    stopping: life.stopping,
    authenticate,
    challenge,
    resource,
    steps: [
      idempotentRequests({ store: settings.idempotencyStore, clock, logger }),
      ...(audit === null ? [] : [audit.step]),
      ...(settings.cache === null
        ? []
        : [cachedAnswers({ settings: settings.cache, log: questions.log, clock, logger })]),
    ],
    observers: [
      publishChanges(hub.publish),
      ...(audit === null ? [] : [audit.observe]),
      ...(tracing === null ? [] : [tracing.observe]),
    ],
    recorders: [requestLog(logger), ...(metrics === null ? [] : [metrics.observe])],
    handlers: {
      ...serviceHandlers({ health, metrics, version: sdkVersion, plugins: settings.plugins, timestamp }),
      ...questions.handlers,
      ...modelHandlers(logger),
      ...experimentHandlers(logger),
      ...feedbackHandlers({ timeoutMs: settings.sourceTimeoutMs, monitors, logger }),
      ...performanceHandlers({ monitors, timeoutMs: settings.sourceTimeoutMs }),
      ...authHandlers(credentials),
      ...keyHandlers({ configured: settings.apiKeys, store: credentials.keyStore, clock }),
      ...eventHandlers({ hub, limits: settings.eventStream, clock }),
    },
  });

  audit?.record('service.started');

  let draining: AbortSignal | undefined;

  /** Writes what requests left to be written, and does what is due. */
  const catchUp = async (): Promise<void> => {
    await Promise.all([questions.log.flush(), audit?.flush(), monitors?.flush(), background.catchUp()]);
  };

  /** Counts a request, and keeps its host for it until nothing of it is left to be done. */
  function enter({ waitUntil }: TitansRequest): () => void {
    const left = life.enter();
    if (waitUntil === undefined) return left;
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const caughtUp = ended.then(catchUp).catch((err: unknown) => {
      logger.error({ err }, 'What a request left to be done could not be done.');
    });
    try {
      waitUntil(caughtUp);
    } catch (err) {
      logger.warn({ err }, 'The host does not wait for what a request leaves to be done.');
    }
    return () => {
      left();
      end();
    };
  }

  const handle = (request: TitansRequest): Promise<TitansResponse> => {
    const left = enter(request);
    return tracing === null ? answer(request, left) : tracing.around(request, () => answer(request, left));
  };

  return {
    get models() {
      return models.current.suite;
    },
    get state() {
      return life.state;
    },
    get draining() {
      draining ??= signalOf(life.stopping).signal;
      return draining;
    },
    async authenticate(headers, clientAddress) {
      try {
        return await authenticate(headers, clientAddress);
      } catch (error) {
        audit?.refused(error, clientAddress);
        throw error;
      }
    },
    handle,
    async fetch(request, options) {
      const message = messageFromWeb(request, options);
      return webResponse(await handle(message), message);
    },
    async close(options) {
      try {
        await life.stop(options);
      } finally {
        if (life.state === 'closed') eventLoop.close();
      }
    },
  };
}

function bothObservers(metrics: Metrics | null, tracing: Tracing): ModelObserver {
  return {
    compared: (comparison) => metrics?.compared(comparison),
    predicted(...call) {
      metrics?.predicted(...call);
      tracing.predicted(...call);
    },
  };
}
