import type { TransactionTable } from '@titans/core';
import type { ProfileData } from './transaction-profile.js';

const nullableFields = [
  'id',
  'category',
  'status',
  'reference',
  'receiptUrl',
  'merchantName',
  'merchantCategoryCode',
  'location',
  'recurring',
  'tags',
] as const;
const constantFields = ['accountId', 'date', 'type', 'description', 'amount', 'currency'] as const;

/** Rows without a value, by field. A payment method that is unknown is missing. */
export function missingOf(table: TransactionTable): ProfileData['missing'] {
  const { length, columns } = table;
  const share = (field: string, count: number) => ({
    field,
    count,
    fraction: length === 0 ? 0 : count / length,
  });
  const unknownMethod = columns.paymentMethod.values.indexOf('unknown');
  return [
    ...nullableFields.map((field) => share(field, countEqual(columns[field].codes, -1))),
    share('paymentMethod', unknownMethod === -1 ? 0 : countEqual(columns.paymentMethod.codes, unknownMethod)),
    share(
      'time',
      countWhere(columns.secondOfDay, (second) => second < 0),
    ),
    share('balance', countWhere(columns.balanceMinor, Number.isNaN)),
  ];
}

/** Fields that have a value in some row. */
export function fieldsWithValues(rows: number, missing: ProfileData['missing']): readonly string[] {
  if (rows === 0) return [];
  return [...constantFields, ...missing.filter(({ count }) => count < rows).map(({ field }) => field)];
}

function countEqual(codes: Int32Array, wanted: number): number {
  let count = 0;
  for (const code of codes) if (code === wanted) count++;
  return count;
}

function countWhere(values: Int32Array | Float64Array, isWanted: (value: number) => boolean): number {
  let count = 0;
  for (const value of values) if (isWanted(value)) count++;
  return count;
}
