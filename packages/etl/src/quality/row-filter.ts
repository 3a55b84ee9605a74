import { selectRows } from '@titans/core';
import { selectProvenance } from '../records/provenance.js';
import type { TransactionBatch } from '../records/transaction-batch.js';
import type { ExpectationRun } from './expectation.js';
import { encodedTexts, memoised } from './field-values.js';
import type { RowFilter } from './suite.js';

interface Selection {
  readonly batch: TransactionBatch;
  /** Row of the whole batch for every row of the selection. */
  readonly rows: Uint32Array;
}

/** Several expectations often ask for the same rows. */
const selectionsOfBatch = new WeakMap<TransactionBatch, Map<string, Selection>>();

/** Shows a run only the rows that a filter picks. Records that were rejected are not shown: nobody knows their values. */
export function filtered(run: ExpectationRun, where: RowFilter): ExpectationRun {
  const values = new Set(where.values);
  const key = JSON.stringify([where.field, where.values]);
  return {
    observe: (batch) => {
      const known = selectionsOfBatch.get(batch) ?? new Map<string, Selection>();
      selectionsOfBatch.set(batch, known);
      const selection = known.get(key) ?? select(batch, where, values);
      known.set(key, selection);
      const verdict = run.observe(selection.batch);
      return { ...verdict, rows: verdict.rows.map((row) => selection.rows[row] as number) };
    },
    finish: () => run.finish(),
    close: () => run.close?.(),
  };
}

function select(batch: TransactionBatch, { field }: RowFilter, values: ReadonlySet<string>): Selection {
  const { codes, texts } = encodedTexts(batch.table, field);
  const isWanted = memoised(texts, (text) => text !== null && values.has(text));
  const rows = Uint32Array.from({ length: batch.table.length }, (_, row) => row).filter((row) =>
    isWanted(codes[row] as number),
  );
  const table = selectRows(batch.table, rows);
  return {
    rows,
    batch: {
      ...batch,
      table,
      provenance: selectProvenance(batch.provenance, rows),
      rejections: [],
      rowsIn: table.length,
      vocabulary: [],
    },
  };
}
