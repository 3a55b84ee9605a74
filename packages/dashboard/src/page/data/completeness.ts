import type { Row } from './transaction-book.js';

/** How often a field has a value. */
export interface FieldCompleteness {
  readonly field: string;
  /** Share of the rows that have one. */
  readonly share: number;
  readonly missing: number;
  readonly distinct: number;
}

const fields = [
  ['Category', 'category'],
  ['Payee', 'merchant_name'],
  ['Payment method', 'payment_method'],
  ['Status', 'status'],
  ['Time of day', 'time'],
  ['Place', 'location'],
  ['Transaction id', 'transaction_id'],
  ['Currency', 'currency'],
] as const;

/** How often the rows have each field that they need not have. A payment method that is not known counts as missing. */
export function completeness(rows: readonly Row[]): readonly FieldCompleteness[] {
  return fields.map(([field, name]) => {
    const values = new Set<string>();
    let missing = 0;
    for (const { transaction } of rows) {
      const value = transaction[name];
      if (value === null || (name === 'payment_method' && value === 'unknown')) missing += 1;
      else values.add(value);
    }
    const share = rows.length === 0 ? 0 : 1 - missing / rows.length;
    return { field, share, missing, distinct: values.size };
  });
}
