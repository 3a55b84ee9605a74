import { type Database, TitansError, type TransactionSource } from '@titans/core';
import type { Loader } from '../load/loader.js';
import { requireKnownOptions, requireMethod } from '../validation/arguments.js';
import type { DecisionQuery, KeptDecision, RevertedDecision } from './decisions.js';
import type { LedgerFile, LedgerRun, QuarantinedRecord, QuarantineQuery } from './ledger.js';
import type { MigrationStatus } from './migrate.js';
import type { Page, PageQuery } from './page.js';

const isPostgres = /^postgres(?:ql)?:\/\//;
/** A scheme, such as that of `sqlite:file` and `memory:`; one letter is a drive of Windows. */
const otherAddress = /^:?[a-z][a-z0-9+.-]+:/i;

/** Transactions in PostgreSQL, embedded or on a server. */
export interface Warehouse extends TransactionSource {
  /** For whatever is not offered here: `raw_transactions`, `processed_transactions`, `quarantine` and so on are its tables. */
  readonly database: Database;
  /** Loads into it, for `pipeline`. */
  loader(): Loader;
  /** The transactions that are there now, for reading them later without those that are inserted meanwhile. */
  snapshot(): Promise<TransactionSource>;
  /** Runs of pipelines, newest first. */
  runs(query?: PageQuery): Promise<Page<LedgerRun>>;
  /** Sources that were loaded, newest first. */
  sourceFiles(query?: PageQuery): Promise<Page<LedgerFile>>;
  /** Records that were not taken, newest first. */
  quarantine(query?: QuarantineQuery): Promise<Page<QuarantinedRecord>>;
  /** What transformers decided about rows. */
  readonly decisions: {
    /** Newest first. */
    list(query?: DecisionQuery): Promise<Page<KeptDecision>>;
    /**
     * Takes a decision back: a transaction that it took out is put back, and stays when its file is loaded again.
     *
     * @throws TitansError `NOT_FOUND` if there is no such decision.
     */
    revert(id: string): Promise<RevertedDecision>;
  };
  readonly migrations: {
    /** Applies what is missing, under a lock; the names of those applied. */
    up(): Promise<readonly string[]>;
    /** Takes back the newest and everything in its tables. */
    down(): Promise<readonly string[]>;
    status(): Promise<readonly MigrationStatus[]>;
  };
  /** Closes the database, unless it was given open. */
  close(): Promise<void>;
}

/** How a warehouse is opened. */
export interface WarehouseOptions {
  /** Whether to apply migrations that are missing; true unless told. */
  readonly migrate?: boolean;
}

/**
 * Opens a warehouse and brings its tables up to date.
 *
 * @param target A directory for an embedded PostgreSQL, which is made if it is not there; a `postgres://` URL; or an
 * open database, which `close` leaves open.
 * @throws TitansError `INVALID_ARGUMENT` for anything else, such as `memory:`, `DATABASE_UNAVAILABLE`, `DATABASE_LOCKED`, `MIGRATION_FAILED`, or `DEPENDENCY_MISSING` if `pg`
 * and `pg-copy-streams` are needed and not installed.
 * @example
 * ```ts
 * import { openWarehouse } from '@titans/etl';
 *
 * const warehouse = await openWarehouse('./titans-data');
 * const table = await warehouse.transactions({ from: '2024-01-01' });
 * await warehouse.close();
 * ```
 */
export async function openWarehouse(
  target: string | Database,
  options: WarehouseOptions = {},
): Promise<Warehouse> {
  requireTarget(target);
  requireKnownOptions(options, ['migrate'], 'openWarehouse');
  const isOwn = typeof target === 'string';
  const database = isOwn ? await openDatabase(target) : target;
  const close = async (): Promise<void> => {
    if (isOwn) await database.close();
  };
  try {
    // Loaded when it is needed: whoever only reads files does not wait for what builds statements.
    const { warehouseOn } = await import('./warehouse-on.js');
    const warehouse = warehouseOn(database, close);
    if (options.migrate ?? true) await warehouse.migrations.up();
    return warehouse;
  } catch (error) {
    await close();
    throw error;
  }
}

function requireTarget(target: string | Database): void {
  const what = 'The warehouse must be a directory, a postgres:// address or an open database';
  if (typeof target !== 'string') {
    requireMethod(target, 'exclusive', 'target', what);
    return;
  }
  const isOther = target === '' || (otherAddress.test(target) && !isPostgres.test(target));
  if (!isOther) return;
  throw new TitansError(
    'INVALID_ARGUMENT',
    `${what}, not ${target === '' ? 'an empty text' : 'an address of another kind'}. ${
      target.includes('memory')
        ? 'One in memory is opened so: openWarehouse(await openPGlite({ memory: true })), of @titans/core/pglite.'
        : 'A directory whose name has a colon is written ./name.'
    }`,
    { details: { field: 'target' } },
  );
}

async function openDatabase(target: string): Promise<Database> {
  if (isPostgres.test(target)) {
    const { openPostgres } = await import('@titans/core/postgres');
    return openPostgres(target);
  }
  const { openPGlite } = await import('@titans/core/pglite');
  return openPGlite(target);
}
