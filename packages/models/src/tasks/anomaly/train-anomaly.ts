import { defaultCurrency, TitansError, type TransactionTable, timeOrder } from '@titans/core';
import { featureRows } from '../../features/feature-row.js';
import { medianAndSpread } from '../../features/robust-window.js';
import { upperQuantile } from '../../forecast/intervals.js';
import { mainCurrency } from '../main-currency.js';
import type { AnomalyModel, Measurement } from '../models.js';
import type { AnomalyPrediction } from '../predictions.js';
import { fitOptions, type TaskOptions } from '../train-options.js';
import { type AnomalyValues, anomalyFeatures, detectorMatrix, valuesAt } from './anomaly-input.js';
import { anomalyModel, type FittedAnomaly, scoreRows } from './anomaly-model.js';
import { type AnomalyOptions, detectorNamed, detectorNames } from './detectors.js';
import { evidenceOf, ordinaryOf } from './evidence.js';
import { amountReference } from './reference.js';
import { totalOf } from './score.js';

const leastRows = 20;
const heldOutShare = 0.2;
/** Rows up to which three fifths are scored, each by a model of its own; above, the last. */
const mostRowsOfBlocks = 5_000;
const usualBudget = 0.03;
/** Evidence below which nothing is an anomaly, whatever the budget: three standard deviations of one thing. */
const leastAlertLevel = 1;

/**
 * Learns what is ordinary: an isolation forest over robust features, beside evidence that speaks for itself (amount
 * against payee, category and account, new payee, repetition, pace, hour). The alert level is where the evidence of
 * `alertBudget` of the training rows lies above, but never so low that the ordinary would be reported: a table in
 * which nothing stands out has no anomalies.
 *
 * `rate` is the share of anomalies among the latest rows by time, by models of the rows before.
 *
 * @throws TitansError `DATA_INSUFFICIENT` below twenty rows, `INVALID_ARGUMENT` for an option outside its range,
 * `ABORTED`.
 */
export async function trainAnomaly(
  table: TransactionTable,
  options: TaskOptions,
  anomaly: AnomalyOptions = {},
): Promise<AnomalyModel> {
  checkOptions(anomaly);
  if (table.length < leastRows) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      `Anomalies need at least ${leastRows} rows to learn what is ordinary; there are ${table.length}.`,
      { details: { task: 'anomaly', rows: table.length } },
    );
  }
  const matrix = anomalyFeatures.matrix(table);
  const rows = Array.from(timeOrder(table), (row) => valuesAt(matrix, row));
  const measurements = await measure(rows, options, anomaly);
  const fitted = await fitAnomaly(rows, options, anomaly);
  return anomalyModel({
    fitted,
    reference: amountReference(featureRows(table)),
    currency: mainCurrency(table) ?? defaultCurrency,
    measurements,
    trainedOn: table.length,
  });
}

async function fitAnomaly(
  rows: readonly AnomalyValues[],
  options: TaskOptions,
  { detector = 'isolation-forest', alertBudget = usualBudget }: AnomalyOptions,
): Promise<FittedAnomaly> {
  const matrix = detectorMatrix(rows);
  const fitted = await detectorNamed(detector).fit(matrix, fitOptions(options));
  const patterns = fitted.score(matrix);
  const ordinary = ordinaryOf(rows, medianAndSpread([...patterns]));
  const totals = rows.map((values, row) => totalOf(evidenceOf(values, patterns[row] as number, ordinary)));
  return {
    detector: fitted,
    ordinary,
    alertLevel: Math.max(leastAlertLevel, upperQuantile(totals, 1 - alertBudget)),
  };
}

async function measure(
  rows: readonly AnomalyValues[],
  options: TaskOptions,
  anomaly: AnomalyOptions,
): Promise<readonly Measurement[]> {
  const block = Math.round(rows.length * heldOutShare);
  const blocks = options.budget === 'standard' && rows.length <= mostRowsOfBlocks ? 3 : 1;
  const answers: AnomalyPrediction[] = [];
  for (let start = rows.length - blocks * block; start < rows.length; start += block) {
    const fitted = await fitAnomaly(rows.slice(0, start), options, anomaly);
    answers.push(...scoreRows(fitted, rows.slice(start, start + block)));
  }
  const n = answers.length;
  const budget = anomaly.alertBudget ?? usualBudget;
  const method =
    `last ${n} of ${rows.length} rows by time, each fifth by a model of the rows before, ` +
    `alert budget ${budget * 100} %`;
  const share = (isCounted: (answer: AnomalyPrediction) => boolean): number =>
    answers.filter(isCounted).length / n;
  return [
    { metric: 'rate', value: share(({ isAnomaly }) => isAnomaly), method, n },
    {
      metric: 'high_risk_rate',
      value: share(({ riskLevel }) => riskLevel === 'high' || riskLevel === 'critical'),
      method,
      n,
    },
  ];
}

function checkOptions({ detector, alertBudget }: AnomalyOptions): void {
  if (detector !== undefined && !detectorNames.includes(detector)) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `anomaly.detector must be one of ${detectorNames.join(', ')}.`,
      {
        details: { field: 'anomaly.detector' },
      },
    );
  }
  if (alertBudget !== undefined && !(alertBudget >= 0.001 && alertBudget <= 0.2)) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `anomaly.alertBudget must be 0.001 to 0.2, not ${alertBudget}.`,
      {
        details: { field: 'anomaly.alertBudget' },
      },
    );
  }
}
