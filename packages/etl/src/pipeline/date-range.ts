import { type PlainDate, selectRows, toEpochDay } from '@titans/core';
import { selectProvenance } from '../records/provenance.js';
import type { TransactionBatch } from '../records/transaction-batch.js';

/** Days of a backfill, both inclusive; `null` for no bound. */
export interface DateRange {
  readonly from: PlainDate | null;
  readonly to: PlainDate | null;
}

/** The batch with the rows of some days only. Rejections stay, since the day of a bad row may not be known. */
export function rowsWithin(
  batch: TransactionBatch,
  { from, to }: DateRange,
): { readonly batch: TransactionBatch; readonly outside: number } {
  if (from === null && to === null) return { batch, outside: 0 };
  const first = from === null ? Number.NEGATIVE_INFINITY : toEpochDay(from);
  const last = to === null ? Number.POSITIVE_INFINITY : toEpochDay(to);
  const { date } = batch.table.columns;
  const kept: number[] = [];
  for (let row = 0; row < date.length; row++) {
    const day = date[row] as number;
    if (day >= first && day <= last) kept.push(row);
  }
  const outside = date.length - kept.length;
  const summary = batch.summary === null ? null : { ...batch.summary, isPartial: true };
  if (outside === 0) return { batch: { ...batch, summary }, outside };
  return {
    outside,
    batch: {
      ...batch,
      table: selectRows(batch.table, kept),
      provenance: selectProvenance(batch.provenance, kept),
      rowsIn: batch.rowsIn - outside,
      summary,
    },
  };
}
