import type { KeyValueStore } from '@titans/core';
import * as z from 'zod/mini';
import { count, having } from '../config/option-schemas.js';

/** How versions of a registry are compared while they answer. */
export interface ExperimentSettings {
  /** Where it is kept: in the `store` of the service, or in this process where there is none, unless told. It is not closed. */
  readonly store?: KeyValueStore | undefined;
  /** Hours for which an answer waits to be told the right one: 168 unless told. */
  readonly labelHours?: number | undefined;
  /** Copies of questions that may wait for the challenger of shadow traffic: 256 unless told. Others are dropped and counted. */
  readonly shadowCapacity?: number | undefined;
}

export const experimentsSchema: z.ZodMiniType<ExperimentSettings | undefined> = z.optional(
  z.strictObject({
    store: z.optional(having<KeyValueStore>('a key-value store', 'get', 'compareAndSet', 'increment')),
    labelHours: z.optional(z.number().check(z.gt(0), z.lte(10_000))),
    shadowCapacity: count,
  }),
);

/** The settings, complete. */
export interface CheckedExperimentSettings {
  readonly labelMs: number;
  readonly shadowCapacity: number;
}

/** Completes the settings with their defaults; `null` where no experiments are made. */
export function readExperiments(settings: ExperimentSettings | undefined): CheckedExperimentSettings | null {
  if (settings === undefined) return null;
  const { labelHours = 168, shadowCapacity = 256 } = settings;
  return { labelMs: labelHours * 3_600_000, shadowCapacity };
}
