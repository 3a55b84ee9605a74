import { AsyncLocalStorage } from 'node:async_hooks';
import { TitansError } from '../errors/titans-error.js';

/** Knows which transactions and locks of a database the running code is inside of. */
export interface Scope {
  /** @throws TitansError `INVALID_ARGUMENT` inside a transaction, which the statement would wait for, or bypass. */
  refuseInTransaction(): void;
  inTransaction<T>(work: () => Promise<T>): Promise<T>;
  /** @throws TitansError `INVALID_ARGUMENT` if the running code already holds the lock. */
  inLock<T>(lockName: string, work: () => Promise<T>): Promise<T>;
}

/** One transaction or lock around the running code. It ends, while work that it started may still go on. */
interface Enclosing {
  readonly lockName: string | null;
  readonly outer: Enclosing | undefined;
  hasEnded: boolean;
}

/** Starts with no transaction and no lock. */
export function createScope(): Scope {
  const current = new AsyncLocalStorage<Enclosing>();

  function isInside(lockName: string | null): boolean {
    for (let enclosing = current.getStore(); enclosing; enclosing = enclosing.outer) {
      if (!enclosing.hasEnded && enclosing.lockName === lockName) return true;
    }
    return false;
  }

  async function enter<T>(lockName: string | null, work: () => Promise<T>): Promise<T> {
    const enclosing = { lockName, outer: current.getStore(), hasEnded: false };
    try {
      return await current.run(enclosing, work);
    } finally {
      enclosing.hasEnded = true;
    }
  }

  function refuseInTransaction(): void {
    if (!isInside(null)) return;
    throw new TitansError(
      'INVALID_ARGUMENT',
      'The database was used inside its own transaction, where it would wait for itself. Use the runner that the transaction gives.',
    );
  }

  return {
    refuseInTransaction,
    inTransaction: (work) => enter(null, work),
    inLock(lockName, work) {
      refuseInTransaction();
      if (isInside(lockName)) {
        throw new TitansError(
          'INVALID_ARGUMENT',
          `The lock "${lockName}" is already held by the running code.`,
          {
            details: { field: 'lockName' },
          },
        );
      }
      return enter(lockName, work);
    },
  };
}
