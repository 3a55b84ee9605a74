import { defaultCurrency, TitansError, type TransactionTable, timeOrder } from '@titans/core';
import { refuseUnknownParameters } from '../../estimators/parameters.js';
import { type FeatureRow, featureRows } from '../../features/feature-row.js';
import { mainCurrency } from '../main-currency.js';
import type { AnomalyModel } from '../models.js';
import type { TaskOptions } from '../train-options.js';
import { checkAlertBudget } from './alert-budget.js';
import { anomalyFeatures, columnsNamed, seenRows } from './anomaly-input.js';
import { anomalyModel } from './anomaly-model.js';
import { type AnomalyOptions, detectorNames } from './detectors.js';
import { fitAnomaly, fitJudge, type JudgedRows, judgeRows, type TrainingRows } from './fitted-anomaly.js';
import { heldOutScores } from './held-out-scores.js';
import { labelCodes } from './labels.js';
import { measurementsOf, type ScoredRows, scoredRows } from './measure-anomaly.js';
import { populationColumns } from './population/population-columns.js';
import { newPopulation, type PopulationState } from './population/population-fold.js';
import { referenceKeys, referenceKinds } from './reference.js';

const leastRows = 20;
/** Rows up to which three fifths are measured, each by a model of its own; above, the last. */
const mostRowsOfBlocks = 5_000;
const blockShare = 0.2;
/** Rows of the first model, which only teaches the second how scores are spread, where one block is measured. */
const firstShare = 0.64;

/**
 * Learns what is ordinary, and from labels, where there are any, what is an anomaly.
 *
 * Each kind of evidence (amount beside the payee's, category's and account's and those of all accounts, spending and
 * number of payments beside the account's pace, hour and weekday, new payee, repetition, direction, and the pattern that
 * an isolation forest finds) is measured in nats: −ln of the share of training rows that showed as much. Kinds that go
 * together share one weight; the sum is the evidence (Fisher's method, corrected for dependence). All of it is read from
 * the account's rows strictly before. Labels correct it by a logistic regression that starts from these weights, and
 * from five labels of each kind on by boosted trees.
 *
 * What happens across accounts, when any account last had the category or payee and how often of late, is followed by the
 * model's `online()`: with labels, trees of their own look at it there.
 *
 * The scale of scores and the threshold come from rows that models of earlier rows judged, in the order of time.
 *
 * @throws TitansError `DATA_INSUFFICIENT` below twenty rows, `INVALID_ARGUMENT` for an option outside its range or what
 * is no label, `SHAPE_MISMATCH` if there is not one label per row, `ABORTED`.
 */
export async function trainAnomaly(
  table: TransactionTable,
  options: TaskOptions,
  anomaly: AnomalyOptions = {},
): Promise<AnomalyModel> {
  checkOptions(anomaly);
  const order = timeOrder(table);
  const codes = anomaly.labels === undefined ? null : labelCodes(anomaly.labels, order);
  if (table.length < leastRows) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      `Anomalies need at least ${leastRows} rows to learn what is ordinary; there are ${table.length}.`,
      { details: { task: 'anomaly', rows: table.length } },
    );
  }
  const population = newPopulation();
  const rows = trainingRows(table, order, codes, population);
  const isQuick = options.budget === 'quick' || table.length > mostRowsOfBlocks;
  const block = Math.round(table.length * blockShare);
  const last = table.length - block;
  // Where models end that judge the rows after them.
  const cuts = isQuick
    ? [Math.round(table.length * firstShare), last]
    : [last - 3 * block, last - 2 * block, last - block, last];
  const judged: JudgedRows[] = [];
  const measured: ScoredRows[] = [];
  for (const [index, cut] of cuts.entries()) {
    options.onProgress?.({ stage: 'anomaly models', done: index, total: cuts.length + 1, unit: 'steps' });
    const next = cuts[index + 1] ?? table.length;
    if (index === 0) {
      judged.push(judgeRows(await fitJudge(rows, cut, options, anomaly), rows, cut, next));
      continue;
    }
    const fitted = await fitAnomaly(rows, cut, judged, options, anomaly);
    const answers = judgeRows(fitted, rows, cut, next);
    judged.push(answers);
    measured.push(scoredRows(fitted, answers));
  }
  options.onProgress?.({ stage: 'anomaly models', done: cuts.length, total: cuts.length + 1, unit: 'steps' });
  const n = measured.reduce((sum, { scores }) => sum + scores.length, 0);
  const method = `last ${n} of ${table.length} rows by time, each fifth by a model of the rows before`;
  options.onHeldOut?.(heldOutScores(measured, codes));
  return anomalyModel({
    fitted: await fitAnomaly(rows, table.length, judged, options, anomaly),
    population,
    currency: mainCurrency(table) ?? defaultCurrency,
    measurements: measurementsOf(measured, codes, method),
    trainedOn: table.length,
  });
}

/** @param population Takes in what happened across accounts. */
function trainingRows(
  table: TransactionTable,
  order: Uint32Array,
  codes: TrainingRows['codes'],
  population: PopulationState,
): TrainingRows {
  const inOrder = (values: ArrayLike<number>): Float64Array =>
    Float64Array.from(order, (row) => values[row] as number);
  const features = featureRows(table);
  const keys = referenceKeys(features);
  const inTime = Array.from(order, (row) => features[row] as FeatureRow);
  const { columns } = populationColumns(population, inTime, true);
  return {
    ...seenRows(anomalyFeatures.matrix(table), order),
    keys: columnsNamed(referenceKinds, (kind) => inOrder(keys[kind])),
    days: inOrder(table.columns.date),
    codes,
    population: isShared(table) ? columns : null,
  };
}

/** Whether there is more than one account: what happens across accounts is else what happens in the one. */
function isShared({ columns: { accountId } }: TransactionTable): boolean {
  const [first] = accountId.codes;
  return accountId.codes.some((code) => code !== first);
}

function checkOptions(given: AnomalyOptions): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new TitansError('INVALID_ARGUMENT', 'The options of anomaly must be an object.', {
      details: { field: 'anomaly' },
    });
  }
  refuseUnknownParameters('anomaly', given, ['detector', 'alertBudget', 'labels']);
  checkAlertBudget(given.alertBudget);
  if (given.detector === undefined || detectorNames.includes(given.detector)) return;
  throw new TitansError('INVALID_ARGUMENT', `anomaly.detector must be one of ${detectorNames.join(', ')}.`, {
    details: { field: 'anomaly.detector' },
  });
}
