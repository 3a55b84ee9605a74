import { shareInterval } from '../evaluation/share-interval.js';
import { measured } from '../tasks/measurements.js';
import type { Measurement, TaskName } from '../tasks/models.js';
import type { TrainingRecord } from './training-record.js';

/** What was stated with a probability, and how often it was so. */
export interface CalibrationPoint {
  /** Mean of the stated probabilities, or the coverage that ranges are built for. */
  readonly stated: number;
  readonly observed: number;
  /** Exact interval of 95 %, of the rows taken for independent; `null` for days, which depend on one another. */
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  /** Rows, or days. */
  readonly n: number;
}

/** What ranges are built to cover, by the metric that says how much they did. */
const coverages = { coverage: 0.8, coverage_95: 0.95 } as const;

/** Of a task that states probabilities its reliability curve, of one that states ranges how much they covered. */
export function calibrationPoints(
  task: TaskName,
  measurements: readonly Measurement[],
  training: TrainingRecord | null,
): readonly CalibrationPoint[] {
  const curve = training?.calibration[task] ?? [];
  if (curve.length > 0) {
    return Object.freeze(
      curve.map(({ meanPredicted, observed, n }) =>
        Object.freeze({ stated: meanPredicted, observed, n, interval: intervalOf(observed, n) }),
      ),
    );
  }
  return Object.freeze(
    Object.entries(coverages).flatMap(([metric, stated]) => {
      const observed = measured(measurements, metric);
      const n = measurements.find((one) => one.metric === metric)?.n ?? 0;
      if (observed === undefined || n === 0) return [];
      const interval = task === 'cashflow' ? null : intervalOf(observed, n);
      return [Object.freeze({ stated, observed, n, interval })];
    }),
  );
}

function intervalOf(share: number, n: number): { readonly lower: number; readonly upper: number } {
  const { lower, upper } = shareInterval(Math.round(share * n), n);
  return Object.freeze({ lower, upper });
}
