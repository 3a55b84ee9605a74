import type { JsonValue } from '@titans/core';
import type { ArtifactReader } from '../estimators/restoring.js';
import type { Measurement } from './models.js';

/** Measurements as JSON. A figure that is not finite is left out: nothing was measured. */
export function measurementsToJson(measurements: readonly Measurement[]): JsonValue {
  return measurements
    .filter(({ value }) => Number.isFinite(value))
    .map(({ metric, value, method, n }) => ({ metric, value, method, n }));
}

/** Reads what {@link measurementsToJson} wrote. */
export function measurementsFrom(artifact: ArtifactReader): readonly Measurement[] {
  const list = artifact.json('measurements');
  if (!Array.isArray(list)) throw artifact.corrupt('"measurements" is not a list');
  return Object.freeze(
    list.map((item: JsonValue): Measurement => {
      if (typeof item === 'object' && item !== null && !Array.isArray(item)) {
        const { metric, value, method, n } = item as { readonly [key: string]: JsonValue };
        if (
          typeof metric === 'string' &&
          typeof value === 'number' &&
          typeof method === 'string' &&
          typeof n === 'number'
        ) {
          return Object.freeze({ metric, value, method, n });
        }
      }
      throw artifact.corrupt('"measurements" holds something else');
    }),
  );
}

/** The value of a metric, or `undefined` if it was not measured. */
export function measured(measurements: readonly Measurement[], metric: string): number | undefined {
  return measurements.find((measurement) => measurement.metric === metric)?.value;
}
