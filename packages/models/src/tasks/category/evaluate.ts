import { breathe } from '@titans/core';
import { selectTextRows, type TextMatrix } from '../../estimators/text/text-matrix.js';
import { classificationReport } from '../../evaluation/index.js';
import { payeeOf } from '../../features/payee.js';
import type { Measurement } from '../models.js';
import type { TaskOptions } from '../train-options.js';
import type { LabelledRows } from './category-input.js';
import { applyConfidence, type Confidence, fitConfidence, mostProbable, scoresOfRows } from './confidence.js';
import { fitScorer, scoresOf } from './scorer.js';

/** Scores of rows by models that were fitted without them. */
export interface UnseenScores {
  /** Row-major rows × classes. */
  readonly scores: Float64Array;
  readonly labels: Int32Array;
}

/** Fits on every fold's complement and scores the fold. `foldOf` has one number per row; −1 is in no fold. */
export async function scoresOutOfFold(
  input: TextMatrix,
  { labels, classes }: LabelledRows,
  foldOf: Int32Array,
  trainable: (row: number) => boolean,
  stage: string,
  options: TaskOptions,
): Promise<UnseenScores> {
  const folds = foldOf.reduce((most, fold) => Math.max(most, fold), -1) + 1;
  const tested = [...foldOf.keys()].filter((row) => (foldOf[row] as number) >= 0);
  const position = new Map(tested.map((row, index) => [row, index]));
  const scores = new Float64Array(tested.length * classes.length);
  for (let fold = 0; fold < folds; fold++) {
    await breathe(options.signal, stage);
    options.onProgress?.({ stage, done: fold, total: folds, unit: 'rounds' });
    const train = [...foldOf.keys()].filter((row) => foldOf[row] !== fold && trainable(row));
    const test = tested.filter((row) => foldOf[row] === fold);
    const fitted = await fitScorer(
      selectTextRows(input, train),
      Int32Array.from(train, (row) => labels[row] as number),
      classes,
      { seed: options.seed, ...(options.signal === undefined ? {} : { signal: options.signal }) },
    );
    const found = scoresOf(fitted, selectTextRows(input, test));
    test.forEach((row, index) => {
      scores.set(
        found.subarray(index * classes.length, (index + 1) * classes.length),
        (position.get(row) as number) * classes.length,
      );
    });
  }
  return { scores, labels: Int32Array.from(tested, (row) => labels[row] as number) };
}

/** Confidences of rows, each by a temperature that was learned without the row: from the other four fifths. */
export function crossFittedProbabilities({ scores, labels }: UnseenScores, classes: number): Float64Array {
  const folds = Math.min(5, labels.length);
  const probabilities = new Float64Array(scores.length);
  for (let fold = 0; fold < folds; fold++) {
    const inFold = (row: number): boolean => row % folds === fold;
    const rows = [...labels.keys()];
    const others = rows.filter((row) => !inFold(row));
    const confidence = fitConfidence(
      scoresOfRows(scores, others, classes),
      Int32Array.from(others, (row) => labels[row] as number),
      classes,
    );
    for (const row of rows.filter(inFold)) {
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

/** Share of rows of which the most probable class is right, over payees that the scoring model had not seen. */
export async function measureNewPayees(
  input: TextMatrix,
  data: LabelledRows,
  confidence: Confidence,
  options: TaskOptions,
): Promise<readonly Measurement[]> {
  const folds = payeeFolds(data);
  const tested = folds.map((fold) => (fold === 0 ? 0 : -1));
  const unseen = await scoresOutOfFold(input, data, tested, () => true, 'category: new payees', options);
  const classes = data.classes.length;
  const probabilities = applyConfidence(unseen.scores, classes, confidence);
  const report = classificationReport(unseen.labels, probabilities, data.classes);
  const n = unseen.labels.length;
  const method = `hold-out of a fifth of the payees, ${n} rows`;
  return [
    { metric: 'accuracy_new_payees', value: report.accuracy, method, n },
    { metric: 'macro_f1_new_payees', value: report.macro.f1, method, n },
  ];
}

/** A fold 0 to 4 for every payee, in the order in which payees first appear. */
function payeeFolds({ rows }: LabelledRows): Int32Array {
  const foldOfPayee = new Map<string, number>();
  return Int32Array.from(rows, (row) => {
    const payee = payeeOf(row) ?? '';
    const known = foldOfPayee.get(payee);
    if (known !== undefined) return known;
    // A fixed stride of the golden ratio spreads neighbours over the folds.
    const fold = Math.floor(((foldOfPayee.size * 0.618034) % 1) * 5);
    foldOfPayee.set(payee, fold);
    return fold;
  });
}
