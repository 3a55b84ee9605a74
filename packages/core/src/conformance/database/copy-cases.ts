import { isTitansError } from '../../errors/titans-error.js';
import { copyText } from '../../sql/copy-text.js';
import type { Database, SqlValue } from '../../storage/database.js';
import { type ConformanceCase, type Create, expectEqual, pause } from '../conformance.js';
import { checkWith, numbers, quoted, rejection, sqlStateOf } from './database-check.js';

export function copyCases(create: Create<Database>): readonly ConformanceCase[] {
  const check = checkWith(create);
  const columns = ['n', 'some Text'];
  const texts = async (database: Database, table: string): Promise<readonly (SqlValue | undefined)[]> =>
    (await database.query(`SELECT "some Text" AS t FROM ${quoted(table)} ORDER BY n`)).rows.map(
      (row) => row.t,
    );

  return [
    check('COPY keeps every text as it was', async (database, table) => {
      const given = [
        '',
        '\\N',
        '\\',
        '\\.',
        'a\tb',
        'a\nb',
        'a\r\nb',
        '\\n',
        '"quoted"',
        "o'clock",
        'NULL',
        'ü€😀',
        ' ',
        null,
      ];
      const loaded = await database.copyInto(
        table,
        columns,
        given.map((text, n) => [n, text]),
      );
      expectEqual(loaded, given.length, 'count');
      expectEqual(await texts(database, table), given, 'texts');
    }),

    check('COPY takes every kind of value', async (database, table) => {
      const name = `${table} kinds`;
      await database.query(
        `CREATE TABLE ${quoted(name)} (a boolean, b bigint, c numeric, d date, e timestamptz, f bytea, g double precision, h text)`,
      );
      try {
        const moment = new Date('2024-02-29T12:34:56.789Z');
        const row = [
          false,
          2n ** 62n,
          '1.10',
          '2024-02-29',
          moment,
          Uint8Array.of(0, 92, 255),
          0.1,
          undefined,
        ];
        await database.copyInto(name, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], [row]);
        const { rows } = await database.query(`SELECT * FROM ${quoted(name)}`);
        const expected = {
          a: false,
          b: '4611686018427387904',
          c: '1.10',
          d: '2024-02-29',
          e: moment,
          f: row[5],
          g: 0.1,
          h: null,
        };
        expectEqual(rows[0], expected, 'row');
      } finally {
        await database.query(`DROP TABLE ${quoted(name)}`);
      }
    }),

    check('COPY takes no rows, and rows from promises', async (database, table) => {
      expectEqual(await database.copyInto(table, columns, []), 0, 'none');
      async function* slowly(): AsyncGenerator<readonly [number, string]> {
        for (let n = 0; n < 3; n++) {
          await pause(1);
          yield [n, `row ${n}`];
        }
      }
      expectEqual(await database.copyInto(table, columns, slowly()), 3, 'three');
      expectEqual(await texts(database, table), ['row 0', 'row 1', 'row 2'], 'texts');
    }),

    check('COPY takes rows as text between rows as values', async (database, table) => {
      const lines = { text: `1\t${copyText('a\tb\\N')}\n2\t\\N\n`, rows: 2 };
      expectEqual(await database.copyInto(table, columns, [[0, 'x'], lines, [3, 'y']]), 4, 'count');
      expectEqual(await texts(database, table), ['x', 'a\tb\\N', null, 'y'], 'texts');
    }),

    check('COPY takes many rows, and a schema before the name', async (database, table) => {
      const [{ schema } = { schema: '' }] = (
        await database.query<{ schema: string }>('SELECT current_schema() AS schema')
      ).rows;
      function* many(): Generator<readonly [number, string]> {
        for (let n = 0; n < 120_000; n++) yield [n, 'a text of about one hundred characters '.repeat(3)];
      }
      expectEqual(await database.copyInto(`${schema}.${table}`, columns, many()), 120_000, 'count');
      const { rows } = await database.query(`SELECT count(*) AS rows, sum(n) AS sum FROM ${quoted(table)}`);
      expectEqual(rows, [{ rows: '120000', sum: '7199940000' }], 'count and sum');
    }),

    check('COPY loads all rows or none, and names the row it refused', async (database, table) => {
      function* rowsWithOneBad(bad: readonly [SqlValue, string]): Generator<readonly [SqlValue, string]> {
        for (let n = 0; n < 999; n++) yield [n, 'line\nline'];
        yield bad;
      }
      const error = await rejection(() =>
        database.copyInto(table, columns, rowsWithOneBad(['Jane Roe 4711 0815', 'x'])),
      );
      if (!isTitansError(error, 'DATABASE_QUERY')) throw error;
      expectEqual(error.details.row, 1_000, 'row');
      expectEqual(error.details.column, 'n', 'column');
      expectEqual(error.message.includes('Roe'), false, `the value in "${error.message}"`);
      expectEqual(
        await sqlStateOf(() => database.copyInto(table, columns, rowsWithOneBad([5, 'x']))),
        '23505',
        'twice',
      );
      expectEqual(await numbers(database, table), [], 'rows');
      expectEqual(await database.copyInto(table, columns, [[1, 'x']]), 1, 'the database goes on');
    }),

    check('COPY that is refused at once ends its iterator', async (database, table) => {
      let isFinished = false;
      function* rows(): Generator<readonly [number]> {
        try {
          for (let n = 0; ; n++) yield [n];
        } finally {
          isFinished = true;
        }
      }
      expectEqual(
        await sqlStateOf(() => database.copyInto(table, ['absent'], rows())),
        '42703',
        'no such column',
      );
      expectEqual(isFinished, true, 'the iterator is finished');
      expectEqual(await numbers(database, table), [], 'rows');
    }),

    check('what the iterator throws is passed on and nothing is loaded', async (database, table) => {
      const failure = new Error('refused by the test');
      function* failing(): Generator<readonly [number, string]> {
        yield [1, 'x'];
        throw failure;
      }
      expectEqual(
        (await rejection(() => database.copyInto(table, columns, failing()))) === failure,
        true,
        'the same error',
      );
      expectEqual(await numbers(database, table), [], 'rows');
    }),

    check('COPY inside a transaction is committed and rolled back with it', async (database, table) => {
      await database.transaction(async (runner) => {
        await runner.copyInto(table, columns, [[1, 'a']]);
        expectEqual(await numbers(runner, table), [1], 'inside');
      });
      const undone = database.transaction(async (runner) => {
        await runner.copyInto(table, columns, [[2, 'b']]);
        throw new Error('refused by the test');
      });
      await undone.catch(() => {});
      expectEqual(await numbers(database, table), [1], 'afterwards');
    }),
  ];
}
