import type { Database } from '../../storage/database.js';
import { type ConformanceCase, type Create, expectCode, expectEqual } from '../conformance.js';
import { checkWith, everyPart, numbers, quoted, rejection, sqlStateOf } from './database-check.js';

export function statementCases(create: Create<Database>): readonly ConformanceCase[] {
  const check = checkWith(create);
  return [
    check('rows changed are counted, rows read are not', async (database, table) => {
      const name = quoted(table);
      const affected = async (sql: string): Promise<number> => (await database.query(sql)).affected;
      expectEqual(await affected(`INSERT INTO ${name} (n) VALUES (1), (2), (3)`), 3, 'insert');
      expectEqual(await affected(`UPDATE ${name} SET "some Text" = 'x' WHERE n > 1`), 2, 'update');
      expectEqual(await affected(`SELECT * FROM ${name}`), 0, 'select');
      expectEqual(
        await affected(`INSERT INTO ${name} (n) VALUES (1) ON CONFLICT DO NOTHING`),
        0,
        'no insert',
      );
      expectEqual(await affected(`DELETE FROM ${name} WHERE n = 1 RETURNING n`), 1, 'delete');
      expectEqual(await affected(`COMMENT ON TABLE ${name} IS 'x'`), 0, 'comment');
    }),

    check('one text is one statement', async (database, table) => {
      await expectCode('DATABASE_QUERY', () => database.query('SELECT 1; SELECT 2'), 'two statements');
      expectEqual(await numbers(database, table), [], 'the database still answers');
    }),

    check('a refused statement says why, and the database goes on', async (database, table) => {
      const query: Database['query'] = (sql, parameters) => database.query(sql, parameters);
      expectEqual(await sqlStateOf(() => query('SELEC 1')), '42601', 'syntax');
      expectEqual(
        await sqlStateOf(() => query('SELECT * FROM conformance_absent')),
        '42P01',
        'no such table',
      );
      expectEqual(await sqlStateOf(() => query('SELECT $1::integer', ['secret'])), '22P02', 'no number');
      expectEqual(await sqlStateOf(() => query('SELECT $1::boolean', ['perhaps'])), '22P02', 'no boolean');
      expectEqual(await sqlStateOf(() => query('SELECT 1 / $1::integer', [0])), '22012', 'division by zero');
      await query(`INSERT INTO ${quoted(table)} (n) VALUES (1)`);
      expectEqual(
        await sqlStateOf(() => query(`INSERT INTO ${quoted(table)} (n) VALUES (1)`)),
        '23505',
        'twice',
      );
      expectEqual(await numbers(database, table), [1], 'rows');
    }),

    check('values of the user appear in no part of an error', async (database, table) => {
      const secret = 'Jane Roe 4711 0815';
      const refused: readonly (() => Promise<unknown>)[] = [
        () => database.query('SELECT $1::integer', [secret]),
        () => database.query(`INSERT INTO ${quoted(table)} ("some Text") VALUES ($1)`, [secret]),
        () => database.copyInto(table, ['n'], [[secret]]),
        () => database.copyInto(table, ['n', 'some Text'], [[null, secret]]),
      ];
      for (const work of refused) {
        const shown = everyPart(await rejection(work));
        expectEqual(shown.includes('Roe'), false, `the value in "${shown}"`);
      }
    }),

    check('many statements at once each get their own answer', async (database) => {
      const answers = await Promise.all(
        Array.from(
          { length: 40 },
          async (_, n) => (await database.query('SELECT $1::integer AS n', [n])).rows[0]?.n,
        ),
      );
      expectEqual(
        answers,
        Array.from({ length: 40 }, (_, n) => n),
        'answers',
      );
    }),

    check('a closed database refuses, and closing twice does nothing', async (database) => {
      await database.close();
      await database.close();
      await expectCode('DATABASE_UNAVAILABLE', () => database.query('SELECT 1'), 'query');
      await expectCode('DATABASE_UNAVAILABLE', () => database.transaction(async () => {}), 'transaction');
      await expectCode('DATABASE_UNAVAILABLE', () => database.exclusive('x', async () => {}), 'exclusive');
    }),
  ];
}
