import { selectRows, type TransactionTable } from '@titans/core';
import type { TransactionField } from '../normalise/import-field.js';
import type { VocabularyUse } from '../normalise/vocabulary.js';
import { requireList, requireMembers } from '../validation/arguments.js';
import { type Provenance, selectProvenance } from './provenance.js';
import type { Rejection } from './rejection.js';
import type { RowDecision } from './row-decision.js';

/** What a whole source held, known when it has been read to its end. */
export interface SourceSummary {
  readonly name: string;
  /** For example `"csv"`. */
  readonly format: string;
  /** SHA-256 of the bytes of the source, in hexadecimal. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Records read, whether taken or not. */
  readonly rowsIn: number;
  readonly rowsRejected: number;
  /** Whether rows of some days were left out, so that the source has not been loaded as a whole. False unless told. */
  readonly isPartial?: boolean;
}

/**
 * A bounded run of normalised transactions of one source, with every record of the run that was not taken:
 * `rowsIn` is always `table.length + rejections.length`.
 */
export interface TransactionBatch {
  /** Name of the file or source. */
  readonly source: string;
  /** Number of the source in its run, from 0. */
  readonly sourceIndex: number;
  /** Fields for which the source has a column, in the order of its columns. */
  readonly fields: readonly TransactionField[];
  readonly table: TransactionTable;
  /** Where each row of `table` stands. */
  readonly provenance: Provenance;
  readonly rejections: readonly Rejection[];
  readonly rowsIn: number;
  /** Values that were mapped to another spelling. */
  readonly vocabulary: readonly VocabularyUse[];
  /** What transformers decided about rows of this or of earlier batches. */
  readonly decisions: readonly RowDecision[];
  /** Set on the last batch of every source, which may be empty. */
  readonly summary: SourceSummary | null;
}

/**
 * The batch without some of its rows, for transformers that take rows out.
 *
 * @param refused One entry per row of the table, 1 for those to take out.
 * @param rejections One for each of them, so that no row is lost.
 */
export function withoutRows(
  batch: TransactionBatch,
  refused: Uint8Array,
  rejections: readonly Rejection[],
): TransactionBatch {
  requireMembers(batch, ['table', 'provenance', 'rejections'], 'batch', 'A batch of transactions is needed');
  requireMembers(refused, ['length'], 'refused', '"refused" must have an entry for each row');
  requireList(rejections, 'rejections', '"rejections" must be a list with one for each row taken out');
  const kept = Uint32Array.from({ length: batch.table.length }, (_, row) => row).filter(
    (row) => refused[row] === 0,
  );
  return {
    ...batch,
    table: selectRows(batch.table, kept),
    provenance: selectProvenance(batch.provenance, kept),
    rejections: [...batch.rejections, ...rejections],
  };
}
