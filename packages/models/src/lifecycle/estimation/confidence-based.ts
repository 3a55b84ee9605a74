import { requireLabels, requireLength } from '../../calibration/checked-values.js';
import { applyIsotonic, fitIsotonic, type IsotonicRegression } from '../../calibration/isotonic.js';
import { expectedCalibrationError, reliabilityCurve } from '../../calibration/reliability-curve.js';
import { integerWithin, oneOf, refuseUnknownParameters } from '../../estimators/parameters.js';
import { checkClassProbabilities } from '../../evaluation/probability-metrics.js';
import { rocAuc } from '../../evaluation/ranking.js';
import { kFold } from '../../evaluation/splits/k-fold.js';
import { type ClassifiedRows, type LabelledRows, leftOutChunks, widened } from './chunk-spread.js';
import { type ClassMetric, type ClassRows, classMetrics, expectedScore, scoreOf } from './expected-scores.js';
import {
  type EstimatedMetric,
  type EstimatedPeriod,
  estimateChunks,
  type PerformanceEstimate,
} from './performance-estimate.js';
import { spreadOfMean, spreadOfScore, standardErrorOf } from './sampling-error.js';

/** What {@link confidenceBasedEstimate} takes. */
export interface ConfidenceBasedOptions {
  /** Rows with labels that the model had not learned from. */
  readonly reference: LabelledRows;
  /** Rows to be judged; labels, where there are some, are only reported beside the estimate. */
  readonly current: ClassifiedRows & { readonly actual?: ArrayLike<number> };
  readonly classes: number;
  /** Rows judged together. */
  readonly chunkRows: number;
  /** All unless told: of two classes figures of the second, of more means over the classes. */
  readonly metrics?: readonly ClassMetric[];
  /**
   * `as-needed` unless told: probabilities are calibrated on the reference (isotonic, one class against the others) where
   * that lowers their calibration error on rows left out.
   */
  readonly calibration?: 'as-needed' | 'always' | 'never';
  /**
   * What intervals allow for. `chunks` unless told: that chunks differ in more than their rows, by as much as those of the reference do
   * when each is judged by what the others tell; of more than fifty, fifty in equal distances. `rows`: that rows were drawn by chance, and nothing else, as NannyML.
   */
  readonly intervals?: 'chunks' | 'rows';
}

/**
 * Estimates how right a classifier is without labels, from its calibrated probabilities (confidence-based performance
 * estimation, CBPE, of NannyML): a row that is answered with 0.8 is right in 8 of 10 cases. It holds as long as the
 * probabilities mean what they did in the reference; it sees that rows became harder, not that the same rows are answered
 * otherwise than before (concept drift). How far that may carry it off, intervals say as far as the reference shows it: where its
 * chunks are like draws of the same rows they are those of `rows`, and wider where each is a kind of its own.
 *
 * @throws TitansError `DATA_INSUFFICIENT` without a row, `SHAPE_MISMATCH`, `DATA_NOT_FINITE`, `INVALID_ARGUMENT`.
 * @example
 * ```ts
 * import { confidenceBasedEstimate } from '@titans/models/lifecycle';
 *
 * const probabilities = Float64Array.of(0.9, 0.1, 0.2, 0.8, 0.7, 0.3, 0.4, 0.6);
 * const predicted = [0, 1, 0, 1];
 * const { chunks } = confidenceBasedEstimate({
 *   reference: { probabilities, predicted, actual: [0, 1, 1, 1] },
 *   current: { probabilities, predicted },
 *   classes: 2,
 *   chunkRows: 4,
 *   calibration: 'never',
 * });
 * console.log(chunks[1]?.figures[0]?.estimate); // accuracy 0.75
 * ```
 */
