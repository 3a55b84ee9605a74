import { type KeyValueStore, memoryKeyValueStore } from '@titans/core';
import { type PerformanceMonitorOptions, testedMetrics } from '@titans/models/lifecycle';
import * as z from 'zod/mini';
import { boundedStore } from '../config/bounded-store.js';
import { having, waitMs } from '../config/option-schemas.js';
import { storeCircuit } from '../config/store-circuit.js';
import type { Clock } from '../http/clock.js';
import type { Logger } from '../logging/logger.js';

/** How models are watched while they answer. */
export interface MonitoringSettings
  extends Pick<
    PerformanceMonitorOptions,
    'window' | 'keptWindows' | 'waitDays' | 'tolerance' | 'alpha' | 'clusterRows' | 'tests'
  > {
  /** Where it is kept: in the `store` of the service, or in this process where there is none, unless told. It is not closed. */
  readonly store?: KeyValueStore | undefined;
  /** Share of the requests whose predictions are kept, from 0 to 1; 1 unless told. Their ids decide which. */
  readonly sampleShare?: number | undefined;
  /** Milliseconds after which predictions and labels are stored at the latest, 2,000 unless told. */
  readonly flushMs?: number | undefined;
  /**
   * What a correction tells. `errors` unless told: it is sent because the answer was wrong, and counts as one error found
   * among all predictions. `reviews`: answers are looked at whether right or wrong, and the right ones sent too, so that
   * what is sent is a fair sample and counts as the truth.
   */
  readonly feedback?: 'errors' | 'reviews' | undefined;
}

const share = z.number().check(z.gte(0), z.lte(1));

export const monitoringSchema: z.ZodMiniType = z.optional(
  z.union(
    [
      z.boolean(),
      z.strictObject({
        store: z.optional(having<KeyValueStore>('a key-value store', 'get', 'compareAndSet', 'increment')),
        window: z.optional(
          z.union([
            z.strictObject({ rows: z.int().check(z.gte(1)) }),
            z.strictObject({ days: z.number().check(z.gte(1 / 86_400), z.lte(3_650)) }),
          ]),
        ),
        keptWindows: z.optional(z.int().check(z.gte(1), z.lte(1_000))),
        waitDays: z.optional(z.number().check(z.gt(0), z.lt(36_500))),
        tolerance: z.optional(share),
        alpha: z.optional(z.number().check(z.gt(0), z.lt(1))),
        clusterRows: z.optional(z.int().check(z.gte(1), z.lte(1e6))),
        tests: z.optional(z.array(z.enum(testedMetrics))),
        sampleShare: z.optional(share),
        flushMs: waitMs,
        feedback: z.optional(z.enum(['errors', 'reviews'])),
      }),
    ],
    'must be true, false, or settings of the monitor',
  ),
);

/** The settings, complete. */
export interface CheckedMonitoring {
  readonly monitor: Omit<PerformanceMonitorOptions, 'scope' | 'baselines'>;
  readonly sampleShare: number;
  readonly flushMs: number;
  readonly feedback: 'errors' | 'reviews';
}

/** `null` where nothing is watched, which it is not unless told. */
export function readMonitoring(
  setting: boolean | MonitoringSettings | undefined,
  common: KeyValueStore | null,
  clock: Clock,
  logger: Logger,
): CheckedMonitoring | null {
  if (setting === undefined || setting === false) return null;
  const given: MonitoringSettings = setting === true ? {} : setting;
  const { store, sampleShare = 1, flushMs = 2_000, feedback = 'errors', ...monitor } = given;
  const now = (): number => clock.now();
  // One that hangs must not keep others waiting; the common one is bounded already.
  const own = store && boundedStore(store, storeCircuit({ probe: () => store.get('probe'), logger }));
  return {
    monitor: { ...monitor, store: own ?? common ?? memoryKeyValueStore({ now }), now },
    ...{ sampleShare, flushMs, feedback },
  };
}
