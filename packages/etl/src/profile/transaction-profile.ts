import type { CurrencyCode, PlainDate } from '@titans/core';

/** Count, exact sum and mean of some amounts. Money is exact decimal text in the main unit of the currency. */
export interface AmountSummary {
  readonly count: number;
  readonly sum: string;
  /** Rounded half away from zero to the minor unit. */
  readonly mean: string;
}

/** What a value of a field stands for. */
export interface GroupSummary extends AmountSummary {
  /** `null` for rows without a value. */
  readonly value: string | null;
  readonly first: PlainDate;
  readonly last: PlainDate;
}

/** Where the middle half of some amounts lies, and what lies far from it. */
export interface OutlierSummary {
  /** Quartiles by linear interpolation, in the main unit. */
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  /** `q1 − 1.5 × (q3 − q1)` and `q3 + 1.5 × (q3 − q1)`, after Tukey. */
  readonly lowerFence: number;
  readonly upperFence: number;
  readonly count: number;
  /** The outliers furthest from the median, at most 20, furthest first. */
  readonly furthest: readonly {
    readonly date: PlainDate;
    readonly description: string;
    readonly amount: string;
  }[];
}

/** One day with a transaction. */
export interface DaySummary {
  readonly date: PlainDate;
  readonly count: number;
  readonly income: string;
  readonly expense: string;
  readonly net: string;
}

/** Everything of one currency: amounts of different currencies are never added. */
export interface CurrencyProfile {
  readonly currency: CurrencyCode;
  readonly total: AmountSummary;
  readonly income: AmountSummary;
  readonly expense: AmountSummary;
  /** Largest count first. */
  readonly categories: readonly GroupSummary[];
  readonly paymentMethods: readonly GroupSummary[];
  /** Days in order; days without a transaction are left out. */
  readonly daily: readonly DaySummary[];
  /** `null` where there is no such row. */
  readonly outliers: { readonly income: OutlierSummary | null; readonly expense: OutlierSummary | null };
}

/** A description of some transactions, as plain JSON. */
export interface ProfileData {
  readonly rows: number;
  /** `null` where there are no rows. */
  readonly dates: { readonly first: PlainDate; readonly last: PlainDate; readonly days: number } | null;
  readonly accounts: number;
  /** Most rows first. */
  readonly currencies: readonly CurrencyProfile[];
  /** Rows without a value, by field. */
  readonly missing: readonly { readonly field: string; readonly count: number; readonly fraction: number }[];
}

/** A description of some transactions: as JSON, and as a page to look at. */
export interface TransactionProfile extends ProfileData {
  /**
   * One HTML page with inline SVG charts. It needs no network, runs no script and can be printed.
   *
   * @param title Heading of the page, `"Transactions"` unless told.
   */
  toHtml(title?: string): string;
}
