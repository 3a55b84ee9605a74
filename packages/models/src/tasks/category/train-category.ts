import { TitansError, type TransactionTable } from '@titans/core';
import { leaveOneOut, type Split, stratifiedKFold } from '../../evaluation/index.js';
import { refuseLeakage } from '../../features/leakage.js';
import type { CategoryModel, Measurement } from '../models.js';
import { fitOptions, type TaskOptions } from '../train-options.js';
import { categoryFeatures, type LabelledRows, labelledRows, mostCategories } from './category-input.js';
import { categoryModel } from './category-model.js';
import { type CategoryOptions, checkCategoryOptions } from './category-options.js';
import { type Combiner, combine } from './combiner.js';
import { emptyCorrections } from './corrections.js';
import {
  categoryMeasurements,
  combinerOf,
  crossFittedProbabilities,
  joined,
  newPayeeMeasurements,
  scoresOfUnseen,
  splitByPayee,
  type UnseenScores,
} from './evaluate.js';
import { heldOutCategories, inOrderOfRows } from './held-out-categories.js';
import { rowReader } from './row-reader.js';
import { fitSources, type SourceSettings } from './sources.js';
import { chooseTextFields } from './text-fields.js';
import { abstainThreshold } from './threshold.js';

/** Labelled rows that training needs, and up to which every row is left out once. */
const leastRows = 10;
const mostLeftOut = 300;
/** Categories of fewer rows are named in the report, so many at most. */
const fewRows = 5;
const mostNamed = 20;
const quickFolds = 10;
const heldOutShare = 0.2;

/**
 * Learns categories from the labelled rows: what each payee was, a linear model of the text, what amounts, days and codes go
 * with, and how much each of them is to be believed, by how well the payee is known.
 *
 * Measured by leaving out one row at a time up to 300 rows; above, on the last fifth by time and on payees held out.
 * There the text fields, the sources and their combination are learned from rows that are not measured on; in leaving out,
 * where no field is chosen, the combination for a row is learned from other rows. New payees are measured where there are
 * five or more. A class with a single example is kept. Rules of the user are no part of what is measured.
 *
 * @throws TitansError `DATA_INSUFFICIENT` below ten labelled rows or two categories, `LIMIT_EXCEEDED` above 1,000
 * categories, `ABORTED`, and what wrong options cause.
 */
export async function trainCategory(
  table: TransactionTable,
  options: TaskOptions,
  categoryOptions: CategoryOptions = {},
): Promise<CategoryModel> {
  const { rules, memory, lexicon } = checkCategoryOptions(categoryOptions);
  refuseLeakage(categoryFeatures.features, 'category');
  const data = labelledRows(table);
  const { rows, labels, classes, currency } = data;
  requireLearnable(rows.length, classes.length);
  const isSmall = rows.length <= mostLeftOut;
  const byPayee =
    isSmall || options.budget === 'quick' ? undefined : splitByPayee(data, trainingRows(data), options.seed);
  const further = isSmall ? [] : await chooseTextFields(data, neverTested(data, byPayee), options);
  const settings: SourceSettings = { further, memory, lexicon, readRow: rowReader(further, lexicon) };
  const evaluated = isSmall
    ? await leaveOut(data, settings, options)
    : await holdOut(data, byPayee, settings, options);
  const sources = await fitSources(rows, labels, classes, settings, fitOptions(options));
  return categoryModel({
    sources,
    ...evaluated,
    measurements: [...evaluated.measurements, ...smallCategories(data), ...almostEqualCategories(data)],
    rules,
    corrections: emptyCorrections(),
    currency,
    trainedOn: rows.length,
  });
}

/** Categories of few rows, by name: they are learned like the others, and known less. */
function smallCategories({ labels, classes }: LabelledRows): readonly Measurement[] {
  const rows = new Int32Array(classes.length);
  for (const label of labels) rows[label] = (rows[label] as number) + 1;
  const small = classes.filter((_, k) => (rows[k] as number) < fewRows);
  if (small.length === 0) return [];
  const named = small.slice(0, mostNamed).join(', ');
  const rest = small.length > mostNamed ? ` and ${small.length - mostNamed} more` : '';
  return [
    {
      metric: 'small_categories',
      value: small.length,
      method: `categories of fewer than ${fewRows} rows: ${named}${rest}`,
      n: labels.length,
    },
  ];
}

/** Categories whose names differ in case alone: probably one that was written in several ways. */
function almostEqualCategories({ labels, classes }: LabelledRows): readonly Measurement[] {
  const spellings = new Map<string, string[]>();
  for (const name of classes) {
    const same = spellings.get(name.toLowerCase());
    if (same) same.push(name);
    else spellings.set(name.toLowerCase(), [name]);
  }
  const doubtful = [...spellings.values()].filter((names) => names.length > 1);
  if (doubtful.length === 0) return [];
  const named = doubtful.slice(0, mostNamed).map((names) => names.join(' / '));
  const rest = doubtful.length > mostNamed ? ` and ${doubtful.length - mostNamed} more` : '';
  return [
    {
      metric: 'almost_equal_categories',
      value: doubtful.length,
      method: `names that differ in case alone, learned apart: ${named.join(', ')}${rest}`,
      n: labels.length,
    },
  ];
}

