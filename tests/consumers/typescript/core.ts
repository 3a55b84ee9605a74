import { createTransaction, isTitansError, parsePlainDate, TitansError, tableFromRows } from '@titans/core';
import { categoryResponseSchema, transactionRequestSchema } from '@titans/core/contract';

export const fuel = createTransaction({ date: '2024-12-03', description: 'Fuel', amount: -89.45 });
export const table = tableFromRows([fuel]);
export const columns = Object.keys(table);
export const day = parsePlainDate('2024-12-03');
export const failure = new TitansError('DATE_INVALID', 'x', { details: { field: 'date' } }).at({ row: 1 });
export const known = isTitansError(failure, 'DATE_INVALID');
export const schemas = { categoryResponseSchema, transactionRequestSchema };
export const parsed = transactionRequestSchema.parse({ amount: 1 });
