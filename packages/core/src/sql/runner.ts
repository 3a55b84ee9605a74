import { TitansError } from '../errors/titans-error.js';
import type { QueryRunner } from '../storage/database.js';

/** A runner that refuses to work once `end` was called, as its transaction is over by then. */
export function endingRunner(runner: QueryRunner): { readonly runner: QueryRunner; end(): void } {
  let hasEnded = false;

  function checkRunning(): void {
    if (!hasEnded) return;
    throw new TitansError(
      'INVALID_ARGUMENT',
      'The transaction has ended. Await every statement inside the work that was given to it.',
    );
  }

  return {
    runner: {
      async query(sql, parameters) {
        checkRunning();
        return runner.query(sql, parameters);
      },
      async copyInto(table, columns, rows) {
        checkRunning();
        return runner.copyInto(table, columns, rows);
      },
    },
    end() {
      hasEnded = true;
    },
  };
}

/** The error for a transaction whose work went on after a statement had failed. */
export function rolledBackError(cause?: unknown): TitansError {
  return new TitansError(
    'DATABASE_QUERY',
    'The transaction was rolled back, since one of its statements had failed. Let that error end the work.',
    { details: { sqlState: '25P02' }, cause },
  );
}

/** The error for a database that was closed. */
export function closedError(): TitansError {
  return new TitansError('DATABASE_UNAVAILABLE', 'The database is closed.');
}
