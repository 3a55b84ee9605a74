import {
  requireFinite,
  requireLength,
  requireOutcomes,
  requireValues,
} from '../calibration/checked-values.js';

/** What each threshold does: rows with at least that score are taken for events. */
export interface ThresholdCurve {
  /** Every distinct score, descending, behind ∞, at which no row is taken. */
  readonly thresholds: Float64Array;
  /** Events taken ÷ events, also called recall; NaN without an event. */
  readonly truePositiveRate: Float64Array;
  /** Others taken ÷ others; NaN without one. */
  readonly falsePositiveRate: Float64Array;
  /** Events taken ÷ rows taken; 1 at ∞, where none is. */
  readonly precision: Float64Array;
}

/**
 * The points of the ROC curve and of the precision–recall curve, one per distinct score. As scikit-learn's
 * `roc_curve(drop_intermediate=False)` and, in reverse, `precision_recall_curve`. The area under the first is
 * {@link rocAuc}; the second has {@link averagePrecision}. O(n log n).
 *
 * @param outcomes 1 for the event, 0 for its absence.
 * @param scores Higher for what is more likely to be the event; any finite numbers.
 * @throws TitansError `DATA_INSUFFICIENT` without a row, `SHAPE_MISMATCH`, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for an
 * outcome other than 0 and 1.
 * @example
 * ```ts
 * import { thresholdCurve } from '@titans/models/evaluation';
 *
 * const curve = thresholdCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * curve.thresholds; // ∞, 0.8, 0.4, 0.35, 0.1
 * curve.truePositiveRate; // 0, 0.5, 0.5, 1, 1
 * ```
 */
export function thresholdCurve(outcomes: ArrayLike<number>, scores: ArrayLike<number>): ThresholdCurve {
  requireValues('outcomes', outcomes);
  requireLength('scores', scores, outcomes.length);
  requireOutcomes('outcomes', outcomes);
  requireFinite('scores', scores);
  const order = Uint32Array.from({ length: scores.length }, (_, row) => row).sort(
    (a, b) => (scores[b] as number) - (scores[a] as number),
  );
  const points: { threshold: number; events: number; taken: number }[] = [];
  let events = 0;
  order.forEach((row, i) => {
    events += outcomes[row] as number;
    const threshold = scores[row] as number;
    if (i + 1 < order.length && scores[order[i + 1] as number] === threshold) return;
    points.push({ threshold, events, taken: i + 1 });
  });
  points.unshift({ threshold: Number.POSITIVE_INFINITY, events: 0, taken: 0 });
  const others = scores.length - events;
  const each = (value: (point: (typeof points)[number]) => number): Float64Array =>
    Float64Array.from(points, value);
  return Object.freeze({
    thresholds: each(({ threshold }) => threshold),
    truePositiveRate: each((point) => point.events / events),
    falsePositiveRate: each((point) => (point.taken - point.events) / others),
    precision: each((point) => (point.taken === 0 ? 1 : point.events / point.taken)),
  });
}
