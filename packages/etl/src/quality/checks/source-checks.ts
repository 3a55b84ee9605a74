import type { ErrorCode } from '@titans/core';
import type { TransactionField } from '../../normalise/import-field.js';
import type { TransactionBatch } from '../../records/transaction-batch.js';
import type { BatchVerdict, ExpectationRun } from '../expectation.js';
import { rowsWithValue } from '../field-values.js';

const mostNamed = 10;

/** A run that judges every batch by itself. */
export function perBatch(observe: (batch: TransactionBatch) => BatchVerdict): () => ExpectationRun {
  return () => ({ observe, finish: () => ({}) });
}

/** What a check of whole data says of a batch: nothing yet. */
export const nothingYet: BatchVerdict = Object.freeze({ evaluated: 0, rows: [] });

/** Every source has columns for the fields, and for no others if that is asked. */
export function columnSet(fields: readonly TransactionField[], isExact: boolean): ExpectationRun {
  const without = new Set<string>();
  const missing = new Set<TransactionField>();
  const extra = new Set<TransactionField>();
  return {
    observe: (batch) => {
      const lacking = fields.filter((field) => !batch.fields.includes(field));
      const others = isExact ? batch.fields.filter((field) => !fields.includes(field)) : [];
      if (lacking.length + others.length === 0) return nothingYet;
      if (without.size < mostNamed) without.add(batch.source);
      for (const field of lacking) missing.add(field);
      for (const field of others) extra.add(field);
      return nothingYet;
    },
    finish: () => ({
      isMet: without.size === 0,
      observed: { sources: [...without], missing: [...missing], ...(isExact ? { extra: [...extra] } : {}) },
    }),
  };
}

/** The columns of the fields stand in their order. */
export function columnOrder(fields: readonly TransactionField[]): ExpectationRun {
  const otherwise = new Map<string, readonly TransactionField[]>();
  return {
    observe: (batch) => {
      if (otherwise.size === mostNamed) return nothingYet;
      const found = batch.fields.filter((field) => fields.includes(field));
      const expected = fields.filter((field) => batch.fields.includes(field));
      if (found.some((field, index) => field !== expected[index])) otherwise.set(batch.source, found);
      return nothingYet;
    },
    finish: () => ({
      isMet: otherwise.size === 0,
      observed: { otherwise: [...otherwise].map(([source, order]) => ({ source, order })) },
    }),
  };
}

/** Every record has a value; those that were rejected for want of it count. */
export function notNull(field: TransactionField): () => ExpectationRun {
  return perBatch((batch) => ({
    evaluated: batch.rowsIn,
    rows: rowsWithValue(batch.table, field, false),
    rejections: batch.rejections.filter(
      (rejection) => rejection.code === 'FIELD_MISSING' && rejection.field === field,
    ),
  }));
}

/** No record was rejected for the field. */
export function readable(field: TransactionField): () => ExpectationRun {
  return perBatch((batch) => ({
    evaluated: batch.rowsIn,
    rows: [],
    rejections: batch.rejections.filter((rejection) => rejection.field === field),
  }));
}

/** No record was rejected, or none for one of the codes. */
export function accepted(codes: readonly ErrorCode[] | undefined): () => ExpectationRun {
  return perBatch((batch) => ({
    evaluated: batch.rowsIn,
    rows: [],
    rejections:
      codes === undefined ? batch.rejections : batch.rejections.filter(({ code }) => codes.includes(code)),
  }));
}

/** Every spelling of a type or payment method is known; a type that is not was rejected. */
export function recognised(field: 'type' | 'paymentMethod'): ExpectationRun {
  let evaluated = 0;
  let unknown = 0;
  const spellings = new Map<string, number>();
  return {
    observe: (batch) => {
      evaluated += batch.rowsIn;
      for (const use of batch.vocabulary) {
        if (use.field !== field || use.recognised) continue;
        unknown += use.count;
        if (spellings.size < mostNamed || spellings.has(use.from)) {
          spellings.set(use.from, (spellings.get(use.from) ?? 0) + use.count);
        }
      }
      for (const { code } of batch.rejections) if (field === 'type' && code === 'TYPE_INVALID') unknown++;
      return nothingYet;
    },
    finish: () => ({
      evaluated,
      unexpected: unknown,
      observed: { unknown: [...spellings].map(([value, count]) => ({ value, count })) },
    }),
  };
}
