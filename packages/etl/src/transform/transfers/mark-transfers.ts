import type { Transformer } from '../../pipeline/transformer.js';
import { requireKnownOptions } from '../../validation/arguments.js';
import { linkingTransformer } from '../links/linking-transformer.js';
import { type FindTransfersOptions, findTransfers, findTransfersOptions } from './find-transfers.js';

/** How transfers are marked. */
export interface MarkTransfersOptions extends FindTransfersOptions {
  /** Rows held back at most to find both halves, about 100 bytes each: 1,000,000 unless told. */
  readonly holdRows?: number;
}

/**
 * Gives both halves of a transfer between own accounts the tag `transfer`, as {@link findTransfers} finds them, with a
 * decision that names them. Where two rows would do equally well, neither is tagged and the decision
 * `ambiguous-transfer` says so.
 *
 * The halves stand in different sources: batches are held back until the end of the run, up to `holdRows` rows; of a
 * longer run, halves further apart than that are not found. Within it the result does not depend on the size or the
 * order of batches.
 *
 * @throws TitansError `INVALID_ARGUMENT` when the run begins, as {@link findTransfers}.
 * @example
 * ```ts
 * import { extract, markTransfers, memoryLoader, pipeline } from '@titans/etl';
 *
 * await pipeline({
 *   extract: extract('exports/*.csv'),
 *   transform: markTransfers({ accounts: [{ id: 'giro', names: ['DE89370400440532013000'] }, { id: 'savings' }] }),
 *   load: memoryLoader(),
 * }).run();
 * ```
 */
export function markTransfers(options: MarkTransfersOptions = {}): Transformer {
  requireKnownOptions(options, [...findTransfersOptions, 'holdRows'], 'markTransfers');
  const { holdRows = 1_000_000, ...finding } = options;
  return linkingTransformer({
    name: 'mark-transfers',
    tag: 'transfer',
    holdRows,
    find: (table) => {
      const { transfers, ambiguous } = findTransfers(table, finding);
      return [
        ...transfers.map(({ out, in: arrival, confidence, ...evidence }) => ({
          tagged: [out, arrival],
          row: out,
          other: arrival,
          kind: 'transfer',
          confidence,
          evidence: { ...evidence },
        })),
        ...ambiguous.map(({ row, candidates }) => ({
          tagged: [],
          row,
          other: candidates[0] ?? null,
          kind: 'ambiguous-transfer',
          confidence: candidates.length === 0 ? 0 : 1 / candidates.length,
          evidence: { candidates: candidates.length },
        })),
      ];
    },
  });
}
