import { describe, test } from 'vitest';
import { transactionSourceConformance } from '../conformance/index.js';
import { tableFromRows } from '../table/transaction-table.js';
import { tableSource } from './table-source.js';

describe('conforms', () => {
  const create = async (rows: Parameters<typeof tableFromRows>[0]) => ({
    source: tableSource(tableFromRows(rows)),
    close: async () => {},
  });
  for (const { name, run } of transactionSourceConformance(create)) test(name, run);
});
