import { type KeyValueStore, memoryKeyValueStore, type Queue } from '@titans/core';
import * as z from 'zod/mini';
import { type AuditSettings, auditSchema } from '../audit/audit-settings.js';
import { authSchema, type CheckedAuth, readAuth } from '../auth/auth-settings.js';
import { type CacheSettings, cacheSchema } from '../cache/cache-settings.js';
import { type EventLimits, eventsSchema, readEventSettings } from '../events/event-settings.js';
import {
  type CheckedExperimentSettings,
  experimentsSchema,
  readExperiments,
} from '../experiments/experiment-settings.js';
import type { BodyLimits } from '../http/body.js';
import { bodySchema, readBodySettings } from '../http/body-settings.js';
import { type Clock, systemClock } from '../http/clock.js';
import type { CorsPolicy } from '../http/cors.js';
import { corsSchema, readCors } from '../http/cors-settings.js';
import {
  concurrencySchema,
  type LoadLimits,
  readLoadSettings,
  timeoutsSchema,
} from '../http/load-settings.js';
import { issueWords } from '../http/validate.js';
import { type CheckedJobSettings, jobsSchema, readJobSettings } from '../jobs/job-settings.js';
import { limitsSchema } from '../limits/limit-settings.js';
import { createQuotas, type QuotaPlace, type Quotas } from '../limits/quotas.js';
import { isSharedStore } from '../limits/shared-store.js';
import { type Logger, silentLogger } from '../logging/logger.js';
import { maskingLogger } from '../logging/masking-logger.js';
import { type MetricsSettings, metricsSchema, readMetrics } from '../metrics/metrics-settings.js';
import {
  type CheckedFollowSettings,
  followSchemas,
  readFollowSettings,
} from '../model-host/follow-settings.js';
import type { ServerPlugin } from '../plugins/server-plugin.js';
import { type CheckedMonitoring, monitoringSchema, readMonitoring } from '../routes/performance-settings.js';
import { predictionLogSchema, readSampleShare } from '../routes/prediction-log-settings.js';
import { tenantMembers, tenantsSchema } from '../tenants/tenant-settings.js';
import { tracingSchema } from '../tracing/tracing-settings.js';
import { boundedStore, storeWithFallback } from './bounded-store.js';
import type { TitansConfiguration } from './configuration.js';
import { count, having, invalidOption, waitMs } from './option-schemas.js';
import { storeCircuit } from './store-circuit.js';

/** The configuration, checked and complete. */
export interface Settings extends CheckedAuth {
  readonly quotas: Quotas | null;
  readonly body: BodyLimits;
  readonly load: LoadLimits;
  readonly compression: boolean;
  readonly cors: CorsPolicy;
  readonly sourceTimeoutMs: number;
  /** Lockouts and revocations are apart in memory, so that a flood of the one cannot push out the other. */
  readonly lockoutStore: KeyValueStore;
  readonly revocationStore: KeyValueStore;
  /** Never falls back on memory: another process would then do once more what was done. */
  readonly idempotencyStore: KeyValueStore;
  /** Where keys are kept that are made over HTTP; `null` where none are. */
  readonly keyStore: { readonly store: KeyValueStore; readonly isLasting: boolean } | null;
  readonly jobStore: KeyValueStore;
  readonly jobs: CheckedJobSettings;
  readonly audit: AuditSettings | null;
  readonly events: Queue | null;
  readonly follow: CheckedFollowSettings;
  /** `null` where no experiments are made. */
  readonly experiments: CheckedExperimentSettings | null;
  readonly experimentStore: KeyValueStore;
  /** `null` where models are not watched. */
  readonly monitoring: CheckedMonitoring | null;
  /** Share of the requests whose predictions are recorded. */
  readonly sampleShare: number;
  readonly eventStream: EventLimits;
  /** `null` where answers are not kept. */
  readonly cache: CacheSettings | null;
  readonly metrics: MetricsSettings | null;
  readonly logger: Logger;
  readonly plugins: readonly ServerPlugin[];
  readonly clock: Clock;
}

const defaultSourceTimeoutMs = 10_000;
/** Answers to requests with an Idempotency-Key that are kept in memory, where there is no shared store. */
const keptAnswers = 10_000;

const pluginSchema = z.strictObject({
  name: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,49}$/)),
  routes: z.record(z.string(), having<object>('a route', 'handle')),
});

