import type { ErrorCode } from '@titans/core';
import type { TransactionField } from '../normalise/import-field.js';
import type { DistributionReference } from './checks/reference-distribution.js';

/** Fields whose values have an order. */
export const orderedFields = ['date', 'amount', 'balance'] as const;
export type OrderedField = (typeof orderedFields)[number];

/** Fields that hold money, in the main unit of its currency. */
export const moneyFields = ['amount', 'balance'] as const;
export type MoneyField = (typeof moneyFields)[number];

/** How two values are compared. */
export const operators = ['=', '!=', '<', '<=', '>', '>='] as const;
export type Operator = (typeof operators)[number];

/** Which way a statement runs. */
export const statementOrders = ['oldest-first', 'newest-first', 'either'] as const;
export type StatementOrder = (typeof statementOrders)[number];

/** Expectations of what a source has, and of what could be read of it. */
export type SourceExpectation =
  /** Every source has a column for the field. */
  | { readonly type: 'column-exists'; readonly field: TransactionField }
  /** Every source has columns for the fields, and for no others if `isExact`. */
  | { readonly type: 'column-set'; readonly fields: readonly TransactionField[]; readonly isExact?: boolean }
  /** In every source, the columns of those of the fields that it has stand in this order; others may stand between. */
  | { readonly type: 'column-order'; readonly fields: readonly TransactionField[] }
  /** Every record has a value. */
  | { readonly type: 'not-null'; readonly field: TransactionField }
  /** Every value could be read: no record was rejected for it. */
  | { readonly type: 'readable'; readonly field: TransactionField }
  /** No record was rejected, or none for one of the codes. */
  | { readonly type: 'accepted'; readonly codes?: readonly ErrorCode[] }
  /** Every type or payment method that a source gives is one that is known. */
  | { readonly type: 'recognised'; readonly field: 'type' | 'paymentMethod' };

/** Expectations of single values. Absent ones are the business of `not-null`. */
export type ValueExpectation =
  /** No row has a value. */
  | { readonly type: 'is-null'; readonly field: TransactionField }
  /**
   * Values lie between two, both inclusive unless strict: amounts in the main unit of their currency, dates as
   * `YYYY-MM-DD`.
   */
  | {
      readonly type: 'range';
      readonly field: OrderedField;
      readonly min?: number | string;
      readonly max?: number | string;
      readonly strictMin?: boolean;
      readonly strictMax?: boolean;
    }
  /** Dates are at most so many days after today in UTC, 1 unless told: elsewhere it may be tomorrow already. */
  | { readonly type: 'not-in-future'; readonly maxDaysAhead?: number }
  /** Values are among those listed, in the form in which they are normalised. */
  | { readonly type: 'in-set'; readonly field: TransactionField; readonly values: readonly string[] }
  /** Values are none of those listed. */
  | { readonly type: 'not-in-set'; readonly field: TransactionField; readonly values: readonly string[] }
  /** Values are among those that were given under the name when the suite was made ready. */
  | { readonly type: 'in-reference'; readonly field: TransactionField; readonly reference: string }
  /** Values have a part that matches the pattern, in RE2 syntax, which takes linear time. */
  | { readonly type: 'matches'; readonly field: TransactionField; readonly pattern: string }
  /** Values have no part that matches the pattern. */
  | { readonly type: 'not-matches'; readonly field: TransactionField; readonly pattern: string }
  /** Values have so many characters. */
  | {
      readonly type: 'length';
      readonly field: TransactionField;
      readonly min?: number;
      readonly max?: number;
    }
  /** Values have no control characters, no U+FFFD, and no UTF-8 that was read as Windows-1252 (`Ã©` for `é`). */
  | { readonly type: 'well-formed-text'; readonly field: TransactionField }
  /** Values hold no number of a payment card: 13 to 19 digits of a known range whose check digit is right. */
  | { readonly type: 'no-card-numbers'; readonly field: TransactionField }
  /** Income is not negative, expenses are not positive. */
  | { readonly type: 'sign-agrees-with-type' }
  /** A field compares in that way to another of the same row: two of an order, or texts by `=` and `!=`. */
  | {
      readonly type: 'compare';
      readonly field: TransactionField;
      readonly operator: Operator;
      readonly other: TransactionField;
    };

