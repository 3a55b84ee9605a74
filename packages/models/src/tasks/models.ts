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
import type { Rule, RuleDocument } from '../rules/rule.js';
import type { RuleSet } from '../rules/rule-set.js';
import type { TaskComparison } from '../suite/evaluation/compare-suites.js';
import type { EvaluateOptions } from '../suite/evaluation/evaluation-rows.js';
import type { TaskExplanation, TransactionAnswers } from '../suite/explain-transaction.js';
import type { ModelCard } from '../suite/model-card.js';
import type { SuiteReference } from '../suite/suite-reference.js';
import type { TrainingRecord } from '../suite/training-record.js';
import type {
  BalanceProjection,
  CashflowDayParts,
  CashflowDayQuantiles,
  CashflowTotal,
  ScenarioComparison,
} from './cashflow/answers.js';
import type { FlowStream } from './cashflow/flow-stream.js';
import type { ForecastOptions, ProjectionOptions } from './cashflow/forecast-options.js';
import type { CashflowChange } from './cashflow/scenario.js';
import type {
  AmountPrediction,
  AmountPredictOptions,
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
  /** SHA-256 of what the artifact holds, in hexadecimal. */
  readonly sha256: string;
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
  /** A copy of the model that learns from corrections while it answers. This model stays as it is. */
  online(): LiveCategoryModel;
  /**
   * The same model with other rules of the user in front, or with none.
   *
   * @throws TitansError `CONFIG_INVALID` for a wrong rule.
   */
  withRules(rules: RuleSet | RuleDocument | readonly Rule[] | null): Promise<CategoryModel>;
}

/**
 * A category model that takes corrections.
 *
 * @example
 * ```ts
 * import type { CategoryModel } from '@titans/models';
 *
 * export function learnOn(model: CategoryModel): void {
 *   const live = model.online();
 *   const id = live.correct({ description: 'CORNER SHOP 12' }, 'groceries');
 *   console.log(live.predict({ description: 'Corner Shop 7' }).category); // 'groceries'
 *   live.undo(id);
 * }
 * ```
 */
export interface LiveCategoryModel {
  /** Categories that were learned, and behind them those that only corrections named. */
  readonly categories: readonly string[];
  /** Corrections that are remembered. */
  readonly corrections: number;
  predict(query: TransactionQuery, options?: PredictOptions): CategoryPrediction;
  predictBatch(queries: readonly TransactionQuery[], options?: PredictOptions): readonly CategoryPrediction[];
  /**
   * Learns that a transaction has a category, which may be a new one. From then on this payee has it, whatever was learned
   * before, unless a rule says otherwise; payees of similar names become more probable to have it. The correction fades
   * over years, and at once behind a later one of the same payee.
   *
   * @returns The id by which it can be undone.
   * @throws TitansError `INVALID_ARGUMENT` without a description or merchant name, or for a category that is no text or empty.
   */
  correct(query: TransactionQuery, category: string): number;
  /** Takes a correction back as if it had never been made. @returns Whether there was one of that id. */
  undo(id: number): boolean;
  /** The model as it answers now, to be saved. */
  toModel(): Promise<CategoryModel>;
}

export interface AmountModel extends TrainedTask {
  readonly task: 'amount';
  readonly currency: CurrencyCode;
  /**
   * @throws TitansError `INVALID_ARGUMENT` for a level that is neither 0.8 nor 0.95, or for a query in another currency
   * than the model's; `DATE_INVALID`, `TIME_INVALID`.
   */
  predict(query: TransactionQuery, options?: AmountPredictOptions): AmountPrediction;
  predictBatch(
    queries: readonly TransactionQuery[],
    options?: AmountPredictOptions,
  ): readonly AmountPrediction[];
  /**
   * A copy whose ranges follow the amounts that it is told of, so that they keep what they state when payments change
   * after training. This model stays as it is.
   */
  online(): LiveAmountModel;
}

