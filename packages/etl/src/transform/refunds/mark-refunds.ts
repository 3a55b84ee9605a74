import type { Transformer } from '../../pipeline/transformer.js';
import { requireKnownOptions } from '../../validation/arguments.js';
import { linkingTransformer } from '../links/linking-transformer.js';
import { type FindRefundsOptions, findRefunds, findRefundsOptions } from './find-refunds.js';

/** How refunds are marked. */
export interface MarkRefundsOptions extends FindRefundsOptions {
  /** Rows held back at most, about 100 bytes each: 1,000,000 unless told. */
  readonly holdRows?: number;
}

/**
 * Gives money back for a purchase the tag `refund`, as {@link findRefunds} finds it, with a decision `full-refund` or
 * `partial-refund` that names the purchase. Statements are often written from new to old, so that the money back stands
 * before the purchase: batches are held back until the end of the run, up to `holdRows` rows; of a longer run, rows
 * further apart than that are not linked.
 *
 * @throws TitansError `INVALID_ARGUMENT` when the run begins, as {@link findRefunds}.
 * @example
 * ```ts
 * import { extract, markRefunds, markTransfers, memoryLoader, pipeline } from '@titans/etl';
 *
 * await pipeline({
 *   extract: extract('exports/*.csv'),
 *   transform: [markTransfers(), markRefunds({ days: 60 })],
 *   load: memoryLoader(),
 * }).run();
 * ```
 */
export function markRefunds(options: MarkRefundsOptions = {}): Transformer {
  requireKnownOptions(options, [...findRefundsOptions, 'holdRows'], 'markRefunds');
  const { holdRows = 1_000_000, ...finding } = options;
  return linkingTransformer({
    name: 'mark-refunds',
    tag: 'refund',
    holdRows,
    find: (table) =>
      findRefunds(table, finding).map(({ refund, purchase, isFull, confidence, days, hasRefundWord }) => ({
        tagged: [refund],
        row: refund,
        other: purchase,
        kind: isFull ? 'full-refund' : 'partial-refund',
        confidence,
        evidence: { days, hasRefundWord },
      })),
  });
}
