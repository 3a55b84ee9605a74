import { breathe, createRandom } from '@titans/core';
import { selectTextRows, type TextMatrix } from '../../estimators/text/text-matrix.js';
import {
  classificationReport,
  kFold,
  mostProbableLabels,
  type Split,
  type Splits,
} from '../../evaluation/index.js';
import { payeeOf } from '../../features/payee.js';
import type { Measurement } from '../models.js';
import type { TaskOptions } from '../train-options.js';
import type { LabelledRows } from './category-input.js';
import { applyConfidence, fitConfidence, mostProbable, scoresOfRows } from './confidence.js';
import { fitScorer, scoresOf } from './scorer.js';

/** Scores of rows by models that were fitted without them. */
export interface UnseenScores {
  /** Row-major rows × classes. */
  readonly scores: Float64Array;
  readonly labels: Int32Array;
}

/** Scores the tested rows of every split by a model of its rows to learn from, split after split. */
export async function scoresOfUnseen(
  input: TextMatrix,
  { labels, classes }: LabelledRows,
  splits: Splits,
  stage: string,
  options: TaskOptions,
): Promise<UnseenScores> {
  const { seed, signal, onProgress } = options;
  const scores: Float64Array[] = [];
  const tested: Int32Array[] = [];
  for (const { train, test } of splits) {
    await breathe(signal, stage);
    onProgress?.({ stage, done: tested.length, total: splits.length, unit: 'rounds' });
    const fitted = await fitScorer(
      selectTextRows(input, train),
      train.map((row) => labels[row] as number),
      classes,
      signal === undefined ? { seed } : { seed, signal },
    );
    scores.push(scoresOf(fitted, selectTextRows(input, test)));
    tested.push(test.map((row) => labels[row] as number));
  }
  const rows = tested.reduce((sum, { length }) => sum + length, 0);
  const unseen = { scores: new Float64Array(rows * classes.length), labels: new Int32Array(rows) };
  let start = 0;
  tested.forEach((ofSplit, split) => {
    unseen.scores.set(scores[split] as Float64Array, start * classes.length);
    unseen.labels.set(ofSplit, start);
    start += ofSplit.length;
  });
  return unseen;
}

/**
 * Confidences of rows, each by a temperature that was learned from the scores of the other four fifths. The fifths are
 * drawn at random: rows often come in a rhythm, and every fifth row may be of one kind.
 */
export function crossFittedProbabilities({ scores, labels }: UnseenScores, classes: number): Float64Array {
  const probabilities = new Float64Array(scores.length);
  for (const { train, test } of kFold(labels.length, { folds: Math.min(5, labels.length) })) {
    const confidence = fitConfidence(
      scoresOfRows(scores, train, classes),
      train.map((row) => labels[row] as number),
      classes,
    );
    for (const row of test) {
      const start = row * classes;
      probabilities.set(applyConfidence(scores.subarray(start, start + classes), classes, confidence), start);
    }
  }
  return probabilities;
}

/** Accuracy, macro-F1, log-loss, expected calibration error, and what the threshold does. */
export function categoryMeasurements(
  probabilities: Float64Array,
  labels: Int32Array,
  classes: readonly string[],
  threshold: number,
  method: string,
): readonly Measurement[] {
  const report = classificationReport(labels, probabilities, classes);
  const best = Array.from(labels, (_, row) => mostProbable(probabilities, classes.length, row));
  const accepted = [...labels.keys()].filter((row) => (best[row]?.probability ?? 0) >= threshold);
  const right = accepted.filter((row) => best[row]?.label === labels[row]).length;
  const n = labels.length;
  return [
    { metric: 'accuracy', value: report.accuracy, method, n },
    { metric: 'macro_f1', value: report.macro.f1, method, n },
    { metric: 'log_loss', value: report.logLoss, method, n },
    { metric: 'ece', value: report.calibrationError.equalWidth, method, n },
    { metric: 'accepted', value: accepted.length / n, method, n },
    ...(accepted.length === 0
      ? []
      : [{ metric: 'accepted_accuracy', value: right / accepted.length, method, n: accepted.length }]),
  ];
}

/**
 * Accuracy and macro-F1 over payees that the scoring model had not seen.
 *
 * @param split Learns from some payees, tests others.
 */
export async function measureNewPayees(
  input: TextMatrix,
  data: LabelledRows,
  split: Split,
  options: TaskOptions,
): Promise<readonly Measurement[]> {
  const { scores, labels } = await scoresOfUnseen(input, data, [split], 'category: new payees', options);
  const predicted = mostProbableLabels(scores, data.classes.length);
  const report = classificationReport(labels, predicted, data.classes);
  const n = labels.length;
  const method = `hold-out of a fifth of the payees, ${n} rows`;
  return [
    { metric: 'accuracy_new_payees', value: report.accuracy, method, n },
    { metric: 'macro_f1_new_payees', value: report.macro.f1, method, n },
  ];
}

/** Holds out a fifth of the payees, drawn at random; `undefined` below five of them. */
export function splitByPayee({ rows }: LabelledRows, seed: number): Split | undefined {
  const payees = rows.map((row) => payeeOf(row) ?? '');
  const distinct = createRandom(seed, 'category/new-payees').shuffle([...new Set(payees)]);
  if (distinct.length < 5) return undefined;
  const heldOut = new Set(distinct.slice(0, Math.round(distinct.length / 5)));
  const all = Int32Array.from(rows.keys());
  return {
    train: all.filter((row) => !heldOut.has(payees[row] as string)),
    test: all.filter((row) => heldOut.has(payees[row] as string)),
  };
}
