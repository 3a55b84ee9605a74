import type { Database } from '@titans/core';
import { openPostgres } from '@titans/core/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMemoryDatabase } from '../../../../core/src/testing/memory-database.js';
import {
  findPostgres,
  type PostgresServer,
  startPostgres,
} from '../../../../core/src/testing/postgres-server.js';
import type { FeedbackSubject } from '../conformance/feedback-check.js';
import { feedbackLogConformance } from '../conformance/feedback-log.js';
import { databaseFeedbackLog } from './database-feedback-log.js';
import type { FeedbackLogOptions } from './feedback-log.js';
import { memoryFeedbackLog } from './memory-feedback-log.js';

const tables = ['titans_feedback_scopes', 'titans_corrections', 'titans_feedback_events'];

async function emptyLog(database: Database): Promise<FeedbackSubject> {
  for (const table of tables) await database.query(`DROP TABLE IF EXISTS ${table}`);
  return { open: (options) => databaseFeedbackLog(database, options) };
}

describe('in memory', () => {
  // Of one process there is one log, whose policy and clock are those of the first to open it.
  const create = (): FeedbackSubject => {
    let log: ReturnType<typeof memoryFeedbackLog> | undefined;
    return {
      open(options?: FeedbackLogOptions) {
        log ??= memoryFeedbackLog(options);
        return log;
      },
    };
  };
  for (const { name, run } of feedbackLogConformance(create)) test(name, run);
});

test('in memory, the cost of a correction does not grow with those of its source before it', async () => {
  const log = memoryFeedbackLog();
  const timed = async (count: number, from: number): Promise<number> => {
    const begun = performance.now();
    for (let index = from; index < from + count; index++) {
      // Digits are no part of a payee's name.
      const shop = [...String(index)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
      await log.append('scope', {
        transaction: { description: `Shop ${shop}` },
        category: 'food',
        by: 'ana',
      });
    }
    return performance.now() - begun;
  };
  await timed(200, 0);
  const first = await timed(300, 200);
  await timed(7_500, 500);
  expect(await timed(300, 8_000)).toBeLessThan(5 * first);
  expect((await log.list('scope', { state: 'applied', limit: 1_000 })).length).toBe(100);
});

describe('in an embedded database', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openMemoryDatabase();
  });
  afterAll(() => database.close());
  for (const { name, run } of feedbackLogConformance(() => emptyLog(database))) test(name, run);
});

describe.skipIf(findPostgres() === undefined)('on a database server', () => {
  let server: PostgresServer;
  let database: Database;
  beforeAll(async () => {
    server = await startPostgres();
    database = await openPostgres(server.url);
  });
  afterAll(async () => {
    await database?.close();
    await server?.stop();
  });
  for (const { name, run } of feedbackLogConformance(() => emptyLog(database))) test(name, run);

  test('a reader never passes over an event that commits later', async () => {
    const { open } = await emptyLog(database);
    const log = open();
    let isOver = false;
    const seen: number[] = [];
    const reader = (async () => {
      while (!isOver || seen.length < 60) {
        const events = await log.events('s', { after: seen.at(-1) ?? 0 });
        seen.push(...events.map(({ sequence }) => sequence));
      }
    })();
    const letters = 'abcdefghijklmnopqrst';
    await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        open().append('s', {
          transaction: { description: `${letters[at % 20]} ${letters[Math.floor(at / 20)]}` },
          category: 'food',
          by: 'ana',
        }),
      ),
    );
    isOver = true;
    await reader;
    expect(seen).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
  });
});

test.each([{ payeesPerDay: 0 }, { contradictingSources: 1.5 }])('a policy of %j is refused', (policy) => {
  expect(() => memoryFeedbackLog(policy)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});