export function confidenceBasedEstimate(options: ConfidenceBasedOptions): PerformanceEstimate {
  refuseUnknownParameters('confidenceBasedEstimate', options, [
    ...['reference', 'current', 'classes', 'chunkRows', 'metrics', 'calibration', 'intervals'],
  ]);
  const { reference, current, classes, chunkRows, metrics = classMetrics } = options;
  const calibration = oneOf('calibration', options.calibration ?? 'as-needed', [
    'as-needed',
    'always',
    'never',
  ]);
  const intervals = oneOf('intervals', options.intervals ?? 'chunks', ['chunks', 'rows']);
  integerWithin('chunkRows', chunkRows, 1, 1e9);
  checkRows(reference, reference.actual, classes);
  checkRows(current, current.actual, classes);
  for (const metric of metrics) oneOf('metrics', metric, classMetrics);
  const calibrators = calibratorsOf(reference, classes, calibration);
  const [before, now] = [
    classRows(reference, classes, calibrators),
    classRows(current, classes, calibrators),
  ];
  const periods: EstimatedPeriod<CalibratedRows>[] = [
    periodOf('reference', before, reference.actual),
    periodOf('current', now, current.actual),
  ];
  const estimated = metrics.map((metric) => metricOf(metric, before, reference.actual));
  if (intervals === 'rows') return estimateChunks(periods, estimated, chunkRows);
  const judge = (known: LabelledRows, asked: LabelledRows): EstimatedPeriod<CalibratedRows> =>
    periodOf(
      'reference',
      classRows(asked, classes, calibratorsOf(known, classes, calibration)),
      asked.actual,
    );
  return estimateChunks(
    periods,
    widened(estimated, leftOutChunks(reference, classes, chunkRows, judge)),
    chunkRows,
  );
}

/** Rows by class; of two classes the second alone is scored. */
interface CalibratedRows {
  readonly all: readonly ClassRows[];
  readonly scored: readonly { readonly code: number; readonly rows: ClassRows }[];
  readonly predicted: ArrayLike<number>;
}

function checkRows(
  { probabilities, predicted }: ClassifiedRows,
  actual: ArrayLike<number> | undefined,
  classes: number,
): void {
  checkClassProbabilities(predicted, probabilities, classes);
  if (actual === undefined) return;
  requireLength('actual', actual, predicted.length);
  requireLabels('actual', actual, classes);
}

function metricOf(
  metric: ClassMetric,
  reference: CalibratedRows,
  actual: ArrayLike<number>,
): EstimatedMetric<CalibratedRows> {
  if (metric === 'accuracy') {
    const right = Array.from(actual, (label, row) => (label === reference.predicted[row] ? 1 : 0));
    const spread = spreadOfMean(right);
    return {
      ...{ metric, least: 0, most: 1 },
      estimate: expectedAccuracy,
      standardError: (rows) => standardErrorOf([spread], rows),
    };
  }
  const isBinary = reference.scored.length === 1;
  const spreads = reference.scored.map(({ code, rows }) =>
    spreadOfScore(metric, rows, isOfClass(actual, code), isBinary),
  );
  // NannyML widens the area of several classes, whose ranks depend on one another.
  const factor = metric === 'roc_auc' && !isBinary ? 1.2 : 1;
  return {
    ...{ metric, least: 0, most: 1 },
    estimate: ({ scored }, from, to) =>
      meanOf(scored.map(({ rows }) => expectedScore(metric, rows, from, to))),
    standardError: (rows) => standardErrorOf(spreads, rows, factor),
  };
}

function expectedAccuracy({ all, predicted }: CalibratedRows, from: number, to: number): number {
  let sum = 0;
  for (let row = from; row < to; row++) sum += all[predicted[row] as number]?.probability[row] as number;
  return sum / (to - from);
}

function periodOf(
  period: 'reference' | 'current',
  rows: CalibratedRows,
  actual: ArrayLike<number> | undefined,
): EstimatedPeriod<CalibratedRows> {
  const { predicted, scored } = rows;
  return {
    ...{ period, rows, length: predicted.length },
    realise:
      actual === undefined
        ? null
        : (metric, from, to) => {
            if (metric === 'accuracy') {
              let right = 0;
              for (let row = from; row < to; row++) if (actual[row] === predicted[row]) right++;
              return right / (to - from);
            }
            return meanOf(
              scored.map(({ code, rows: of }) =>
                realisedScore(metric as ClassMetric, of, isOfClass(actual, code), from, to),
              ),
            );
          },
  };
}

