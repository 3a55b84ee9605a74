import type { KeyValueStore, Queue, TransactionSource } from '@titans/core';
import type { Permission, Role } from '@titans/core/contract';
import type { TrainedSuite } from '@titans/models';
import type { Clock } from '../http/clock.js';
import type { RateLimiter } from '../limits/rate-limiter.js';
import type { Logger } from '../logging/logger.js';

/** An API key as a deployment describes it: the key itself, or its SHA-256 in hexadecimal. */
export type ApiKeySettings = {
  /** Names the key in logs, limits and tokens. 1 to 100 characters from `a-z A-Z 0-9 . _ -`. */
  readonly id: string;
  /** `"analyst"` unless told: reads transactions and creates predictions. */
  readonly role?: Role | undefined;
  /** Instead of a role. */
  readonly permissions?: readonly Permission[] | undefined;
} & ({ readonly secret: string } | { readonly secretHash: string });

/** How access tokens are signed. */
export interface JwtSettings {
  /** At least 32 bytes. Starting fails where it is `undefined`, as an environment variable that is not set. */
  readonly secret: string | undefined;
  /** `"titans"` unless told. */
  readonly issuer?: string | undefined;
  /** `"titans-api"` unless told. */
  readonly audience?: string | undefined;
}

/** Who may ask. At least one of the two. */
export interface AuthSettings {
  /** Keys as text separated by commas, a JSON list, an array, or descriptions. Plain keys are analysts. */
  readonly apiKeys?: string | readonly (string | ApiKeySettings)[] | undefined;
  readonly jwt?: JwtSettings | undefined;
}

/** How much each caller may ask. */
export interface LimitSettings {
  /** Units in any 60 seconds, 60 unless told. */
  readonly perMinute?: number | undefined;
  /** Units in any 3,600 seconds, 1,000 unless told. */
  readonly perHour?: number | undefined;
  /** Instead of the sliding window in memory; it then decides alone. */
  readonly limiter?: RateLimiter | undefined;
}

/** Which web pages may ask. None unless told. */
export interface CorsSettings {
  /** Origins such as `https://app.example.com`, or `*`. */
  readonly origins: readonly string[];
  /** Whether pages may send cookies. Refused together with `*`. */
  readonly credentials?: boolean | undefined;
}

/** What `createTitans` takes. Only `models` and `auth` are needed. */
export interface TitansConfiguration {
  /** The directory that `suite.save` wrote, or the suite itself. */
  readonly models: string | TrainedSuite;
  /** `"none"` lets everyone do everything, and is refused where `NODE_ENV` is `production`. */
  readonly auth: AuthSettings | 'none';
  /** `false` switches limits off. */
  readonly limits?: LimitSettings | false | undefined;
  readonly body?: {
    /** Bytes of a body, 1 MiB unless told. */
    readonly maxBytes?: number | undefined;
    /** Milliseconds within which a body must have arrived, 30,000 unless told. */
    readonly timeoutMs?: number | undefined;
  };
  readonly cors?: CorsSettings | undefined;
  /** Where earlier transactions of an account are read from, for features that look back. */
  readonly source?: TransactionSource | undefined;
  /** Milliseconds after which a prediction gives up waiting for the source (503), 10,000 unless told. */
  readonly sourceTimeoutMs?: number | undefined;
  /**
   * Keeps lockouts and revoked tokens; in this process unless told. It has a second to answer, then what needs it is
   * answered 503. It is not closed by Titans.
   */
  readonly store?: KeyValueStore | undefined;
  /** Receives every prediction, masked, on the topic `titans.predictions`. It is not closed by Titans. */
  readonly events?: Queue | undefined;
  /** Whether `GET /metrics` answers; it does unless told. */
  readonly metrics?: boolean | undefined;
  /** Anything with pino's methods. Nothing is logged unless told. */
  readonly logger?: Logger | undefined;
  readonly clock?: Clock | undefined;
}
