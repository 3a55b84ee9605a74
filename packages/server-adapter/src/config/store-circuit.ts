import { isTitansError, TitansError } from '@titans/core';
import type { Logger } from '../logging/logger.js';

/** Stands between requests and a store that may be down. */
export interface StoreCircuit {
  /**
   * Does the work with the store; refuses after `timeoutMs` without a sign of life, and at once while the store is known
   * to be down.
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
  /** Milliseconds without any answer after which the store counts as down, 200 unless told. */
  readonly timeoutMs?: number;
  /**
   * Milliseconds that one answer may take while others come, and the first of all, before which connections and tables
   * have to be made; 2,000 unless told.
   */
  readonly longestMs?: number;
  /** Milliseconds between two probes of a store that is down, 500 unless told. */
  readonly retryMs?: number;
}

const defaultTimeoutMs = 200;
const defaultLongestMs = 2_000;
const defaultRetryMs = 500;

/**
 * A store that answers others is not down, however long it takes: giving it up would let every process count alone, just
 * when there is much to count. One that is silent is given up after `timeoutMs`. After that nobody waits any more: requests are refused at once, and beside them, at most every `retryMs`,
 * the store is asked whether it is back. Each outage is logged once, and once more when it is over.
 */
export function storeCircuit(settings: StoreCircuitSettings): StoreCircuit {
  const { probe, logger, retryMs = defaultRetryMs } = settings;
  const { timeoutMs = defaultTimeoutMs, longestMs = defaultLongestMs } = settings;
  let downSince: number | null = null;
  let lastProbe = 0;
  let isProbing = false;
  let lastAnswer = 0;
  /** One answer took too long, of a store that answers others. */
  const tooSlow = unavailable(`The store did not answer within ${longestMs} ms.`);

  /** Rejects when the answer is late. What comes later is ignored, and so is its error. */
  function answered<T>(answer: Promise<T>): Promise<T> {
    const began = performance.now();
    return new Promise((resolve, reject) => {
      let isSettled = false;
      const silenceMs = lastAnswer === 0 ? longestMs : timeoutMs;
      let timer = setTimeout(ask, silenceMs);
      function ask(): void {
        // Where this process itself was busy for so long, answers have arrived but were not read yet: they get a turn.
        setImmediate(() => {
          const now = performance.now();
          const silentMs = now - Math.max(began, lastAnswer);
          if (isSettled) return;
          if (silentMs >= silenceMs) reject(unavailable(`The store was silent for ${silenceMs} ms.`));
          else if (now - began >= longestMs) reject(tooSlow);
          else timer = setTimeout(ask, silenceMs - silentMs);
        });
      }
      answer
        .then((value) => {
          lastAnswer = performance.now();
          resolve(value);
        }, reject)
        .finally(() => {
          isSettled = true;
          clearTimeout(timer);
        });
    });
  }

  function fail(error: unknown): TitansError {
    const failure = isTitansError(error, 'STORE_UNAVAILABLE')
      ? error
      : unavailable('The shared store failed.', error);
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
      await answered(probe());
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
        throw unavailable('The shared store is down.');
      }
      try {
        return await answered(work());
      } catch (error) {
        if (error === tooSlow || (isTitansError(error) && isOfArguments(error))) throw error;
        throw fail(error);
      }
    },
  };
}

/** A request that is wrong in itself says nothing about the store. */
function isOfArguments({ code }: TitansError): boolean {
  return code === 'INVALID_ARGUMENT' || code === 'KEY_INVALID' || code === 'LIMIT_EXCEEDED';
}

function unavailable(message: string, cause?: unknown): TitansError {
  return new TitansError('STORE_UNAVAILABLE', message, { cause });
}
