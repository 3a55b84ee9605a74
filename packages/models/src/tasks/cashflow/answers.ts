import type { CurrencyCode, PlainDate } from '@titans/core';

/** The parts of a day's forecast, in the main unit of the currency. In minor units they sum to `amount` exactly. */
export interface CashflowDayParts {
  readonly date: PlainDate;
  readonly amount: number;
  /** Payments of streams, by `id`, and what a scenario adds, by its `label`; those of 0 are left out. */
  readonly recurring: readonly { readonly stream: string; readonly amount: number }[];
  /** What the weekday, the day of the month and the days since payday add. */
  readonly calendar: number;
  /** What is left. */
  readonly residual: number;
}

/** A sum over days, in the main unit; lower ≤ amount ≤ upper. `amount` is the sum of the days' amounts exactly. */
export interface CashflowTotal {
  readonly currency: CurrencyCode;
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly amount: number;
  readonly lower: number;
  readonly upper: number;
}

/** Quantiles of a day's flow, in the main unit, in the order of the probabilities asked for. */
export interface CashflowDayQuantiles {
  readonly date: PlainDate;
  readonly quantiles: readonly number[];
}

/** The balance at the end of a day, in the main unit; lower ≤ balance ≤ upper. */
export interface BalanceDay {
  readonly date: PlainDate;
  readonly balance: number;
  readonly lower: number;
  readonly upper: number;
  /** Probability of a balance below the level at the end of this day; `null` without a level. */
  readonly belowProbability: number | null;
  /** Probability of one at the end of this day or any before it. */
  readonly belowByProbability: number | null;
}

/** How a balance is expected to go on. */
export interface BalanceProjection {
  readonly days: readonly BalanceDay[];
  /** The lowest expected balance, the first of several; its interval is that of the lowest balance on any day. */
  readonly lowest: {
    readonly date: PlainDate;
    readonly balance: number;
    readonly lower: number;
    readonly upper: number;
  };
}

/** A forecast without and with changes. */
export interface ScenarioComparison {
  readonly before: CashflowTotal;
  readonly after: CashflowTotal;
  /** Per day, what the changes add to the amount. */
  readonly difference: readonly { readonly date: PlainDate; readonly amount: number }[];
  /** What each change adds to the total, in their order, each after those before it; they sum to the difference. */
  readonly explanation: readonly { readonly change: number; readonly amount: number }[];
}