function realisedScore(
  metric: ClassMetric,
  rows: ClassRows,
  isActual: Uint8Array,
  from: number,
  to: number,
): number {
  const outcomes = isActual.subarray(from, to);
  if (metric === 'roc_auc') {
    return outcomes.includes(0) && outcomes.includes(1)
      ? rocAuc(outcomes, rows.score.subarray(from, to))
      : Number.NaN;
  }
  let [found, falseAlarms, missed] = [0, 0, 0];
  for (const [row, outcome] of outcomes.entries()) {
    const isPredicted = rows.isPredicted[from + row] === 1;
    if (isPredicted && outcome === 1) found++;
    else if (isPredicted) falseAlarms++;
    else if (outcome === 1) missed++;
  }
  return scoreOf(metric as 'precision' | 'recall' | 'f1', { found, falseAlarms, missed });
}

function isOfClass(labels: ArrayLike<number>, code: number): Uint8Array {
  return Uint8Array.from(labels, (label) => (label === code ? 1 : 0));
}

function classRows(
  { probabilities, predicted }: ClassifiedRows,
  classes: number,
  calibrators: readonly IsotonicRegression[] | null,
): CalibratedRows {
  const scores = Array.from({ length: classes }, (_, code) => columnOf(probabilities, classes, code));
  const calibrated =
    calibrators === null
      ? scores
      : normalised(
          scores.map((score, code) => applyIsotonic(calibrators[code] as IsotonicRegression, score)),
        );
  const all = scores.map((score, code) => ({
    score,
    probability: calibrated[code] as Float64Array,
    isPredicted: isOfClass(predicted, code),
  }));
  const first = classes === 2 ? 1 : 0;
  return { all, predicted, scored: all.slice(first).map((rows, place) => ({ code: first + place, rows })) };
}

function columnOf(probabilities: Float64Array, classes: number, code: number): Float64Array {
  return Float64Array.from(
    { length: probabilities.length / classes },
    (_, row) => probabilities[row * classes + code] as number,
  );
}

/** Calibrated one by one, probabilities of a row need not add up to 1; where all are 0, all classes are as probable. */
function normalised(columns: readonly Float64Array[]): readonly Float64Array[] {
  const sums = Float64Array.from({ length: columns[0]?.length ?? 0 }, (_, row) =>
    columns.reduce((sum, column) => sum + (column[row] as number), 0),
  );
  return columns.map((column) =>
    column.map((value, row) => (sums[row] === 0 ? 1 / columns.length : value / (sums[row] as number))),
  );
}

const folds = 3;

function calibratorsOf(
  { probabilities, actual }: ConfidenceBasedOptions['reference'],
  classes: number,
  calibration: 'as-needed' | 'always' | 'never',
): readonly IsotonicRegression[] | null {
  if (calibration === 'never') return null;
  const columns = Array.from({ length: classes }, (_, code) => ({
    score: columnOf(probabilities, classes, code),
    outcomes: isOfClass(actual, code),
  }));
  if (
    calibration === 'as-needed' &&
    (actual.length < folds || !columns.some((column) => isBetterCalibrated(column)))
  )
    return null;
  // Two classes are one question: calibrated apart, their probabilities would still add up to 1.
  return columns.map(({ score, outcomes }) => fitIsotonic(score, outcomes));
}

/** Whether calibration lowers the error on rows that it was not learned from. */
function isBetterCalibrated({
  score,
  outcomes,
}: {
  readonly score: Float64Array;
  readonly outcomes: Uint8Array;
}): boolean {
  const calibrated = new Float64Array(score.length);
  for (const { train, test } of kFold(score.length, { folds })) {
    const pick = (rows: Int32Array, from: ArrayLike<number>): Float64Array =>
      Float64Array.from(rows, (row) => from[row] as number);
    const found = applyIsotonic(fitIsotonic(pick(train, score), pick(train, outcomes)), pick(test, score));
    test.forEach((row, place) => {
      calibrated[row] = found[place] as number;
    });
  }
  const errorOf = (probability: Float64Array): number =>
    expectedCalibrationError(reliabilityCurve(probability, outcomes));
  return errorOf(calibrated) < errorOf(score);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
