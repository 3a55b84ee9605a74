import type { PlainDate } from '@titans/core';

/** How cash flows are learned. */
export interface CashflowOptions {
  /**
   * The last day that counts as past; forecasts begin on the next day. Later rows are left aside. Unless told, it is
   * the last day of the rows, without a few (at most one in a hundred) that lie half a year or more after all others.
   */
  readonly asOf?: PlainDate;
  /** Days beside Saturday and Sunday on which banks book nothing, past and to come. */
  readonly holidays?: readonly PlainDate[];
  /**
   * Whether streams keep the name of the payee in the model and so in its artifact, as lists for users want; `false`
   * unless told, and then `payee` is `null`.
   */
  readonly keepPayeeNames?: boolean;
}
