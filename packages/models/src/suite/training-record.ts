import {
  type CurrencyCode,
  fromEpochDay,
  type JsonValue,
  type PlainDate,
  type TransactionTable,
} from '@titans/core';
import type { ReliabilityBin } from '../calibration/reliability-curve.js';
import { compareText } from '../compare-text.js';
import type { TaskName } from '../tasks/models.js';

/** The transactions that a suite was trained on, in figures. No row and no name of an account or payee is in it. */
export interface TrainingData {
  readonly rows: number;
  /** Rows with a category. */
  readonly labelledRows: number;
  readonly firstDate: PlainDate;
  readonly lastDate: PlainDate;
  readonly accounts: number;
  /** Rows per currency, in order of the codes. */
  readonly currencies: readonly { readonly currency: CurrencyCode; readonly rows: number }[];
}

/** How far a measurement may be off by the chance of the rows that it was measured on. */
export interface MeasurementInterval {
  readonly task: TaskName;
  readonly metric: string;
  readonly lower: number;
  readonly upper: number;
  /** Confidence: 0.95. */
  readonly level: number;
  /** `exact` for shares (Clopper and Pearson 1934), `bootstrap` for everything else (Efron 1979). */
  readonly method: 'exact' | 'bootstrap';
}

/** What is kept of a training beside the models. */
export interface TrainingRecord {
  readonly data: TrainingData;
  /** Of the rows taken for independent; a metric of which rows depend on one another has none. */
  readonly intervals: readonly MeasurementInterval[];
  /** How often what was stated with a probability was so, on held-out rows, by task. */
  readonly calibration: Readonly<Partial<Record<TaskName, readonly ReliabilityBin[]>>>;
}

/** What the table holds, in figures. O(rows). */
export function trainingData({ length, columns }: TransactionTable): TrainingData {
  const { date, category, accountId, currency } = columns;
  const byCurrency = new Int32Array(currency.values.length);
  for (const code of currency.codes) byCurrency[code] = (byCurrency[code] as number) + 1;
  return Object.freeze({
    rows: length,
    labelledRows: category.codes.reduce((sum, code) => sum + (code >= 0 ? 1 : 0), 0),
    firstDate: fromEpochDay(date.reduce((first, day) => Math.min(first, day))),
    lastDate: fromEpochDay(date.reduce((last, day) => Math.max(last, day))),
    accounts: new Set(accountId.codes).size,
    currencies: Object.freeze(
      currency.values
        .map((name, code) => Object.freeze({ currency: name, rows: byCurrency[code] as number }))
        .filter(({ rows }) => rows > 0)
        .sort((a, b) => compareText(a.currency, b.currency)),
    ),
  });
}

/** The record as JSON, as it is stored with the suite. */
export function recordToJson({ data, intervals, calibration }: TrainingRecord): JsonValue {
  return {
    data: { ...data, currencies: data.currencies.map((one) => ({ ...one })) },
    intervals: intervals.map((interval) => ({ ...interval })),
    calibration: Object.fromEntries(
      Object.entries(calibration).map(([task, bins]) => [task, bins.map((bin) => ({ ...bin }))]),
    ),
  };
}