/** Expectations of rows together, that name the rows which do not meet them. */
export type RowsExpectation =
  /** No two rows agree in all of the fields. */
  | { readonly type: 'unique'; readonly fields: readonly TransactionField[] }
  /** No two rows have the same account, date, amount, currency and description, as letters and digits alone. */
  | { readonly type: 'no-duplicates' }
  /** All rows have the same value of the field, or all that agree in `per`: one currency per account. */
  | { readonly type: 'single-value'; readonly field: TransactionField; readonly per?: TransactionField }
  /** Values of each account in each source never fall, or never rise, in the order of the source. */
  | {
      readonly type: 'monotone';
      readonly field: OrderedField;
      readonly direction: 'rising' | 'falling';
      readonly isStrict?: boolean;
    }
  /**
   * Each running balance is the one before it and the amounts since, exact to the minor unit, for each account in each
   * source. Rows without a balance add up; where a record is missing the balance starts anew. `either` (the default)
   * takes the order that fits better, and speaks of the whole data.
   */
  | { readonly type: 'balance-continues'; readonly order?: StatementOrder };

/** Expectations of the data as a whole. */
export type DatasetExpectation =
  /** There are so many records. */
  | { readonly type: 'row-count'; readonly min?: number; readonly max?: number }
  /** There are as many records as the median of earlier runs, or off by at most a share of it, 0.5 unless told. */
  | { readonly type: 'row-count-near'; readonly earlier: readonly number[]; readonly maxDeviation?: number }
  /** The newest date is at most so many days ago. */
  | { readonly type: 'fresh'; readonly maxAgeDays: number }
  /** From each day with a row to the next there are at most so many days, within every account. */
  | { readonly type: 'max-gap'; readonly maxDays: number }
  /** There are so many different values; exact up to 100,000, then within about 2 %. */
  | {
      readonly type: 'distinct-count';
      readonly field: TransactionField;
      readonly min?: number;
      readonly max?: number;
    }
  /** Each of the listed values occurs. */
  | { readonly type: 'contains-set'; readonly field: TransactionField; readonly values: readonly string[] }
  /** The share of rows with one of the values, among rows with a value, lies between two. */
  | {
      readonly type: 'proportion';
      readonly field: TransactionField;
      readonly values: readonly string[];
      readonly min?: number;
      readonly max?: number;
    }
  /** A figure of amounts or balances of one currency lies between two, in the main unit. The sum is exact. */
  | {
      readonly type: 'sum' | 'mean' | 'median' | 'standard-deviation';
      readonly field: MoneyField;
      readonly min?: number;
      readonly max?: number;
    }
  /** A quantile lies between two; within a relative 0.001. */
  | {
      readonly type: 'quantile';
      readonly field: MoneyField;
      readonly probability: number;
      readonly min?: number;
      readonly max?: number;
    }
  /**
   * At most a share of the values, 0.05 unless told, lies far out: beyond `factor` (1.5) interquartile ranges from the
   * quartiles (`iqr`, Tukey), or at a robust z-score above `factor` (3.5; `mad`, Iglewicz and Hoaglin).
   */
  | {
      readonly type: 'outliers';
      readonly field: MoneyField;
      readonly method?: 'iqr' | 'mad';
      readonly factor?: number;
      readonly maxFraction?: number;
    }
  /**
   * Values are spread as in the reference: the population stability index is at most `maxPsi`, 0.2 unless told, or what
   * chance alone exceeds once in a thousand times at this number of rows.
   */
  | {
      readonly type: 'distribution';
      readonly field: TransactionField;
      readonly reference: DistributionReference;
      readonly maxPsi?: number;
    };

/** The expectations that there are, with their parameters. */
export type ExpectationKind = SourceExpectation | ValueExpectation | RowsExpectation | DatasetExpectation;
