import type { CurrencyCode } from '@titans/core';
import type { CashflowChange } from './scenario.js';

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
  /** All accounts with flows in the currency, together, instead of one. Amounts of several currencies are never added. */
  readonly allAccounts?: boolean;
  /** What is to be different; nothing unless told. */
  readonly scenario?: readonly CashflowChange[];
}

/** What to project. */
export interface ProjectionOptions extends ForecastOptions {
  /** What is on the account at the end of `lastDate`, in the main unit. */
  readonly balance: number;
  /** The level below which the balance should not go, in the main unit. */
  readonly below?: number;
}
