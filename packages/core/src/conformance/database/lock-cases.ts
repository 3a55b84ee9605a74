import type { Database } from '../../storage/database.js';
import { type ConformanceCase, type Create, expectCode, expectEqual } from '../conformance.js';
import { checkWith, insert, numbers, quoted, rejection } from './database-check.js';

export function lockCases(create: Create<Database>): readonly ConformanceCase[] {
  const check = checkWith(create);
  return [
    check(
      'exclusive work never overlaps, however much waits, and may use the database',
      async (database, table) => {
        await insert(database, table, 0);
        let running = 0;
        let most = 0;
        const results = await Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            database.exclusive(table, async () => {
              most = Math.max(most, ++running);
              const [n = 0] = await numbers(database, table);
              await database.transaction((runner) =>
                runner.query(`UPDATE ${quoted(table)} SET n = $1`, [n + 1]),
              );
              running--;
              return index;
            }),
          ),
        );
        expectEqual(most, 1, 'at once');
        expectEqual(
          results,
          Array.from({ length: 20 }, (_, index) => index),
          'results',
        );
        expectEqual(await numbers(database, table), [20], 'no addition lost');
      },
    ),

    check('locks of other names do not wait, also inside each other', async (database, table) => {
      const order: string[] = [];
      await database.exclusive(`${table} a`, async () => {
        await database.exclusive(`${table} b`, async () => {
          order.push('inner');
        });
        order.push('outer');
      });
      expectEqual(order, ['inner', 'outer'], 'order');
    }),

    check(
      'a lock that the running code holds is refused, instead of waiting for ever',
      async (database, table) => {
        await database.exclusive(table, () =>
          expectCode('INVALID_ARGUMENT', () => database.exclusive(table, async () => {}), 'the same name'),
        );
      },
    ),

    check('a lock is free again after an error of its work', async (database, table) => {
      const failure = new Error('refused by the test');
      const error = await rejection(() =>
        database.exclusive(table, async () => {
          throw failure;
        }),
      );
      expectEqual(error === failure, true, 'the same error');
      expectEqual(await database.exclusive(table, async () => 'free'), 'free', 'second');
    }),
  ];
}
