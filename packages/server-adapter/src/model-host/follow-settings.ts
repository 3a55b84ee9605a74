import { type FeedbackLog, memoryFeedbackLog } from '@titans/models/lifecycle';
import * as z from 'zod/mini';
import { having, invalidOption } from '../config/option-schemas.js';
import type { Clock } from '../http/clock.js';
import type { OpenTenant, TenantSettings } from '../tenants/tenant-settings.js';

/** What models follow while they answer. */
export interface FollowSettings {
  /**
   * Keeps the corrections of users, each tenant's apart; in this process, and as long as it runs, unless told.
   * `databaseFeedbackLog` makes one that lasts, for several processes. It is not closed by Titans.
   */
  readonly feedback?: FeedbackLog | undefined;
  /**
   * Milliseconds between looks for another champion of the registry, and for corrections and transactions that other
   * processes took; 10,000
   * unless told, 0 for none.
   */
  readonly followMs?: number | undefined;
  /**
   * Whether anomalies are judged by what happened across accounts lately, as far as it is stored: `true` where there is a
   * warehouse unless told. Then what is stored after the end of training is read when models are loaded, after each import
   * and every `followMs`; in a tenth of the time at most, and only for models that learned from labels of several accounts.
   * `true` without a `source` or `warehouse` of any tenant is refused.
   */
  readonly followTransactions?: boolean | undefined;
}

export const followSchemas: {
  readonly feedback: z.ZodMiniType<FeedbackLog | undefined>;
  readonly followMs: z.ZodMiniType<number | undefined>;
  readonly followTransactions: z.ZodMiniType<boolean | undefined>;
} = {
  feedback: z.optional(having<FeedbackLog>('a feedback log', 'append', 'undo', 'list', 'events')),
  followMs: z.optional(z.int().check(z.gte(0), z.lte(2 ** 31 - 1))),
  followTransactions: z.optional(z.boolean()),
};

/** What models follow, complete. */
export interface CheckedFollowSettings {
  readonly feedback: FeedbackLog;
  /** Whether other processes may add to the corrections. */
  readonly isFeedbackShared: boolean;
  readonly followMs: number;
  /** `null` where it depends on what a tenant has. */
  readonly followTransactions: boolean | null;
}

/** Where the transactions of tenants are stored. */
interface Stores extends Pick<TenantSettings, 'source' | 'warehouse'> {
  readonly tenants?: Readonly<Record<string, TenantSettings>> | OpenTenant | undefined;
}

const defaultFollowMs = 10_000;

/**
 * Completes the settings with their defaults.
 *
 * @throws TitansError `CONFIG_INVALID` where transactions are to be followed that nobody stores.
 */
export function readFollowSettings(
  { feedback, followMs, followTransactions, ...configuration }: FollowSettings & Stores,
  clock: Clock,
): CheckedFollowSettings {
  if (followTransactions === true && !mayStore(configuration)) {
    throw invalidOption('followTransactions', 'needs a warehouse or a source, from which to read them');
  }
  return {
    feedback: feedback ?? memoryFeedbackLog({ now: () => clock.now() }),
    isFeedbackShared: feedback !== undefined,
    followMs: followMs ?? defaultFollowMs,
    followTransactions: followTransactions ?? null,
  };
}

/** Of tenants that are opened when they are asked for, nobody knows before. */
function mayStore({ tenants = {}, ...own }: Stores): boolean {
  if (typeof tenants === 'function') return true;
  return [own, ...Object.values(tenants)].some(
    ({ source, warehouse }) => (source ?? warehouse) !== undefined,
  );
}
