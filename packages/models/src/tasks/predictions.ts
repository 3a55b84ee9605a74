import type { CurrencyCode, PaymentMethod, PlainDate, TransactionTable, TransactionType } from '@titans/core';
import type { CounterpartyType } from '@titans/core/merchants';

/** A transaction to ask about. Whatever is left out is treated as missing. */
export interface TransactionQuery {
  readonly description?: string;
  /** Signed, in the main unit of the currency. */
  readonly amount?: number;
  /** `YYYY-MM-DD`. */
  readonly date?: string;
  /** `HH:MM` or `HH:MM:SS`. */
  readonly time?: string;
  readonly type?: TransactionType;
  readonly category?: string;
  readonly paymentMethod?: PaymentMethod;
  readonly status?: string;
  readonly reference?: string;
  readonly merchantName?: string;
  readonly merchantCategoryCode?: string;
  readonly location?: string;
  readonly recurring?: boolean;
  readonly tags?: readonly string[];
  /** `"default"` unless told. */
  readonly accountId?: string;
  /** The currency of the training data unless told. */
  readonly currency?: CurrencyCode;
}

/** What a prediction may use beside the transaction. */
export interface PredictOptions {
  /** Earlier transactions of the account, for features that look back. Later rows are ignored. */
  readonly history?: TransactionTable;
  /**
   * Whether answers say why, and what else they might be; `true` unless told. Without, the lists of `alternatives`,
   * `explanation` and `factors` are empty, as is the sentence of an anomaly. All else is the same, in half the time.
   */
  readonly details?: boolean;
}

/** One reason for an answer. */
export interface Attribution {
  /** A feature or a piece of the description, for people to read. */
  readonly feature: string;
  /** Signed; its unit is that of the model's score. */
  readonly contribution: number;
}

/**
 * How sure an answer is, by its calibrated probability: `very_high` from 0.98, `high` from 0.9, `medium` from 0.7, `low`
 * from 0.4, below that `unknown`.
 */
export type ConfidenceLevel = 'very_high' | 'high' | 'medium' | 'low' | 'unknown';

/** Answer of the category model. */
export interface CategoryPrediction {
  readonly category: string;
  /** Calibrated probability that `category` is right; 1 where a rule of the user decided. */
  readonly confidence: number;
  readonly confidenceLevel: ConfidenceLevel;
  /** Every category with its probability, most probable first; they sum to 1. Empty without `details`. */
  readonly alternatives: readonly { readonly category: string; readonly probability: number }[];
  /**
   * What decided: a `rule` of the user, the `memory` of what this payee was before (where it agrees with the answer), the
   * `lexicon` of words that are known without training, or the `model` of text and amounts.
   */
  readonly source: 'rule' | 'memory' | 'model' | 'lexicon';
  /**
   * Whether the confidence is below the threshold, so that a person should decide. Of a payee that was corrected: whether its corrections
   * disagree so much, however long ago they were made.
   */
  readonly abstained: boolean;
  /** What spoke most for the category, strongest first; empty without `details`. */
  readonly explanation: readonly Attribution[];
  /**
   * The primary category of the default taxonomy that `category` belongs to, itself one of that taxonomy or named so that
   * it clearly lies in one; `null` where it does not.
   */
  readonly primary: string | null;
  /** Name of the other side as `counterpartyOf` of `@titans/core/merchants` reads it; `null` where there is no text. */
  readonly merchant: string | null;
  /** What the other side is; `null` where nothing tells. */
  readonly counterpartyType: CounterpartyType | null;
}

/** What the prediction of an amount may use beside the transaction. */
export interface AmountPredictOptions extends PredictOptions {
  /** Share of amounts that the range is to cover; 0.8 unless told. */
  readonly level?: 0.8 | 0.95;
}

/** Answer of the amount model. */
export interface AmountPrediction {
  /**
   * Signed, in the main unit of the currency, rounded to its minor unit. The sign is that of the type, which is taken
   * from earlier rows of the payee or the category where the query does not say.
   */
  readonly amount: number;
  /** min ≤ amount ≤ max. */
  readonly range: { readonly min: number; readonly max: number };
  /** Share of amounts that the range is built to cover: the level asked for. */
  readonly coverage: number;
  /**
   * Share of unseen rows that lay in their range of this level, as measured in training. 0 where fewer than three rows of
   * the type were learned from: the answer is then what the other type amounts to, for want of anything better.
   */
  readonly confidence: number;
  /** `payee` where at least three earlier amounts of the payee are known, which then weigh most; else `model`. */
  readonly source: 'payee' | 'model';
  /**
   * How the amount came about, from the usual amount of the type on: what the category, the first word of the payee,
   * the payee, the payee in this account and the model moved it by. Differences of ln(1 + absolute amount); with
   * `type`, the first, they add up to that of the amount before rounding. Empty without `details`.
   */
  readonly explanation: readonly Attribution[];
  readonly currency: CurrencyCode;
}

/** Answer of the anomaly model. */
export interface AnomalyPrediction {
  readonly isAnomaly: boolean;
  /** 0 (ordinary) to 1; what it means, `scoreKind` says. */
  readonly score: number;
  /**
   * `probability`: calibrated, of an anomaly; from labels. `percentile`: the share of the training rows that stood out
   * less when models of the rows before judged them.
   */
  readonly scoreKind: 'probability' | 'percentile';
  /**
   * `medium` from the model's `threshold`, `high` from 5 times and `critical` from 25 times the odds of the threshold:
   * of percentiles a fifth and a twenty-fifth of the alerts; of probabilities with a threshold of ½, 83 % and 96 %.
   */
  readonly riskLevel: 'low' | 'medium' | 'high' | 'critical';
  /** One sentence for people; empty without `details`. */
  readonly explanation: string;
  /** What made the score, strongest first; the contributions add up to the score. Empty without `details`. */
  readonly factors: readonly Attribution[];
}

/** One day of a cash-flow forecast, in the main unit of the currency; lower ≤ amount ≤ upper. */
export interface CashflowDay {
  readonly date: PlainDate;
  readonly amount: number;
  readonly lower: number;
  readonly upper: number;
}
