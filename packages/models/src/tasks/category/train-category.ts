import { TitansError, type TransactionTable } from '@titans/core';
import type { TextMatrix } from '../../estimators/text/text-matrix.js';
import { leaveOneOut, type Split, stratifiedKFold } from '../../evaluation/index.js';
import { refuseLeakage } from '../../features/leakage.js';
import type { CategoryModel, Measurement } from '../models.js';
import type { TaskOptions } from '../train-options.js';
import { categoryFeatures, categoryInput, type LabelledRows, labelledRows } from './category-input.js';
import { categoryModel } from './category-model.js';
import { applyConfidence, type Confidence, fitConfidence } from './confidence.js';
import {
  categoryMeasurements,
  crossFittedProbabilities,
  measureNewPayees,
  scoresOfUnseen,
  splitByPayee,
  type UnseenScores,
} from './evaluate.js';
import { fitScorer } from './scorer.js';
import { chooseTextFields } from './text-fields.js';
import { abstainThreshold } from './threshold.js';

/** Labelled rows that training needs, and up to which every row is left out once. */
const leastRows = 10;
const mostLeftOut = 300;
const quickFolds = 10;
const heldOutShare = 0.2;

/**
 * Learns categories from the labelled rows.
 *
 * Measured by leaving out one row at a time up to 300 rows; above, on the last fifth by time and on payees held out.
 * There the text fields, the model and the temperature are learned from rows that are not measured on; in leaving out,
 * where no field is chosen, the temperature of a row is learned from the scores of other rows. New payees are measured
 * where there are five or more. A class with a single example is kept.
 *
 * @throws TitansError `DATA_INSUFFICIENT` below ten labelled rows or two categories, `ABORTED`.
 */
export async function trainCategory(table: TransactionTable, options: TaskOptions): Promise<CategoryModel> {
  refuseLeakage(categoryFeatures.features, 'category');
  const data = labelledRows(table);
  const { rows, labels, classes } = data;
  if (rows.length < leastRows || classes.length < 2) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      `Categories need at least ${leastRows} labelled rows of two categories; there are ${rows.length} of ` +
        `${classes.length}.`,
      { details: { task: 'category', rows: rows.length, categories: classes.length } },
    );
  }
  const isSmall = rows.length <= mostLeftOut;
  const byPayee = isSmall || options.budget === 'quick' ? undefined : splitByPayee(data, options.seed);
  const further = isSmall ? [] : await chooseTextFields(data, neverTested(data, byPayee), options);
  const input = categoryInput(rows, further);
  const { confidence, threshold, measurements } = isSmall
    ? await leaveOut(input, data, options)
    : await holdOut(input, data, byPayee, options);
  const scorer = await fitScorer(input, labels, classes, { seed: options.seed });
  return categoryModel({ scorer, confidence, further, threshold, measurements, trainedOn: rows.length });
}

interface Evaluated {
  readonly confidence: Confidence;
  readonly threshold: number;
  readonly measurements: readonly Measurement[];
}

async function leaveOut(input: TextMatrix, data: LabelledRows, options: TaskOptions): Promise<Evaluated> {
  const n = data.labels.length;
  const isLeaveOneOut = options.budget === 'standard';
  const splits = isLeaveOneOut
    ? leaveOneOut(n)
    : stratifiedKFold(data.labels, { folds: quickFolds, seed: options.seed });
  const unseen = await scoresOfUnseen(input, data, splits, 'category: leave-one-out', options);
  const classes = data.classes.length;
  const probabilities = crossFittedProbabilities(unseen, classes);
  const { confidence, threshold } = confidenceOf(unseen, classes);
  const method = isLeaveOneOut
    ? `leave-one-out, ${n} rows`
    : `${quickFolds}-fold cross-validation, ${n} rows`;
  return {
    confidence,
    threshold,
    // The threshold was read off the same rows, so what it does to them is no measurement.
    measurements: categoryMeasurements(probabilities, unseen.labels, data.classes, threshold, method).filter(
      ({ metric }) => !metric.startsWith('accepted'),
    ),
  };
}

async function holdOut(
  input: TextMatrix,
  data: LabelledRows,
  byPayee: Split | undefined,
  options: TaskOptions,
): Promise<Evaluated> {
  const classes = data.classes.length;
  const all = data.labels.length;
  const seen = trainingRows(data);
  const early = Math.round(seen * (1 - heldOutShare));
  // What the temperature is learned on lies after what its model learned from, as the rows to come will.
  const calibration = await scoresAfter(input, data, early, seen, 'category: calibration', options);
  const before = confidenceOf(calibration, classes);
  const unseen = await scoresAfter(input, data, seen, all, 'category: hold-out', options);
  const probabilities = applyConfidence(unseen.scores, classes, before.confidence);
  const method = `time-ordered hold-out, last ${all - seen} of ${all} rows`;
  return {
    // The model that is kept has seen more than the measured one: the newest rows tell best how sure it may be.
    ...confidenceOf(unseen, classes),
    measurements: [
      ...categoryMeasurements(probabilities, unseen.labels, data.classes, before.threshold, method),
      ...(byPayee === undefined ? [] : await measureNewPayees(input, data, byPayee, options)),
    ],
  };
}

/** Scores of the rows `from` to `to` by a model of those before. */
async function scoresAfter(
  input: TextMatrix,
  data: LabelledRows,
  from: number,
  to: number,
  stage: string,
  options: TaskOptions,
): Promise<UnseenScores> {
  const rows = Int32Array.from(data.labels.keys());
  const split = { train: rows.subarray(0, from), test: rows.subarray(from, to) };
  return scoresOfUnseen(input, data, [split], stage, options);
}

/** Rows that no measurement tests: what is chosen before measuring may be chosen by them. */
export function neverTested(data: LabelledRows, byPayee: Split | undefined): readonly number[] {
  const ofNewPayees = new Set(byPayee?.test);
  return [...Array(trainingRows(data)).keys()].filter((row) => !ofNewPayees.has(row));
}

function confidenceOf(unseen: UnseenScores, classes: number): Pick<Evaluated, 'confidence' | 'threshold'> {
  return {
    confidence: fitConfidence(unseen.scores, unseen.labels, classes),
    threshold: abstainThreshold(crossFittedProbabilities(unseen, classes), unseen.labels, classes),
  };
}

/** How many of the oldest rows the measured model may see. */
function trainingRows({ labels }: LabelledRows): number {
  return labels.length - Math.round(labels.length * heldOutShare);
}
