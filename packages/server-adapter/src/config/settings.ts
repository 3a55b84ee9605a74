import {
  type KeyValueStore,
  memoryKeyValueStore,
  type Queue,
  TitansError,
  type TransactionSource,
} from '@titans/core';
import { type Permission, permissions, type Role, rolePermissions } from '@titans/core/contract';
import type { TrainedSuite } from '@titans/models';
import * as z from 'zod/mini';
import type { AccessTokenSettings } from '../auth/access-tokens.js';
import { hashApiKey, type StoredApiKey } from '../auth/api-keys.js';
import type { BodyLimits } from '../http/body.js';
import { type Clock, systemClock } from '../http/clock.js';
import type { CorsPolicy } from '../http/cors.js';
import { issueWords } from '../http/validate.js';
import type { RateLimiter } from '../limits/rate-limiter.js';
import { slidingWindow } from '../limits/sliding-window.js';
import { type Logger, silentLogger } from '../logging/logger.js';
import { describeApiKeys, parseList } from './api-key-list.js';
import { boundedStore } from './bounded-store.js';
import type { ApiKeySettings, AuthSettings, TitansConfiguration } from './configuration.js';
import { minApiKeyLength, minTokenSecretBytes, requireSecureSecret } from './secrets.js';

/** The configuration, checked and complete. */
export interface Settings {
  readonly models: string | TrainedSuite;
  readonly apiKeys: readonly StoredApiKey[];
  readonly jwt: AccessTokenSettings | null;
  readonly isOpen: boolean;
  readonly limiter: RateLimiter | null;
  readonly body: BodyLimits;
  readonly cors: CorsPolicy;
  readonly source: TransactionSource | null;
  readonly sourceTimeoutMs: number;
  /** Lockouts and revocations are apart in memory, so that a flood of the one cannot push out the other. */
  readonly lockoutStore: KeyValueStore;
  readonly revocationStore: KeyValueStore;
  readonly events: Queue | null;
  readonly metrics: boolean;
  readonly logger: Logger;
  readonly clock: Clock;
}

const defaultMaxBodyBytes = 1_048_576;
const defaultBodyTimeoutMs = 30_000;
const defaultSourceTimeoutMs = 10_000;
const storeTimeoutMs = 1_000;
/** The longest that a timer takes. */
const maxTimerMs = 2 ** 31 - 1;

const having = <T>(what: string, ...methods: readonly string[]): z.ZodMiniType<T> =>
  z.custom<T>(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      methods.every((method) => typeof (value as Record<string, unknown>)[method] === 'function'),
    `must be ${what}`,
  );

const apiKeySchema = z.strictObject({
  id: z.string().check(z.regex(/^[\w.-]{1,100}$/)),
  secret: z.optional(z.string()),
  secretHash: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits'))),
  role: z.optional(z.enum(Object.keys(rolePermissions) as [Role, ...Role[]])),
  permissions: z.optional(z.array(z.enum(permissions))),
});

const quota = z.optional(z.int().check(z.gte(1)));
const waitMs = z.optional(z.int().check(z.gte(1), z.lte(maxTimerMs)));

const configurationSchema = z.strictObject({
  models: z.union(
    [
      z.string().check(z.minLength(1)),
      z.custom<TrainedSuite>(
        (value) => typeof value === 'object' && value !== null && 'tasks' in value && 'save' in value,
      ),
    ],
    'must be a directory or a trained suite',
  ),
  auth: z.union(
    [
      z.literal('none'),
      z.strictObject({
        apiKeys: z.optional(z.union([z.string(), z.array(z.union([z.string(), apiKeySchema]))])),
        jwt: z.optional(
          z.strictObject({
            secret: z.optional(z.string()),
            issuer: z.optional(z.string().check(z.minLength(1))),
            audience: z.optional(z.string().check(z.minLength(1))),
          }),
        ),
      }),
    ],
    'must be { apiKeys }, { jwt } or both',
  ),
  limits: z.optional(
    z.union(
      [
        z.literal(false),
        z.strictObject({
          perMinute: quota,
          perHour: quota,
          limiter: z.optional(having<RateLimiter>('a rate limiter', 'take', 'peek')),
        }),
      ],
      'must be false or { perMinute, perHour } in whole numbers from 1',
    ),
  ),
  body: z.optional(z.strictObject({ maxBytes: quota, timeoutMs: waitMs })),
  cors: z.optional(
    z.strictObject({
      origins: z.array(
        z
          .string()
          .check(z.refine((origin) => origin === '*' || isOrigin(origin), 'must be an origin or "*"')),
      ),
      credentials: z.optional(z.boolean()),
    }),
  ),
  source: z.optional(having<TransactionSource>('a source of transactions', 'transactions')),
  sourceTimeoutMs: waitMs,
  store: z.optional(having<KeyValueStore>('a key-value store', 'get', 'set', 'increment', 'delete')),
  events: z.optional(having<Queue>('a queue', 'send')),
  metrics: z.optional(z.boolean()),
  logger: z.optional(having<Logger>('a logger', 'debug', 'info', 'warn', 'error')),
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
    throw invalid(field, unknown === undefined ? (issue?.message ?? 'is not valid') : 'is not an option');
  }
  const { auth, limits, cors, store } = configuration;
  const clock = configuration.clock ?? systemClock;
  if (auth === 'none' && nodeEnvironment === 'production') {
    throw invalid('auth', 'must not be "none" in production');
  }
  const shared = store && boundedStore(store, storeTimeoutMs);
  const memory = (): KeyValueStore => memoryKeyValueStore({ now: () => clock.now() });
  return Object.freeze({
    models: configuration.models,
    ...readAuth(auth === 'none' ? {} : auth, auth === 'none'),
    limiter: limits === false ? null : (limits?.limiter ?? slidingWindow({ ...limits, clock })),
    body: {
      maxBytes: configuration.body?.maxBytes ?? defaultMaxBodyBytes,
      timeoutMs: configuration.body?.timeoutMs ?? defaultBodyTimeoutMs,
    },
    cors: readCors(cors),
    source: configuration.source ?? null,
    sourceTimeoutMs: configuration.sourceTimeoutMs ?? defaultSourceTimeoutMs,
    lockoutStore: shared ?? memory(),
    revocationStore: shared ?? memory(),
    events: configuration.events ?? null,
    metrics: configuration.metrics ?? true,
    logger: configuration.logger ?? silentLogger,
    clock,
  });
}

