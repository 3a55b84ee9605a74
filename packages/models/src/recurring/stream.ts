import type { CurrencyCode, PlainDate } from '@titans/core';

/** How often a stream is paid, from the most to the least often; `every-days` is every so many days. */
export const frequencies = [
  'weekly',
  'fortnightly',
  'four-weekly',
  'semi-monthly',
  'monthly',
  'quarterly',
  'half-yearly',
  'yearly',
  'every-days',
] as const;
export type Frequency = (typeof frequencies)[number];

/** Where a payment that falls due on a Saturday, a Sunday or a holiday is booked. */
export type BusinessDayRule = 'same-day' | 'next-business-day' | 'previous-business-day';

/** The calendar rule of a stream. */
export interface RecurringSchedule {
  readonly frequency: Frequency;
  /** Days of the month, 1 to 31, two for semi-monthly; in shorter months the last day. Empty for weeks and days. */
  readonly daysOfMonth: readonly number[];
  readonly businessDayRule: BusinessDayRule;
  /** Days from one due date to the next, 1 to 365; of `every-days` only. */
  readonly intervalDays?: number;
  /** The due date of the last payment, before the rule moves it; all other due dates are counted from it. */
  readonly anchorDate: PlainDate;
}

/** How a stream kept to its schedule. */
export interface RecurringPunctuality {
  /** Due dates from the first payment to the last. */
  readonly dueCount: number;
  /** How many of them were paid. */
  readonly paidCount: number;
  /** Payments by days after the due date (negative: before it), ascending. */
  readonly deviations: readonly { readonly days: number; readonly count: number }[];
  /** Days beyond which a payment does not count as that of a due date. */
  readonly toleranceDays: number;
}

/** From when on which amount was paid. */
export interface AmountStep {
  readonly date: PlainDate;
  readonly amountMinor: number;
}

/** What a stream pays, in signed minor units. */
export interface RecurringAmount {
  /** One price; several, each for some time; or another amount nearly every time. */
  readonly kind: 'fixed' | 'stepped' | 'varying';
  readonly averageMinor: number;
  readonly lastMinor: number;
  /** What the next payments are expected to be: the price, or the median of the last six varying amounts. */
  readonly expectedMinor: number;
  /**
   * For `varying`, ascending quantiles at equal steps of amount ÷ what was expected before it; `[1]` where nothing
   * varies.
   */
  readonly ratios: readonly number[];
  /** Prices in order; one for `fixed`, none for `varying`. */
  readonly steps: readonly AmountStep[];
}

/** The payment that is expected next. */
export interface NextPayment {
  readonly date: PlainDate;
  /** The interval holds the date with probability `level`, if the payment is made. */
  readonly earliest: PlainDate;
  readonly latest: PlainDate;
  readonly amountMinor: number;
  /** The interval holds the amount with probability `level`, unless the price changes; lowest ≤ highest. */
  readonly lowestMinor: number;
  readonly highestMinor: number;
  readonly level: number;
  /** Whether it was due by `asOf` and is still within what may be late. */
  readonly overdue: boolean;
}

/** What a user may want to be told about a stream. */
export type RecurringAlert =
  | {
      readonly kind: 'price-rise' | 'price-fall';
      readonly date: PlainDate;
      readonly row: number;
      readonly fromMinor: number;
      readonly toMinor: number;
    }
  | { readonly kind: 'missed-payment'; readonly date: PlainDate }
  | { readonly kind: 'duplicate-payment' | 'refund'; readonly date: PlainDate; readonly row: number };

/** One series of payments that belong together. Plain data. */
export interface RecurringStream {
  readonly accountId: string;
  readonly currency: CurrencyCode;
  readonly direction: 'income' | 'expense';
  /** The name that its descriptions have in common, lower case; `null` where there is none. */
  readonly payee: string | null;
  readonly schedule: RecurringSchedule;
  readonly punctuality: RecurringPunctuality;
  /**
   * `active`; `ended` where two payments in a row are overdue (one of half-yearly and yearly streams); `early` where
   * six payments or fewer of one price are likely a stream, but do not meet the false-positive rate yet.
   */
  readonly status: 'active' | 'early' | 'ended';
  /**
   * Posterior probability that the dates follow the schedule, against irregular purchases, with one in ten payees
   * recurring before anything is seen. It is that of the two models; it was not fitted to labels.
   */
  readonly confidence: number;
  /**
   * Decimal logarithm of the e-value: how many times more probable the dates are under the schedule than under the
   * most favourable irregular habit, less what was tried.
   */
  readonly logEvidence: number;
  readonly firstDate: PlainDate;
  readonly lastDate: PlainDate;
  /** Rows of its payments, by date. Duplicates and refunds are in `alerts` only. */
  readonly rows: readonly number[];
  readonly amount: RecurringAmount;
  /** `null` where it ended, or would fall after the year 9999. */
  readonly next: NextPayment | null;
  /** Due dates without a payment, before the last payment and after it. */
  readonly missed: readonly PlainDate[];
  readonly alerts: readonly RecurringAlert[];
}

/** What {@link findRecurring} takes beside the transactions. */
export interface RecurringOptions {
  /** The day up to which rows are looked at; the last day of the rows unless told. */
  readonly asOf?: PlainDate;
  /** Days beside Saturday and Sunday on which banks book nothing. */
  readonly holidays?: readonly PlainDate[];
  /** Probability that the intervals of the next payment hold, from 0.8 to 0.95; 0.9 unless told. */
  readonly level?: number;
  /** Share of payees with irregular dates that may become an `active` stream, above 0 and at most 0.1; 0.01 unless told. */
  readonly falsePositiveRate?: number;
}

/** The answer of {@link findRecurring}. Plain data. */
export interface RecurringReport {
  /** `null` if there were no rows. */
  readonly asOf: PlainDate | null;
  /** By account, currency, direction, then the first row. */
  readonly streams: readonly RecurringStream[];
  /** Rows after `asOf` and rows without money, none of which was looked at. */
  readonly ignoredRows: { readonly afterAsOf: number; readonly zeroAmount: number };
}
