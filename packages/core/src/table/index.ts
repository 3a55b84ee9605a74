export {
  type DictionaryBuilder,
  type DictionaryColumn,
  dictionaryBuilder,
  valueAt,
} from './dictionary-column.js';
export {
  concatTables,
  selectRows,
  type TransactionColumns,
  type TransactionTable,
  tableFromColumns,
  tableFromRows,
  timeOrder,
} from './transaction-table.js';
