import type { KeyValueStore, Queue } from '@titans/core';
import type { AuditSettings } from '../audit/audit-settings.js';
import type { AuthSettings } from '../auth/auth-settings.js';
import type { CacheSettings } from '../cache/cache-settings.js';
import type { EventSettings } from '../events/event-settings.js';
import type { ExperimentSettings } from '../experiments/experiment-settings.js';
import type { BodySettings } from '../http/body-settings.js';
import type { Clock } from '../http/clock.js';
import type { CorsSettings } from '../http/cors-settings.js';
import type { ConcurrencySettings, TimeoutSettings } from '../http/load-settings.js';
import type { JobSettings } from '../jobs/job-settings.js';
import type { LimitSettings } from '../limits/limit-settings.js';
import type { SharedStore } from '../limits/shared-store.js';
import type { Logger } from '../logging/logger.js';
import type { MetricsSettings } from '../metrics/metrics-settings.js';
import type { FollowSettings } from '../model-host/follow-settings.js';
import type { ServerPlugin } from '../plugins/server-plugin.js';
import type { MonitoringSettings } from '../routes/performance-settings.js';
import type { PredictionLogSettings } from '../routes/prediction-log-settings.js';
import type { OpenTenant, TenantSettings } from '../tenants/tenant-settings.js';
import type { TracingSetting } from '../tracing/tracing-settings.js';

/** What `createTitans` takes. Only `models` and `auth` are needed. */
export interface TitansConfiguration extends TenantSettings, FollowSettings {
  /**
   * Tenants beside `"default"`, which is described by `models`, `source` and `warehouse` themselves. A credential names its
   * tenant, and reaches nothing of another. A function says what a tenant has when it is first asked for.
   */
  readonly tenants?: Readonly<Record<string, TenantSettings>> | OpenTenant | undefined;
  /** Tenants of such a function that are open at a time, 100 unless told. */
  readonly maxOpenTenants?: number | undefined;
  /** `"none"` lets everyone do everything, and is refused where `NODE_ENV` is `production`. */
  readonly auth: AuthSettings | 'none';
  /** Who did what, to be proven later; nothing is written down unless told. */
  readonly audit?: AuditSettings | undefined;
  /** `false` switches limits off. */
  readonly limits?: LimitSettings | false | undefined;
  readonly body?: BodySettings | undefined;
  readonly concurrency?: ConcurrencySettings | undefined;
  readonly timeouts?: TimeoutSettings | undefined;
  /**
   * Whether answers from 1 KiB on are compressed with Brotli or gzip for clients that take it; they are unless told. Answers
   * that hold a secret and server-sent events never are.
   */
  readonly compression?: boolean | undefined;
  readonly cors?: CorsSettings | undefined;
  /** Milliseconds after which a prediction gives up waiting for the source (503), 10,000 unless told. */
  readonly sourceTimeoutMs?: number | undefined;
  /**
   * Keeps lockouts, revoked tokens and, where it is a {@link SharedStore}, limits; in this process unless told.
   * `redisStore` and `postgresStore` make one for several processes. Requests wait 200 ms at most for one that is silent; while it is down
   * `limits.onStoreFailure` says what holds. It is not closed by Titans.
   */
  readonly store?: KeyValueStore | SharedStore | undefined;
  /** Receives every prediction, masked, on the topic `titans.predictions`. It is not closed by Titans. */
  readonly events?: Queue | undefined;
  readonly jobs?: JobSettings | undefined;
  /**
   * Lets versions of a registry be compared while they answer; off unless told. What is observed is kept in their `store`, and the
   * challenger of a running experiment is a second suite in memory.
   */
  readonly experiments?: ExperimentSettings | undefined;
  readonly predictionLog?: PredictionLogSettings | undefined;
  /**
   * Watches how well models do, by what was answered and what turns out to be right: feedback, and imported transactions.
   * Nothing is watched unless told.
   */
  readonly monitoring?: boolean | MonitoringSettings | undefined;
  /** How `GET /events` and the WebSocket stream tell what happens. */
  readonly eventStream?: EventSettings | undefined;
  /** Keeps answers to the same questions for a while. None are kept unless told: most models answer as fast. */
  readonly cache?: CacheSettings | undefined;
  /** Whether `GET /metrics` answers; it does unless told. */
  readonly metrics?: boolean | MetricsSettings | undefined;
  /** Spans of OpenTelemetry: by the installed `@opentelemetry/api`, if there is one, unless told. */
  readonly tracing?: TracingSetting | undefined;
  /** Anything with pino's methods. Nothing is logged unless told. */
  readonly logger?: Logger | undefined;
  /** Routes beside our own. */
  readonly plugins?: readonly ServerPlugin[] | undefined;
  readonly clock?: Clock | undefined;
}
