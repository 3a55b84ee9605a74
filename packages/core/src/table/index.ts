export {
  type DictionaryBuilder,
  type DictionaryColumn,
  dictionaryBuilder,
  valueAt,
} from './dictionary-column.js';
export { type TableBuilder, tableBuilder } from './table-builder.js';
export { concatTables, selectRows, timeOrder } from './table-operations.js';
export {
  type TransactionColumns,
  type TransactionTable,
  tableFromColumns,
  tableFromRows,
} from './transaction-table.js';