/**
 * An amount model whose ranges follow what comes.
 *
 * All amounts of a day are told by what came before it. Then each end of the ranges of 80 and 95 % moves, on the scale of
 * ln(1 + amount), by 0.005 × the number of amounts × (the share that was beyond it − the share that it states): outwards
 * where too many were, else inwards (quantile tracking, Angelopoulos, Candès and Tibshirani 2023). So of n followed amounts
 * the share beyond an end differs from what it states by the way that the end went ÷ 0.005 n, as long as it is not held. A
 * day of more than 50 amounts moves the ends as one of 50 does. Ends are held where they have moved outwards by 2 (a factor
 * of e²) or inwards by 0.5, and a range always has its own amount within, and ends at 0.
 *
 * That is of all amounts together: ends move alike whatever is paid, but for prices that are said to be fixed, which
 * neither move nor are moved. The middle stays as it is.
 *
 * @example
 * ```ts
 * import type { TransactionTable } from '@titans/core';
 * import type { AmountModel, TransactionQuery } from '@titans/models';
 *
 * export async function followed(
 *   model: AmountModel,
 *   stored: readonly TransactionQuery[],
 *   history: TransactionTable,
 * ): Promise<AmountModel> {
 *   const live = model.online();
 *   live.follow(stored, { history });
 *   return live.toModel();
 * }
 * ```
 */
export interface LiveAmountModel {
  /** The day that was followed last; `null` before any. */
  readonly day: PlainDate | null;
  /** By what was followed; of the day that was followed last, by what came before it. Nothing is learned. */
  predict(query: TransactionQuery, options?: AmountPredictOptions): AmountPrediction;
  predictBatch(
    queries: readonly TransactionQuery[],
    options?: AmountPredictOptions,
  ): readonly AmountPrediction[];
  /**
   * Tells amounts in the order of days, then learns from what they were. Days may come in several calls. Those that come
   * late are learned from when they come, and what is told twice is learned twice. What has no amount or no date, is of a
   * type that training had no row of, or of another direction than its payee usually has without a type that says so, is told
   * as by `predict` and not learned from. Nothing is learned where this throws.
   *
   * @param options `history` as for `predict`: that of the account of each transaction.
   * @returns One answer per transaction, in their order.
   * @throws TitansError as `predict`.
   */
  follow(queries: readonly TransactionQuery[], options?: AmountPredictOptions): readonly AmountPrediction[];
  /**
   * The model with the ranges as they are after all that was followed, to be saved; save it between days. Its measurements stay
   * those of the training, and the ends of a copy of it may move as far again.
   */
  toModel(): Promise<AmountModel>;
}

export interface AnomalyModel extends TrainedTask {
  readonly task: 'anomaly';
  /** Score from which a transaction counts as an anomaly. */
  readonly threshold: number;
  /**
   * Whether what happened across accounts is part of its answers where it follows them: so with models that learned from
   * labels on more than one account. Of others, following moves the threshold alone.
   */
  readonly comparesAccounts: boolean;
  predict(query: TransactionQuery, options?: PredictOptions): AnomalyPrediction;
  predictBatch(queries: readonly TransactionQuery[], options?: PredictOptions): readonly AnomalyPrediction[];
  /**
   * A copy that is told of every transaction of all accounts as they come. It holds its alert budget as they change, and
   * with labels it judges by what happened across accounts too. This model stays as it is. `followTransactions` of
   * `@titans/models/lifecycle` tells it of those that a warehouse stores.
   */
  online(): LiveAnomalyModel;
}

/**
 * An anomaly model that follows the transactions of all accounts.
 *
 * What it knows of them goes on from the end of training: for up to 2,000 categories and 10,000 payees, by hash, when any
 * account last had it, and how often of late (each time counting half after a day). No row, no amount and no account is
 * kept. Of the last 65,536 changes of that it knows what was before, so that rows that come late are judged as they would
 * have been in time. What it knows is of the model, so keep one for each group of accounts that may be compared with one another.
 *
 * @example
 * ```ts
 * import type { TransactionTable } from '@titans/core';
 * import type { AnomalyModel, TransactionQuery } from '@titans/models';
 *
 * export function alertsOfToday(
 *   model: AnomalyModel,
 *   today: readonly TransactionQuery[],
 *   history: TransactionTable,
 * ): readonly TransactionQuery[] {
 *   const live = model.online();
 *   const answers = live.follow(today, { history });
 *   return today.filter((_, at) => answers[at]?.isAnomaly);
 * }
 * ```
 */