function requireLearnable(rows: number, categories: number): void {
  const details = { task: 'category', rows, categories };
  if (rows < leastRows || categories < 2) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      `Categories need at least ${leastRows} labelled rows of two categories; there are ${rows} of ${categories}.`,
      { details },
    );
  }
  if (categories > mostCategories) {
    throw new TitansError(
      'LIMIT_EXCEEDED',
      `${categories} categories are more than the ${mostCategories} that can be learned. Join those of few rows, or ` +
        'look whether the column of categories holds something else, such as references.',
      { details },
    );
  }
}

interface Evaluated {
  readonly combiner: Combiner;
  readonly threshold: number;
  readonly measurements: readonly Measurement[];
}

async function leaveOut(
  data: LabelledRows,
  settings: SourceSettings,
  options: TaskOptions,
): Promise<Evaluated> {
  const n = data.labels.length;
  const isLeaveOneOut = options.budget === 'standard';
  const splits = isLeaveOneOut
    ? leaveOneOut(n)
    : stratifiedKFold(data.labels, { folds: quickFolds, seed: options.seed });
  const unseen = await scoresOfUnseen(data, splits, settings, 'category: leave-one-out', options);
  const classes = data.classes.length;
  const combiner = combinerOf(unseen);
  const probabilities = crossFittedProbabilities(unseen, combiner);
  const threshold = abstainThreshold(probabilities, unseen.labels, classes);
  const method = isLeaveOneOut
    ? `leave-one-out, ${n} rows`
    : `${quickFolds}-fold cross-validation, ${n} rows`;
  options.onHeldOut?.(
    heldOutCategories(inOrderOfRows(probabilities, splits), data.labels, data.classes, `0 to ${n}`),
  );
  return {
    combiner,
    threshold,
    // The threshold was read off the same rows, so what it does to them is no measurement.
    measurements: categoryMeasurements(probabilities, unseen.labels, data.classes, threshold, method).filter(
      ({ metric }) => !metric.startsWith('accepted'),
    ),
  };
}

async function holdOut(
  data: LabelledRows,
  byPayee: Split | undefined,
  settings: SourceSettings,
  options: TaskOptions,
): Promise<Evaluated> {
  const classes = data.classes.length;
  const all = data.labels.length;
  const seen = trainingRows(data);
  const early = Math.round(seen * (1 - heldOutShare));
  // What the combination is learned on lies after what its sources learned from, as the rows to come will.
  const before = await scoresAfter(data, early, seen, settings, 'category: calibration', options);
  const ofNew = byPayee && (await scoresOfUnseen(data, [byPayee], settings, 'category: new payees', options));
  const ofNewAlone = ofNew ? [ofNew] : [];
  const alone = combinerOf(before);
  const measured = combinerOf(joined([before, ...ofNewAlone]), alone);
  const threshold = abstainThreshold(crossFittedProbabilities(before, alone), before.labels, classes);
  const unseen = await scoresAfter(data, seen, all, settings, 'category: hold-out', options);
  const probabilities = combine(measured, unseen.read);
  const method = `time-ordered hold-out, last ${all - seen} of ${all} rows`;
  options.onHeldOut?.(heldOutCategories(probabilities, unseen.labels, data.classes, `${seen} to ${all}`));
  return {
    // The sources that are kept have seen more than the measured ones: the newest rows tell best how sure they may be.
    combiner: combinerOf(joined([...ofNewAlone, before, unseen]), measured),
    // The stricter of two spans of time: what is sure in one need not be in the next.
    threshold: Math.max(threshold, abstainThreshold(probabilities, unseen.labels, classes)),
    measurements: [
      ...categoryMeasurements(probabilities, unseen.labels, data.classes, threshold, method),
      ...(ofNew === undefined ? [] : newPayeeMeasurements(combine(alone, ofNew.read), ofNew, data.classes)),
    ],
  };
}

/** Scores of the rows `from` to `to` by sources of those before. */
async function scoresAfter(
  data: LabelledRows,
  from: number,
  to: number,
  settings: SourceSettings,
  stage: string,
  options: TaskOptions,
): Promise<UnseenScores> {
  const rows = Int32Array.from(data.labels.keys());
  const split: Split = { train: rows.subarray(0, from), test: rows.subarray(from, to) };
  return scoresOfUnseen(data, [split], settings, stage, options);
}

/** Rows that no measurement tests: what is chosen before measuring may be chosen by them. */
export function neverTested(data: LabelledRows, byPayee: Split | undefined): readonly number[] {
  return byPayee === undefined ? [...Array(trainingRows(data)).keys()] : [...byPayee.train];
}

/** How many of the oldest rows the measured model may see; the rows after them are measured on. */
function trainingRows({ labels }: LabelledRows): number {
  return labels.length - Math.round(labels.length * heldOutShare);
}
