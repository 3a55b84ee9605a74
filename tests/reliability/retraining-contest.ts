import type { KeyValueStore } from '@titans/core';
import { type ModelRegistry, type Retraining, retraining } from '@titans/models/lifecycle';
import { payments, upTo } from '../../packages/models/src/lifecycle/retraining/testing/payments.js';

/** Days of which there are payments, and those that the first champion learns from. */
const days = 120;
const firstDays = 60;

/** All payments, and those of the first days. */
const allPayments: ReturnType<typeof payments> = payments(days);
export const firstPayments: ReturnType<typeof payments> = upTo(allPayments, firstDays);

/** How suites are trained here. */
export const trainOptions = { tasks: ['category'], budget: 'quick', seed: 1 } as const;

/** A retraining that is due as long as the first version is champion. Whoever says nothing for half a second is out. */
export function contestedRetraining(
  registry: ModelRegistry,
  store: KeyValueStore,
  model: string,
): Retraining {
  return retraining({
    ...{ registry, store, model, leaseMs: 500, cooldownMs: 0, backoffMs: 1 },
    refit: true,
    // On a busy machine a process that lives may be out, too, which counts as an attempt.
    mostAttempts: 20,
    transactions: () => Promise.resolve(allPayments),
    train: trainOptions,
    triggers: [
      {
        name: 'first',
        check: ({ champion }) => ({ due: champion?.number === 1, reason: 'the first version' }),
      },
    ],
  });
}