export interface LiveAnomalyModel {
  /**
   * Score from which the next transaction counts as an anomaly. Where there is an alert budget, each alert raises its
   * log-odds by 0.02 and each transaction lowers them by 0.02 × the budget, so that among n followed transactions the
   * share of alerts differs from the budget by at most the way that the log-odds went ÷ 0.02 n (adaptive conformal
   * inference, Gibbs and Candès 2021). Below three nats of evidence nothing is an anomaly all the same, so that fewer may
   * be reported.
   */
  readonly threshold: number;
  /** When the latest transaction happened that it knows of, −1 for the second without a time; `null` before any. */
  readonly latest: { readonly date: PlainDate; readonly secondOfDay: number } | null;
  /**
   * By what was known when the transaction happened: of all accounts, what was followed and is strictly before it. What
   * happened before following began, or before the last 65,536 changes, is judged without that. Nothing is learned.
   */
  predict(query: TransactionQuery, options?: PredictOptions): AnomalyPrediction;
  predictBatch(queries: readonly TransactionQuery[], options?: PredictOptions): readonly AnomalyPrediction[];
  /**
   * Judges transactions in the order of time, each by those strictly before it, and takes them in: those that came before
   * across all accounts are the ones that were followed. A transaction that is older than the latest that was followed is
   * judged as `predict` does, one without a date without what happened across accounts; neither is taken in. Nothing is
   * taken in where this throws.
   *
   * @param options `history` as for `predict`: that of the account of each transaction.
   * @returns One answer per transaction, in their order.
   */
  follow(queries: readonly TransactionQuery[], options?: PredictOptions): readonly AnomalyPrediction[];
  /**
   * Takes transactions in without judging them, in the order of time: the threshold stays as it is. One that is older than
   * the latest is left out. A million take some five seconds.
   *
   * @throws TitansError `INVALID_ARGUMENT` for what is no table.
   */
  observe(transactions: TransactionTable): void;
  /** The model as it is now, to be saved. */
  toModel(): Promise<AnomalyModel>;
}

export interface CashflowModel extends TrainedTask {
  readonly task: 'cashflow';
  /** The currency of most transactions; forecasts are in it unless another is asked for. */
  readonly currency: CurrencyCode;
  /** Accounts with enough days to forecast. */
  readonly accountIds: readonly string[];
  /** Last day of the training data; the forecast starts on the next day. */
  readonly lastDate: PlainDate;
  /**
   * Measured skill: 1 − `mae` ÷ `naive_mae` of {@link TrainedTask.measurements}, at least 0. Both are mean absolute
   * errors per day of forecasts of 30 days that the learning had not seen; the naive forecast is the better of the mean
   * and the last week repeated, chosen with hindsight. 0 is no better than that, 1 would be without error.
   */
  readonly skill: number;
  /**
   * @throws TitansError `INVALID_ARGUMENT` outside 1 to 365 days, `NOT_FOUND` for an account (or a currency of it)
   * never seen or seen for less than four weeks.
   */
  forecast(options?: ForecastOptions): readonly CashflowDay[];
  /** Of what the forecast consists, day by day: recurring payments, calendar and the rest. Throws as `forecast`. */
  components(options?: ForecastOptions): readonly CashflowDayParts[];
  /** The sum over all days, with an interval of its own, which is narrower than the sum of the days'. Throws as `forecast`. */
  total(options?: ForecastOptions): CashflowTotal;
  /**
   * Quantiles of the flow of each day.
   *
   * @throws TitansError as `forecast`, and `INVALID_ARGUMENT` for probabilities that are not above 0 and below 1.
   */
  quantiles(
    options: ForecastOptions & { readonly probabilities: readonly number[] },
  ): readonly CashflowDayQuantiles[];
  /**
   * The balance day by day, how probable it is below a level on that day and at any time up to it, and its lowest point.
   * The probabilities are shares of drawn courses, the same in every call.
   *
   * @throws TitansError as `forecast`, and for a balance or level that is no amount of the currency.
   */
  project(options: ProjectionOptions): BalanceProjection;
  /** The totals without and with a scenario, and what each of its changes adds. Throws as `forecast`. */
  compare(options: ForecastOptions & { readonly scenario: readonly CashflowChange[] }): ScenarioComparison;
  /**
   * Recurring payments of an account, or of all, with their next payments and alerts. Names of payees are `null` unless
   * the model was trained with `keepPayeeNames`.
   *
   * @throws TitansError `NOT_FOUND` for an account never seen or seen for less than four weeks.
   */
  recurring(accountId?: string): readonly FlowStream[];
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
    /** What is kept of the training beside the models; `null` of a suite that an earlier release saved. */
    readonly training: TrainingRecord | null;
    /** Tasks that could not be trained, and why. */
    readonly skipped: readonly { readonly task: TaskName; readonly reason: string }[];
    rows(): readonly ReportRow[];
    /** The same as a table of plain text. */
    text(): string;
    /** The same with calibration as one HTML page that needs no network. */
    toHtml(): string;
  };
  /** What later data are compared with; `null` of a suite that an earlier release saved. */
  readonly reference: SuiteReference | null;
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
