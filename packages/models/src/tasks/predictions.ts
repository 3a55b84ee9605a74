import type { CurrencyCode, PaymentMethod, PlainDate, TransactionTable, TransactionType } from '@titans/core';

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
}

/** One reason for an answer. */
export interface Attribution {
  /** A feature or a piece of the description, for people to read. */
  readonly feature: string;
  /** Signed; its unit is that of the model's score. */
  readonly contribution: number;
}

/** Answer of the category model. */
export interface CategoryPrediction {
  readonly category: string;
  /** Calibrated probability that `category` is right. */
  readonly confidence: number;
  /** Every category with its probability, most probable first; they sum to 1. */
  readonly alternatives: readonly { readonly category: string; readonly probability: number }[];
  readonly source: 'rule' | 'memory' | 'model';
  /** Whether the confidence is below the threshold, so that a person should decide. */
  readonly abstained: boolean;
  /** What spoke most for the category, strongest first. */
  readonly explanation: readonly Attribution[];
}

/** Answer of the amount model. */
export interface AmountPrediction {
  /** Signed, in the main unit of the currency, rounded to its minor unit. */
  readonly amount: number;
  /** min ≤ amount ≤ max. */
  readonly range: { readonly min: number; readonly max: number };
  /** Share of amounts that the range is built to cover. */
  readonly coverage: number;
  /** Share of unseen rows that lay in their range, as measured in training. */
  readonly confidence: number;
  readonly currency: CurrencyCode;
}

/** Answer of the anomaly model. */
export interface AnomalyPrediction {
  readonly isAnomaly: boolean;
  /** 0 (ordinary) to 1. */
  readonly score: number;
  readonly riskLevel: 'low' | 'medium' | 'high' | 'critical';
  /** One sentence for people. */
  readonly explanation: string;
  /** What made the score, strongest first; the contributions add up to the score. */
  readonly factors: readonly Attribution[];
}

/** One day of a cash-flow forecast, in the main unit of the currency; lower ≤ amount ≤ upper. */
export interface CashflowDay {
  readonly date: PlainDate;
  readonly amount: number;
  readonly lower: number;
  readonly upper: number;
}
