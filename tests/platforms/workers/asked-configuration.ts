import { memoryLoader } from '@titans/etl';
import type { TrainedSuite } from '@titans/models';
import type { TitansConfiguration } from '@titans/server-adapter';

/** Credential of whoever asks; the limits are counted for it. */
export const askedKey = 'a-key-of-enough-length-for-this-platform';

/** Listeners to events at a time. */
export const maxListeners = 3;

/** A service that is small enough for what a request leaves behind to be seen. */
export function askedConfiguration(models: TrainedSuite): TitansConfiguration {
  const kept = memoryLoader();
  return {
    models,
    warehouse: { loader: () => kept, transactions: (selection) => kept.transactions(selection) },
    followTransactions: false,
    auth: {
      apiKeys: [{ id: 'platform', secret: askedKey, role: 'admin' }],
      jwt: { secret: 'a-secret-of-this-platform-0d6f1c8a5b3e97f2' },
    },
    limits: { perMinute: 5_000, perHour: 50_000 },
    concurrency: { max: 4, maxQueued: 200 },
    eventStream: { heartbeatMs: 200, maxListeners },
    monitoring: true,
  };
}