function readAuth(
  { apiKeys = [], jwt }: AuthSettings,
  isOpen: boolean,
): Pick<Settings, 'apiKeys' | 'jwt' | 'isOpen'> {
  const listed = typeof apiKeys === 'string' ? readKeyList(apiKeys) : apiKeys;
  const keys = describeApiKeys(listed).map((key, index) => storeKey(key, `auth.apiKeys.${index}`));
  const repeated = keys.find((key, index) => keys.findIndex((other) => other.id === key.id) !== index);
  if (repeated) throw invalid('auth.apiKeys', `has two keys with the id "${repeated.id}"`);
  if (!isOpen && keys.length === 0 && jwt === undefined) {
    throw invalid('auth', 'must hold at least one API key or a jwt secret');
  }
  const tokenSecret = jwt === undefined ? null : requireTokenSecret(jwt.secret);
  return {
    isOpen,
    apiKeys: keys,
    jwt:
      tokenSecret === null
        ? null
        : { secret: tokenSecret, issuer: jwt?.issuer ?? 'titans', audience: jwt?.audience ?? 'titans-api' },
  };
}

function requireTokenSecret(secret: string | undefined): string {
  if (secret === undefined) throw invalid('auth.jwt.secret', 'is not set');
  requireSecureSecret(secret, 'auth.jwt.secret', { bytes: minTokenSecretBytes });
  return secret;
}

function readKeyList(text: string): readonly (string | ApiKeySettings)[] {
  const list = z.array(z.union([z.string(), apiKeySchema])).safeParse(parseList(text, 'auth.apiKeys'));
  if (!list.success) throw invalid('auth.apiKeys', 'must list keys or { id, secret, role } objects');
  return list.data as readonly (string | ApiKeySettings)[];
}

function storeKey(key: ApiKeySettings, field: string): StoredApiKey {
  const secret = 'secret' in key ? key.secret : undefined;
  const secretHash = 'secretHash' in key ? key.secretHash : undefined;
  if ((secret === undefined) === (secretHash === undefined)) {
    throw invalid(field, 'must have either secret or secretHash');
  }
  if (key.role !== undefined && key.permissions !== undefined) {
    throw invalid(field, 'must have either role or permissions');
  }
  if (secret !== undefined) requireSecureSecret(secret, field, { characters: minApiKeyLength });
  const granted: readonly Permission[] = key.permissions ?? rolePermissions[key.role ?? 'analyst'];
  const hash = secret === undefined ? Buffer.from(secretHash as string, 'hex') : hashApiKey(secret);
  return { id: key.id, hash, permissions: granted };
}

function readCors(cors: TitansConfiguration['cors']): CorsPolicy {
  const origins = new Set(cors?.origins);
  const credentials = cors?.credentials ?? false;
  if (credentials && origins.has('*')) {
    throw invalid('cors', 'must not allow credentials together with the origin "*"');
  }
  return { origins, credentials };
}

function isOrigin(text: string): boolean {
  return !text.includes('*') && URL.canParse(text) && new URL(text).origin === text;
}

function invalid(field: string, what: string): TitansError {
  return new TitansError('CONFIG_INVALID', `The option ${field || 'configuration'} ${what}.`, {
    details: { field },
  });
}
