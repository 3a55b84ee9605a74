import { isTitansError, TitansError } from '@titans/core';
import type { Logger } from '../logging/logger.js';

/** Stands between requests and a store that may be down. */
export interface StoreCircuit {
  /**
   * Does the work with the store, waiting at most `timeoutMs`; while the store is known to be down, refuses at once.
   *
   * @throws TitansError `STORE_UNAVAILABLE`. What a store says of a wrong argument is passed on.
   */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Whether the store is known to be down. */
  readonly isOpen: boolean;
}

/** How a circuit behaves. */
export interface StoreCircuitSettings {
  /** Asks the store for anything at all. */
  readonly probe: () => Promise<unknown>;
  readonly logger: Logger;
  /** Milliseconds that a request waits for the store, 150 unless told. */
  readonly timeoutMs?: number;
  /** Milliseconds between two probes of a store that is down, 500 unless told. */
  readonly retryMs?: number;
}

const defaultTimeoutMs = 150;
const defaultRetryMs = 500;

/**
 * After the first failure nobody waits any more: requests are refused at once, and beside them, at most every `retryMs`,
 * the store is asked whether it is back. Each outage is logged once, and once more when it is over.
 */
export function storeCircuit(settings: StoreCircuitSettings): StoreCircuit {
  const { probe, logger, timeoutMs = defaultTimeoutMs, retryMs = defaultRetryMs } = settings;
  let downSince: number | null = null;
  let lastProbe = 0;
  let isProbing = false;

  function fail(error: unknown): TitansError {
    const failure = isTitansError(error, 'STORE_UNAVAILABLE') ? error : unavailable(error);
    if (downSince === null) {
      downSince = performance.now();
      lastProbe = downSince;
      logger.error(
        { err: failure },
        'The shared store cannot be used. This is logged once until it is back.',
      );
    }
    return failure;
  }

  async function probeBeside(): Promise<void> {
    isProbing = true;
    lastProbe = performance.now();
    try {
      await answeredInTime(probe(), timeoutMs);
      const seconds = (performance.now() - (downSince ?? lastProbe)) / 1_000;
      downSince = null;
      logger.info({ seconds }, 'The shared store is back.');
    } catch {
      // It is still down: the next probe finds out.
    } finally {
      isProbing = false;
    }
  }

  return {
    get isOpen() {
      return downSince !== null;
    },
    async run(work) {
      if (downSince !== null) {
        if (!isProbing && performance.now() - lastProbe >= retryMs) void probeBeside();
        throw new TitansError('STORE_UNAVAILABLE', 'The shared store is down.');
      }
      try {
        return await answeredInTime(work(), timeoutMs);
      } catch (error) {
        if (isTitansError(error) && isOfArguments(error)) throw error;
        throw fail(error);
      }
    },
  };
}

/** A request that is wrong in itself says nothing about the store. */
function isOfArguments({ code }: TitansError): boolean {
  return code === 'INVALID_ARGUMENT' || code === 'KEY_INVALID' || code === 'LIMIT_EXCEEDED';
}

function unavailable(cause: unknown): TitansError {
  return new TitansError('STORE_UNAVAILABLE', 'The shared store failed.', { cause });
}

/** Rejects when the answer is late. What comes later is ignored, and so is its error. */
function answeredInTime<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const refuse = (): void =>
      reject(new TitansError('STORE_UNAVAILABLE', `The store did not answer within ${timeoutMs} ms.`));
    // Where this process itself was busy for so long, the answer has arrived but was not read yet: it gets a turn first.
    const timer = setTimeout(() => setImmediate(refuse), timeoutMs);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
