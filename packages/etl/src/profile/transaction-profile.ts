import type { CurrencyCode, PlainDate, TransactionType } from '@titans/core';

/** Count, exact sum, mean and extremes of some amounts. Money is exact decimal text in the main unit of the currency. */
export interface AmountSummary {
  readonly count: number;
  readonly sum: string;
  /** Rounded half away from zero to the minor unit; zero without amounts. */
  readonly mean: string;
  /** The lowest amount; `null` without amounts. Expenses are negative, so this is the largest of them. */
  readonly min: string | null;
  readonly max: string | null;
}

/** What a value of a field stands for. */
export interface GroupSummary extends AmountSummary {
  /** `null` for rows without a value. */
  readonly value: string | null;
  readonly first: PlainDate;
  readonly last: PlainDate;
}

/** Where the middle half of some amounts lies, and how many lie far from it. */
export interface SpreadSummary {
  /** Quartiles by linear interpolation, in the main unit. */
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  /** `q1 − 1.5 × (q3 − q1)` and `q3 + 1.5 × (q3 − q1)`, after Tukey. */
  readonly lowerFence: number;
  readonly upperFence: number;
  /** Amounts beyond the fences. */
  readonly count: number;
  /** The median of the distances to the median, in the main unit. */
  readonly medianAbsoluteDeviation: number;
  /** Amounts whose robust z-score, 0.6745 × distance ÷ deviation, is above 3.5 (Iglewicz and Hoaglin 1993). */
  readonly robustCount: number;
}

/** Where the middle half of some amounts lies, and what lies far from it. */
export interface OutlierSummary extends SpreadSummary {
  /** The amounts beyond the fences that are furthest from the median, at most 20, furthest first. */
  readonly furthest: readonly {
    readonly date: PlainDate;
    readonly description: string;
    readonly amount: string;
  }[];
}

/** The spread of the amounts of one category. */
export interface CategorySpread extends SpreadSummary {
  /** `null` for rows without a category. */
  readonly category: string | null;
  readonly type: TransactionType;
  readonly rows: number;
}

/** What came in and went out in some time. */
export interface FlowSummary {
  readonly count: number;
  readonly income: string;
  readonly expense: string;
  readonly net: string;
}

/** One day with a transaction. */
export interface DaySummary extends FlowSummary {
  readonly date: PlainDate;
}

/** One week or month with a transaction. */
export interface PeriodSummary extends FlowSummary {
  /** The Monday of the week, or the first of the month. */
  readonly start: PlainDate;
}

/** All days of one name. */
export interface WeekdaySummary extends FlowSummary {
  /** `"Monday"` to `"Sunday"`. */
  readonly weekday: string;
  /** How often the day came between the first and the last transaction of the currency, with a transaction or not. */
  readonly days: number;
}

/** Everything of one currency: amounts of different currencies are never added. */
export interface CurrencyProfile {
  readonly currency: CurrencyCode;
  /** Share of all rows, 0 to 1. */
  readonly fraction: number;
  readonly total: AmountSummary;
  readonly income: AmountSummary;
  readonly expense: AmountSummary;
  /** Largest count first. */
  readonly categories: readonly GroupSummary[];
  readonly paymentMethods: readonly GroupSummary[];
  /** The 20 merchants, or descriptions where no merchant is named, that most money went to or came from. */
  readonly merchants: readonly GroupSummary[];
  /** Days in order; days without a transaction are left out, and so with weeks and months. */
  readonly daily: readonly DaySummary[];
  readonly weekly: readonly PeriodSummary[];
  readonly monthly: readonly PeriodSummary[];
  /** Monday to Sunday. */
  readonly weekdays: readonly WeekdaySummary[];
  /** `null` where there is no such row. */
  readonly outliers: { readonly income: OutlierSummary | null; readonly expense: OutlierSummary | null };
  /** Categories with at least four rows of a type, those with most outliers first. */
  readonly categoryOutliers: readonly CategorySpread[];
}

/** A description of some transactions, as plain JSON. */
export interface ProfileData {
  readonly rows: number;
  /** Fields that have a value in some row. */
  readonly fields: readonly string[];
  /** `null` where there are no rows. `activeDays` are those with a transaction. */
  readonly dates: {
    readonly first: PlainDate;
    readonly last: PlainDate;
    readonly days: number;
    readonly activeDays: number;
  } | null;
  readonly accounts: number;
  /** Most rows first. */
  readonly currencies: readonly CurrencyProfile[];
  /** Rows without a value, by field. */
  readonly missing: readonly { readonly field: string; readonly count: number; readonly fraction: number }[];
}

/** A description of some transactions: as JSON, and as a page to look at. */
export interface TransactionProfile extends ProfileData {
  /**
   * One HTML page with inline SVG charts. It needs no network, runs no script and can be printed. However many rows
   * there are, it stays below 500 kB: long tables are cut, with a note of what is left out.
   *
   * @param title Heading of the page, `"Transactions"` unless told.
   */
  toHtml(title?: string): string;
}
