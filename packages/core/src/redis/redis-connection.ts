import type { Redis } from 'ioredis';
import { isTitansError } from '../errors/titans-error.js';
import { optionalPackage } from '../sql/optional-package.js';
import { closedStoreError } from '../storage/store-arguments.js';
import { redisError } from './redis-error.js';
import { driverOptions, type RedisOptions } from './redis-options.js';

/** A connection that comes back by itself. */
export interface RedisConnection {
  /** Resolves when the server has answered once, rejects when it could not be reached. */
  readonly opened: Promise<void>;
  /** @throws TitansError `STORE_UNAVAILABLE` if there is no connection, no answer in time, or a refusal. */
  send<T>(command: (driver: Redis) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Connects in the background. Commands sent before the first attempt has ended wait for it. */
export function redisConnection(options: RedisOptions): RedisConnection {
  const settings = driverOptions(options);
  let isClosed = false;
  const opening = open();
  const opened = opening.then(({ refusal }) => {
    if (refusal !== null) throw refusal;
  });
  // Whoever does not wait for it learns of the refusal from the commands.
  opened.catch(() => {});

  async function open(): Promise<{ readonly driver: Redis; readonly refusal: Error | null }> {
    const { Redis } = await optionalPackage(() => import('ioredis'), ['ioredis']);
    const driver = new Redis(settings);
    // Lost connections are found out by commands; without a listener they would end the process or be printed.
    let lastError: unknown;
    driver.on('error', (error) => {
      lastError = error;
    });
    try {
      await driver.connect();
      return { driver, refusal: null };
    } catch (error) {
      return { driver, refusal: redisError(lastError ?? error) };
    }
  }

  return {
    opened,
    async send(command) {
      if (isClosed) throw closedStoreError();
      const { driver } = await opening;
      try {
        return await command(driver);
      } catch (error) {
        throw isClosed && !isTitansError(error) ? closedStoreError() : redisError(error);
      }
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      const connection = await opening.catch(() => null);
      // A server that does not answer the goodbye is left without one.
      await connection?.driver.quit().catch(() => {});
      connection?.driver.disconnect();
    },
  };
}
