import type { Database, QueryRunner } from '../../storage/database.js';
import { type ConformanceCase, type Create, expectCode, expectEqual, pause } from '../conformance.js';
import { checkWith, insert, numbers, quoted, rejection, sqlStateOf } from './database-check.js';

export function transactionCases(create: Create<Database>): readonly ConformanceCase[] {
  const check = checkWith(create);
  return [
    check('a transaction is committed when its work resolves', async (database, table) => {
      const result = await database.transaction(async (runner) => {
        await insert(runner, table, 1);
        await insert(runner, table, 2);
        return (await runner.query(`SELECT n FROM ${quoted(table)}`)).rows.length;
      });
      expectEqual(result, 2, 'result of the work');
      expectEqual(await numbers(database, table), [1, 2], 'rows');
    }),

    check(
      'a transaction is rolled back when its work rejects, with the error of the work',
      async (database, table) => {
        const failure = new Error('refused by the test');
        const error = await rejection(() =>
          database.transaction(async (runner) => {
            await insert(runner, table, 1);
            throw failure;
          }),
        );
        expectEqual(error === failure, true, 'the same error');
        expectEqual(await numbers(database, table), [], 'rows');
      },
    ),

    check('a statement that fails ends the transaction', async (database, table) => {
      const work = (): Promise<void> =>
        database.transaction(async (runner) => {
          await insert(runner, table, 1);
          await insert(runner, table, 1);
        });
      expectEqual(await sqlStateOf(work), '23505', 'state');
      expectEqual(await numbers(database, table), [], 'rows');
    }),

    check(
      'a failed statement that the work hides is an error of the transaction',
      async (database, table) => {
        const work = (): Promise<void> =>
          database.transaction(async (runner) => {
            await insert(runner, table, 1);
            await runner.query('SELEC 1').catch(() => {});
          });
        await expectCode('DATABASE_QUERY', work, 'transaction');
        expectEqual(await numbers(database, table), [], 'rows');
      },
    ),

    check('a savepoint mends a failed statement', async (database, table) => {
      await database.transaction(async (runner) => {
        await insert(runner, table, 1);
        await runner.query('SAVEPOINT before');
        await insert(runner, table, 1).catch(() => {});
        await runner.query('ROLLBACK TO SAVEPOINT before');
      });
      expectEqual(await numbers(database, table), [1], 'rows');
    }),

    check('others never see half of a transaction', async (database, table) => {
      const running = database.transaction(async (runner) => {
        await insert(runner, table, 1);
        await pause(50);
        await insert(runner, table, 2);
      });
      await pause(20);
      const seen = (await numbers(database, table)).length;
      await running;
      expectEqual(seen === 0 || seen === 2, true, `0 or 2 rows, seen ${seen}`);
    }),

    check('transactions at once all happen', async (database, table) => {
      await insert(database, table, 0);
      await Promise.all(
        Array.from({ length: 20 }, () =>
          database.transaction(async (runner) => {
            await runner.query(`UPDATE ${quoted(table)} SET n = n + 1`);
          }),
        ),
      );
      expectEqual(await numbers(database, table), [20], 'counter');
    }),

    check(
      'the database is refused inside its own transaction, instead of waiting for ever',
      async (database, table) => {
        await database.transaction(async (runner) => {
          const rows = [[2, 'x']];
          await expectCode('INVALID_ARGUMENT', () => database.query('SELECT 1'), 'query');
          await expectCode(
            'INVALID_ARGUMENT',
            () => database.copyInto(table, ['n', 'some Text'], rows),
            'copyInto',
          );
          await expectCode('INVALID_ARGUMENT', () => database.transaction(async () => {}), 'transaction');
          await expectCode('INVALID_ARGUMENT', () => database.exclusive('x', async () => {}), 'exclusive');
          await expectCode('INVALID_ARGUMENT', () => database.close(), 'close');
          await insert(runner, table, 1);
        });
        expectEqual(await numbers(database, table), [1], 'rows');
      },
    ),

    check('work that a transaction started may use the database after it', async (database) => {
      let later: Promise<unknown> = Promise.resolve();
      let finish = (): void => {};
      const end = new Promise<void>((resolve) => {
        finish = resolve;
      });
      await database.transaction(async () => {
        later = end.then(() => database.query('SELECT 1'));
      });
      finish();
      await later;
    }),

    check('a runner is refused after its transaction', async (database) => {
      let escaped: QueryRunner | undefined;
      await database.transaction(async (runner) => {
        escaped = runner;
      });
      await expectCode('INVALID_ARGUMENT', async () => escaped?.query('SELECT 1'), 'query');
      await expectCode('INVALID_ARGUMENT', async () => escaped?.copyInto('t', ['n'], []), 'copyInto');
    }),
  ];
}
