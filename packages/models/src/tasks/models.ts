import type {
  ArtifactContent,
  ArtifactStore,
  CurrencyCode,
  EncodeArtifactOptions,
  PlainDate,
  Transaction,
  TransactionTable,
} from '@titans/core';
import type { FeatureDescription } from '../features/feature-matrix.js';
import type { TaskComparison } from '../suite/evaluation/compare-suites.js';
import type { EvaluateOptions } from '../suite/evaluation/evaluation-rows.js';
import type { TaskExplanation, TransactionAnswers } from '../suite/explain-transaction.js';
import type { ModelCard } from '../suite/model-card.js';
import type {
  AmountPrediction,
  AnomalyPrediction,
  CashflowDay,
  CategoryPrediction,
  PredictOptions,
  TransactionQuery,
} from './predictions.js';

/** The four questions. */
export const taskNames = ['category', 'amount', 'anomaly', 'cashflow'] as const;
export type TaskName = (typeof taskNames)[number];

/** A measured figure, on rows that the measured model had not seen. */
export interface Measurement {
  readonly metric: string;
  readonly value: number;
  /** How it was measured, for example `"leave-one-out, 100 rows"`. */
  readonly method: string;
  /** Rows it was measured on. */
  readonly n: number;
}

/** What every trained task has. */
export interface TrainedTask {
  readonly task: TaskName;
  /** `task@` and the first 12 hexadecimal digits of the artifact's SHA-256. */
  readonly version: string;
  readonly features: readonly FeatureDescription[];
  /**
   * Days of account history before a transaction that `predict` can use: 0 where history changes nothing (category,
   * cash flow), `Infinity` where a feature takes in all earlier rows of the account.
   */
  readonly lookBackDays: number;
  readonly measurements: readonly Measurement[];
  /** Rows it was trained on. */
  readonly trainedOn: number;
  toArtifact(): ArtifactContent;
}

export interface CategoryModel extends TrainedTask {
  readonly task: 'category';
  readonly categories: readonly string[];
  /** Confidence below which the model abstains. */
  readonly threshold: number;
  predict(query: TransactionQuery, options?: PredictOptions): CategoryPrediction;
  predictBatch(queries: readonly TransactionQuery[], options?: PredictOptions): readonly CategoryPrediction[];
}

export interface AmountModel extends TrainedTask {
  readonly task: 'amount';
  readonly currency: CurrencyCode;
  predict(query: TransactionQuery, options?: PredictOptions): AmountPrediction;
  predictBatch(queries: readonly TransactionQuery[], options?: PredictOptions): readonly AmountPrediction[];
}

export interface AnomalyModel extends TrainedTask {
  readonly task: 'anomaly';
  /** Score from which a transaction counts as an anomaly. */
  readonly threshold: number;
  predict(query: TransactionQuery, options?: PredictOptions): AnomalyPrediction;
  predictBatch(queries: readonly TransactionQuery[], options?: PredictOptions): readonly AnomalyPrediction[];
}

/** What to forecast. */
export interface ForecastOptions {
  /** 1 to 365, 30 unless told. */
  readonly days?: number;
  /** Nominal coverage of the interval, 0.8 unless told; one of the levels the model was calibrated for. */
  readonly level?: 0.8 | 0.95;
  /** Account; `"default"` unless told, or the only account of the training data. */
  readonly accountId?: string;
  /** Currency of the account's flow; the model's main currency unless told. */
  readonly currency?: CurrencyCode;
}

export interface CashflowModel extends TrainedTask {
  readonly task: 'cashflow';
  /** The currency of most transactions; forecasts are in it unless another is asked for. */
  readonly currency: CurrencyCode;
  /** Accounts with enough days to forecast. */
  readonly accountIds: readonly string[];
  /** Last day of the training data; the forecast starts on the next day. */
  readonly lastDate: PlainDate;
  /** Backtest skill: 1 − MAE ÷ MAE of the best naive forecast, at least 0. */
  readonly skill: number;
  /**
   * @throws TitansError `INVALID_ARGUMENT` outside 1 to 365 days, `NOT_FOUND` for an account (or a currency of it)
   * never seen or seen for less than four weeks.
   */
  forecast(options?: ForecastOptions): readonly CashflowDay[];
}

/** What was measured, as rows for a table. */
export interface ReportRow {
  readonly task: TaskName;
  readonly metric: string;
  readonly value: number;
  readonly method: string;
  readonly n: number;
}

/** The trained tasks of one set of transactions. Reading a task that was not trained throws `TASK_NOT_TRAINED`. */
export interface TrainedSuite {
  readonly tasks: readonly TaskName[];
  readonly category: CategoryModel;
  readonly amount: AmountModel;
  readonly anomaly: AnomalyModel;
  readonly cashflow: CashflowModel;
  readonly report: {
    /** SHA-256 of the training transactions. */
    readonly dataFingerprint: string;
    /** Tasks that could not be trained, and why. */
    readonly skipped: readonly { readonly task: TaskName; readonly reason: string }[];
    rows(): readonly ReportRow[];
    /** The same as a table of plain text. */
    text(): string;
  };
  /** What a user of the model has to know. @throws TitansError `TASK_NOT_TRAINED`. */
  card(task: TaskName): ModelCard;
  /** What every trained task that answers about single transactions says of one. */
  predict(query: TransactionQuery, options?: PredictOptions): TransactionAnswers;
  predictBatch(queries: readonly TransactionQuery[], options?: PredictOptions): readonly TransactionAnswers[];
  /** Why they say so. */
  explain(query: TransactionQuery, options?: PredictOptions): readonly TaskExplanation[];
  /**
   * Measures every trained task on transactions that it must not have learned from: later ones, or other accounts.
   *
   * @throws TitansError `DATA_INSUFFICIENT` without a transaction, `SHAPE_MISMATCH`, `INVALID_ARGUMENT`, `ABORTED`.
   */
  evaluate(
    transactions: TransactionTable | Iterable<Transaction>,
    options?: EvaluateOptions,
  ): Promise<readonly ReportRow[]>;
  /**
   * Compares the tasks that both suites have, on transactions that neither learned from, each by a test of paired
   * differences.
   *
   * @throws TitansError as {@link TrainedSuite.evaluate}.
   */
  compare(
    other: TrainedSuite,
    transactions: TransactionTable | Iterable<Transaction>,
    options?: EvaluateOptions,
  ): Promise<readonly TaskComparison[]>;
  /**
   * Writes one artifact per task and then, in one step, the suite's own that names them: whoever loads finds the old
   * suite or the new one. Files of earlier suites are left where they are.
   *
   * @param destination A directory or a store.
   */
  save(destination: string | ArtifactStore, options?: EncodeArtifactOptions): Promise<void>;
}
