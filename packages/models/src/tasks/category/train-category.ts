import { TitansError, type TransactionTable } from '@titans/core';
import type { TextMatrix } from '../../estimators/text/text-matrix.js';
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
  scoresOutOfFold,
} from './evaluate.js';
import { fitScorer } from './scorer.js';
import { chooseTextFields } from './text-fields.js';
import { abstainThreshold } from './threshold.js';

/** Labelled rows that training needs, and up to which every row is left out once. */
const leastRows = 10;
const mostLeftOut = 300;
const heldOutShare = 0.2;
const innerFolds = 3;

/**
 * Learns categories from the labelled rows.
 *
 * Measured by leaving out one row at a time up to 300 rows; above, on the last fifth by time and on payees held out.
 * Whatever is learned, the temperature included, is learned without the rows that it is measured on. A class with a
 * single example is kept.
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
  const further = isSmall ? [] : await chooseTextFields(data, trainingRows(data), options);
  const input = categoryInput(rows, further);
  const { confidence, threshold, measurements } = await (isSmall ? leaveOut : holdOut)(input, data, options);
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
  const folds = options.budget === 'standard' ? n : Math.min(10, n);
  const foldOf = Int32Array.from({ length: n }, (_, row) => row % folds);
  const unseen = await scoresOutOfFold(input, data, foldOf, () => true, 'category: leave-one-out', options);
  const classes = data.classes.length;
  const probabilities = crossFittedProbabilities(unseen, classes);
  const threshold = abstainThreshold(probabilities, unseen.labels, classes);
  const method = folds === n ? `leave-one-out, ${n} rows` : `${folds}-fold cross-validation, ${n} rows`;
  return {
    confidence: fitConfidence(unseen.scores, unseen.labels, classes),
    threshold,
    // The threshold was read off the same rows, so what it does to them is no measurement.
    measurements: categoryMeasurements(probabilities, unseen.labels, data.classes, threshold, method).filter(
      ({ metric }) => !metric.startsWith('accepted'),
    ),
  };
}

async function holdOut(input: TextMatrix, data: LabelledRows, options: TaskOptions): Promise<Evaluated> {
  const classes = data.classes.length;
  const seen = trainingRows(data);
  const n = data.labels.length - seen;
  // Blocks of time, as the rows to come are another block.
  const inner = Int32Array.from(data.labels, (_, row) =>
    row < seen ? Math.floor((row * innerFolds) / seen) : -1,
  );
  const calibration = await scoresOutOfFold(
    input,
    data,
    inner,
    (row) => row < seen,
    'category: calibration',
    options,
  );
  const confidence = fitConfidence(calibration.scores, calibration.labels, classes);
  const calibrated = crossFittedProbabilities(calibration, classes);
  const threshold = abstainThreshold(calibrated, calibration.labels, classes);
  const tested = Int32Array.from(data.labels, (_, row) => (row < seen ? -1 : 0));
  const unseen = await scoresOutOfFold(
    input,
    data,
    tested,
    (row) => row < seen,
    'category: hold-out',
    options,
  );
  const probabilities = applyConfidence(unseen.scores, classes, confidence);
  const method = `time-ordered hold-out, last ${n} of ${data.labels.length} rows`;
  return {
    confidence,
    threshold,
    measurements: [
      ...categoryMeasurements(probabilities, unseen.labels, data.classes, threshold, method),
      ...(options.budget === 'standard' ? await measureNewPayees(input, data, confidence, options) : []),
    ],
  };
}

/** How many of the oldest rows the measured model may see. */
function trainingRows({ labels }: LabelledRows): number {
  return labels.length - Math.round(labels.length * heldOutShare);
}
