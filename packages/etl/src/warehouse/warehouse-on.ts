import type { Database, TransactionSelection } from '@titans/core';
import { type DecisionQuery, readDecisions, revertDecision } from './decisions.js';
import { type QuarantineQuery, readQuarantine, readRuns, readSourceFiles } from './ledger.js';
import { warehouseLoader } from './load.js';
import { migrateDown, migrateUp, migrationStatus } from './migrate.js';
import type { Warehouse } from './open-warehouse.js';
import type { PageQuery } from './page.js';
import { readTransactions, snapshotOfTransactions } from './read.js';

/** A warehouse on an open database, whose tables may still be missing. */
export function warehouseOn(database: Database, close: () => Promise<void>): Warehouse {
  return Object.freeze({
    database,
    loader: () => warehouseLoader(database),
    transactions: (selection?: TransactionSelection) => readTransactions(database, selection),
    snapshot: () => snapshotOfTransactions(database),
    runs: (query?: PageQuery) => readRuns(database, query),
    sourceFiles: (query?: PageQuery) => readSourceFiles(database, query),
    quarantine: (query?: QuarantineQuery) => readQuarantine(database, query),
    decisions: Object.freeze({
      list: (query?: DecisionQuery) => readDecisions(database, query),
      revert: (id: string) => revertDecision(database, id),
    }),
    migrations: Object.freeze({
      up: () => migrateUp(database),
      down: () => migrateDown(database),
      status: () => migrationStatus(database),
    }),
    close,
  });
}