const configurationSchema = z.strictObject({
  ...tenantMembers,
  tenants: tenantsSchema,
  maxOpenTenants: count,
  auth: authSchema,
  audit: auditSchema,
  limits: limitsSchema,
  body: bodySchema,
  concurrency: concurrencySchema,
  timeouts: timeoutsSchema,
  compression: z.optional(z.boolean()),
  cors: corsSchema,
  sourceTimeoutMs: waitMs,
  store: z.optional(
    having<KeyValueStore>('a key-value store', 'get', 'set', 'compareAndSet', 'increment', 'delete'),
  ),
  events: z.optional(having<Queue>('a queue', 'send')),
  jobs: jobsSchema,
  ...followSchemas,
  experiments: experimentsSchema,
  predictionLog: predictionLogSchema,
  monitoring: monitoringSchema,
  eventStream: eventsSchema,
  cache: cacheSchema,
  metrics: metricsSchema,
  tracing: tracingSchema,
  logger: z.optional(having<Logger>('a logger', 'debug', 'info', 'warn', 'error')),
  plugins: z.optional(z.array(pluginSchema)),
  clock: z.optional(having<Clock>('a clock', 'now')),
});

/**
 * Checks a configuration and completes it with defaults. Whatever would leave a door open is refused.
 *
 * @throws TitansError `CONFIG_INVALID` with the field, or `SECRET_INSECURE`. Neither quotes a value.
 */
export function readConfiguration(
  configuration: TitansConfiguration,
  nodeEnvironment: string | undefined,
): Settings {
  const parsed = configurationSchema.safeParse(configuration, { error: issueWords });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const field = [...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])].join('.');
    throw invalidOption(
      field,
      unknown === undefined ? (issue?.message ?? 'is not valid') : 'is not an option',
    );
  }
  const { body } = configuration;
  const clock = configuration.clock ?? systemClock;
  const logger = maskingLogger(configuration.logger ?? silentLogger);
  const auth = readAuth(configuration.auth, nodeEnvironment);
  const stores = readStore(configuration, clock, logger);
  return Object.freeze({
    ...auth,
    ...stores,
    keyStore: readKeyStore(auth.keys, stores.revocationStore, configuration.store !== undefined, logger),
    body: readBodySettings(body),
    load: readLoadSettings(configuration.concurrency, configuration.timeouts),
    compression: configuration.compression ?? true,
    cors: readCors(configuration.cors),
    sourceTimeoutMs: configuration.sourceTimeoutMs ?? defaultSourceTimeoutMs,
    jobs: readJobSettings(configuration.jobs),
    follow: readFollowSettings(configuration, clock),
    experiments: readExperiments(configuration.experiments),
    audit: configuration.audit ?? null,
    events: configuration.events ?? null,
    monitoring: readMonitoring(
      configuration.monitoring,
      configuration.store === undefined ? null : stores.revocationStore,
      clock,
      logger,
    ),
    sampleShare: readSampleShare(configuration.predictionLog),
    eventStream: readEventSettings(configuration.eventStream),
    cache: configuration.cache ?? null,
    metrics: readMetrics(configuration.metrics),
    logger,
    plugins: configuration.plugins ?? [],
    clock,
  });
}

/** What is kept in the shared store, and what holds while it is down. */
function readStore(
  { store, limits, experiments }: TitansConfiguration,
  clock: Clock,
  logger: Logger,
): Pick<
  Settings,
  'quotas' | 'lockoutStore' | 'revocationStore' | 'idempotencyStore' | 'jobStore' | 'experimentStore'
> {
  const memory = (maxEntries?: number): KeyValueStore =>
    memoryKeyValueStore({ now: () => clock.now(), ...(maxEntries === undefined ? {} : { maxEntries }) });
  const quotasIn = (shared: QuotaPlace['shared']): Quotas | null =>
    limits === false ? null : createQuotas(limits ?? {}, { clock, shared });
  const own = experiments?.store;
  const experimentStore = own && boundedStore(own, storeCircuit({ probe: () => own.get('probe'), logger }));
  if (store === undefined) {
    return {
      quotas: quotasIn(null),
      lockoutStore: memory(),
      revocationStore: memory(),
      jobStore: memory(),
      experimentStore: experimentStore ?? memory(),
      idempotencyStore: memory(keptAnswers),
    };
  }
  const circuit = storeCircuit({ probe: () => store.get('probe'), logger });
  const bounded = boundedStore(store, circuit);
  const isRefusing = limits !== false && limits?.onStoreFailure === 'refuse';
  return {
    quotas: quotasIn(isSharedStore(store) ? { store, circuit } : null),
    lockoutStore: isRefusing ? bounded : storeWithFallback(bounded, memory()),
    revocationStore: bounded,
    idempotencyStore: bounded,
    jobStore: bounded,
    experimentStore: experimentStore ?? bounded,
  };
}

/** Keys have a store of their own where they are given one, else they share the one of the service. */
function readKeyStore(
  keys: CheckedAuth['keys'],
  common: KeyValueStore,
  isShared: boolean,
  logger: Logger,
): Settings['keyStore'] {
  if (keys === false) return null;
  if (keys === null) return { store: isShared ? common : memoryKeyValueStore(), isLasting: isShared };
  const { store } = keys;
  const circuit = storeCircuit({ probe: () => store.get('probe'), logger });
  return { store: boundedStore(store, circuit), isLasting: true };
}
