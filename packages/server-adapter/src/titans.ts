import { sdkVersion } from '@titans/core';
import type { TrainedSuite } from '@titans/models';
import { accessTokens } from './auth/access-tokens.js';
import { apiKeyVerifier } from './auth/api-keys.js';
import { authenticator } from './auth/authenticate.js';
import { lockout } from './auth/lockout.js';
import type { TitansConfiguration } from './config/configuration.js';
import { readConfiguration } from './config/settings.js';
import { inTime } from './http/in-time.js';
import type { TitansRequest, TitansResponse } from './http/message.js';
import { type FetchOptions, messageFromWeb, webResponse } from './http/web.js';
import { requestLog } from './logging/request-log.js';
import { createMetrics } from './metrics/metrics.js';
import { createPipeline } from './pipeline.js';
import { authHandlers } from './routes/auth-handlers.js';
import { batchHandlers, rowAnswerer } from './routes/batch-handlers.js';
import { forecastHandlers } from './routes/forecast-handlers.js';
import { healthOf } from './routes/health.js';
import { historyReader } from './routes/history.js';
import { notConfigured } from './routes/not-configured.js';
import { predictionHandlers } from './routes/prediction-handlers.js';
import { predictionLog } from './routes/prediction-log.js';
import { serviceHandlers } from './routes/service-handlers.js';
import { openTenants } from './tenants/tenant.js';

/** How {@link Titans.close} waits. */
export interface CloseOptions {
  /** Longest wait for requests in flight, 10,000 unless told. */
  readonly timeoutMs?: number;
}

/** A running service: one handler, to be mounted anywhere. */
export interface Titans {
  /** Answers a request. Errors are answers, not rejections. */
  fetch(request: Request, options?: FetchOptions): Promise<Response>;
  /** The same without the objects of the web: what adapters of other hosts call. */
  handle(request: TitansRequest): Promise<TitansResponse>;
  /** What answers for the default tenant now. */
  readonly models: TrainedSuite;
  /** `draining`: new requests are answered 503, those in flight are finished. */
  readonly state: 'ready' | 'draining' | 'closed';
  /**
   * Stops taking requests, waits for those in flight and for what they recorded. Closing twice waits for the same.
   * Nothing that was passed in is closed.
   */
  close(options?: CloseOptions): Promise<void>;
}

const defaultCloseTimeoutMs = 10_000;

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
  const settings = readConfiguration(configuration, globalThis.process?.env.NODE_ENV);
  const { clock, logger } = settings;
  const tenants = await openTenants(configuration, clock);
  const { models } = tenants.default;

  let state: Titans['state'] = 'ready';
  let inFlight = 0;
  let notifyIdle = (): void => undefined;
  let closing: Promise<void> | undefined;
  const draining = new AbortController();

  const timestamp = (): string => new Date(clock.now()).toISOString();
  const metrics = settings.metrics ? createMetrics(models) : null;
  const log = predictionLog({
    events: settings.events,
    sampleShare: settings.sampleShare,
    logger,
    timestamp,
  });
  const readHistory = historyReader({ clock, timeoutMs: settings.sourceTimeoutMs });
  const answerRows = rowAnswerer({ readHistory, metrics, log, logger });
  const tokens = settings.jwt ? accessTokens(settings.jwt, settings.revocationStore, clock) : null;
  const health = healthOf({
    dependencies: [{ name: 'store', check: () => settings.revocationStore.get('health') }],
    isDraining: () => draining.signal.aborted,
    version: sdkVersion,
    clock,
  });
  const answer = createPipeline({
    settings,
    tenants,
    draining: draining.signal,
    authenticate: authenticator({
      verifyApiKey: apiKeyVerifier(settings.apiKeys),
      tokens,
      lockout: lockout(settings.lockoutStore, clock),
      open: settings.isOpen,
    }),
    steps: [],
    observers: [requestLog(logger), ...(metrics === null ? [] : [metrics.observe])],
    handlers: {
      ...serviceHandlers({ health, metrics, version: sdkVersion, plugins: settings.plugins, timestamp }),
      ...predictionHandlers({ metrics, log, readHistory }),
      ...batchHandlers(answerRows, logger),
      ...forecastHandlers({ metrics, log }),
      ...authHandlers(tokens),
      jobCreate: notConfigured('Streams and jobs'),
      jobStatus: notConfigured('Streams and jobs'),
      jobResults: notConfigured('Streams and jobs'),
      jobCancel: notConfigured('Streams and jobs'),
      recurring: notConfigured('Recurring payments'),
      recurringOf: notConfigured('Recurring payments'),
      transactionsList: notConfigured('Stored transactions'),
      transactionsImport: notConfigured('Stored transactions'),
      transactionsImportFile: notConfigured('Stored transactions'),
      feedbackCorrect: notConfigured('Corrections'),
      feedbackList: notConfigured('Corrections'),
      feedbackUndo: notConfigured('Corrections'),
      modelsStatus: notConfigured('Models'),
      modelInfo: notConfigured('Models'),
      modelVersions: notConfigured('Models'),
      modelHistory: notConfigured('Models'),
      modelPromote: notConfigured('Models'),
      modelRollback: notConfigured('Models'),
      modelReload: notConfigured('Models'),
      drift: notConfigured('Comparisons'),
      keysList: notConfigured('Keys'),
      keysCreate: notConfigured('Keys'),
      keysRotate: notConfigured('Keys'),
      keysRevoke: notConfigured('Keys'),
      events: notConfigured('Events'),
    },
  });

  function handle(request: TitansRequest): Promise<TitansResponse> {
    inFlight++;
    return answer(request, () => {
      inFlight--;
      if (inFlight === 0) notifyIdle();
    });
  }

  async function drain(timeoutMs: number): Promise<void> {
    state = 'draining';
    draining.abort();
    const idle = new Promise<void>((resolve) => {
      notifyIdle = resolve;
      if (inFlight === 0) resolve();
    }).then(() => log.flush());
    await inTime(idle, timeoutMs, () =>
      logger.warn({ inFlight }, 'Closed before all requests and records were finished.'),
    );
    state = 'closed';
  }

  return {
    get models() {
      return models.current.suite;
    },
    get state() {
      return state;
    },
    handle,
    fetch: async (request, options) => webResponse(await handle(messageFromWeb(request, options))),
    close({ timeoutMs = defaultCloseTimeoutMs } = {}) {
      closing ??= drain(timeoutMs);
      return closing;
    },
  };
}
