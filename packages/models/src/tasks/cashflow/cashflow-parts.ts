import type { CurrencyCode } from '@titans/core';
import type { Measurement } from '../models.js';
import type { LearnedFlow } from './learned-flow.js';

/** Everything a cash-flow model consists of. */
export interface CashflowParts {
  readonly currency: CurrencyCode;
  /** Epoch day. */
  readonly lastDay: number;
  /** Epoch days. */
  readonly holidays: readonly number[];
  /** Of the paths that are drawn. */
  readonly seed: number;
  readonly flows: readonly LearnedFlow[];
  readonly measurements: readonly Measurement[];
  readonly trainedOn: number;
}
