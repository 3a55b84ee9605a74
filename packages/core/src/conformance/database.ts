import { isTitansError } from '../errors/titans-error.js';
import type { Database, QueryRunner, SqlValue } from '../storage/database.js';
import {
  type ConformanceCase,
  type Create,
  conformanceCase,
  expectCode,
  expectEqual,
  pause,
} from './conformance.js';

/**
 * What every {@link Database} must do.
 *
 * @param create Opens the database; it may be the same one each time, since every case makes and drops a table of
 * its own.
 * @example
 * ```ts
 * import { databaseConformance } from '@titans/core/conformance';
 * import { openPGlite } from '@titans/core/pglite';
 *
 * for (const check of databaseConformance(() => openPGlite({ memory: true }))) await check.run();
 * ```
 */
export function databaseConformance(create: Create<Database>): readonly ConformanceCase[] {
  return [
    ...valueCases(create),
    ...statementCases(create),
    ...transactionCases(create),
    ...copyCases(create),
    ...lockCases(create),
  ];
}

type Check = (name: string, run: (database: Database, table: string) => Promise<void>) => ConformanceCase;

/** Each case has a table with a number and a text, of a name that needs quotes. */
function checkWith(create: Create<Database>): Check {
  return (name, run) =>
    conformanceCase(
      create,
      (database) => database.close(),
      name,
      async (database) => {
        const table = `Conformance "${globalThis.crypto.randomUUID().slice(0, 8)}`;
        await database.query(
          `CREATE TABLE ${quoted(table)} (n integer PRIMARY KEY CHECK (n < 1000000), "some Text" text)`,
        );
        try {
          await run(database, table);
        } finally {
          await database.query(`DROP TABLE ${quoted(table)}`).catch((error: unknown) => {
            // The case that closes its database leaves its table behind.
            if (!isTitansError(error, 'DATABASE_UNAVAILABLE')) throw error;
          });
        }
      },
    );
}

function valueCases(create: Create<Database>): readonly ConformanceCase[] {
  const check = checkWith(create);
  const read = async (database: Database, expression: string): Promise<SqlValue | undefined> =>
    (await database.query(`SELECT ${expression} AS value`)).rows[0]?.value;

  return [
    check('every type comes back as the table of SqlValue says', async (database) => {
      const expected: readonly (readonly [string, SqlValue])[] = [
        ['true', true],
        ['false', false],
        ['(-32768)::smallint', -32_768],
        ['2147483647::integer', 2_147_483_647],
        ['9223372036854775807::bigint', '9223372036854775807'],
        ['count(*)', '1'],
        ['0.1::real', 0.1],
        ['0.1::double precision + 0.2', 0.1 + 0.2],
        ["'NaN'::double precision", Number.NaN],
        ["'-Infinity'::double precision", Number.NEGATIVE_INFINITY],
        ['12345678901234567890.1234567890::numeric', '12345678901234567890.1234567890'],
        ['1.50::numeric(10,2)', '1.50'],
        ["date '2024-02-29'", '2024-02-29'],
        ["date '0001-01-01'", '0001-01-01'],
        ["time '07:05:09'", '07:05:09'],
        ["timestamp '2024-03-31 02:30:00.25'", '2024-03-31 02:30:00.25'],
        ["timestamptz '2024-03-31 02:30:00.123456+02'", new Date('2024-03-31T00:30:00.123Z')],
        ["timestamptz '0001-01-01 00:00:00+00'", new Date('0001-01-01T00:00:00Z')],
        ["timestamptz 'infinity'", 'infinity'],
        ["interval '1 day 2 hours'", '1 day 02:00:00'],
        [`'{"b":1,  "a":[null]}'::json`, '{"b":1,  "a":[null]}'],
        [`'{"b":1,"a":[null]}'::jsonb`, '{"a": [null], "b": 1}'],
        ['ARRAY[1,2,NULL]::integer[]', '{1,2,NULL}'],
        ["ARRAY['a b']", '{"a b"}'],
        ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
        ["'\\x00ff5c'::bytea", Uint8Array.of(0, 255, 92)],
        ["''::bytea", new Uint8Array()],
        ["'ü€😀 \\n'", 'ü€😀 \\n'],
        ['NULL::integer', null],
        ['NULL', null],
      ];
      for (const [expression, value] of expected) {
        expectEqual(await read(database, expression), value, expression);
      }
    }),

    check('parameters of every kind arrive as they were', async (database) => {
      const given: readonly (readonly [string, SqlValue, SqlValue])[] = [
        ['integer', -7, -7],
        ['bigint', 9_007_199_254_740_993n, '9007199254740993'],
        ['double precision', 0.1, 0.1],
        ['double precision', Number.NaN, Number.NaN],
        ['numeric', 12.25, '12.25'],
        ['numeric', '0.10', '0.10'],
        ['boolean', true, true],
        ['boolean', false, false],
        ['boolean', 'true', true],
        ['text', 'it\'s \\ "ü" $1 😀', 'it\'s \\ "ü" $1 😀'],
        ['text', '', ''],
        ['date', '2024-02-29', '2024-02-29'],
        ['timestamptz', new Date('1969-12-31T23:59:59.999Z'), new Date('1969-12-31T23:59:59.999Z')],
        ['bytea', Uint8Array.of(0, 92, 255), Uint8Array.of(0, 92, 255)],
        ['json', '{"a": 1}', '{"a": 1}'],
        ['text[]', '{a,"b c"}', '{a,"b c"}'],
        ['integer', null, null],
      ];
      for (const [type, value, expected] of given) {
        const { rows } = await database.query(`SELECT $1::${type} AS value`, [value]);
        expectEqual(rows[0]?.value, expected, `${type} ${String(value)}`);
      }
    }),

    check('types that were made after the database was opened come back as text', async (database, table) => {
      await database.query(`CREATE TYPE ${quoted(`${table} mood`)} AS ENUM ('calm')`);
      try {
        expectEqual(await read(database, `'calm'::${quoted(`${table} mood`)}`), 'calm', 'enum');
        expectEqual(
          await read(database, `ARRAY['calm']::${quoted(`${table} mood`)}[]`),
          '{calm}',
          'its array',
        );
      } finally {
        await database.query(`DROP TYPE ${quoted(`${table} mood`)}`);
      }
    }),
  ];
}

function statementCases(create: Create<Database>): readonly ConformanceCase[] {
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

function transactionCases(create: Create<Database>): readonly ConformanceCase[] {
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

function copyCases(create: Create<Database>): readonly ConformanceCase[] {
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

function lockCases(create: Create<Database>): readonly ConformanceCase[] {
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

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

async function insert(runner: QueryRunner, table: string, n: number): Promise<void> {
  await runner.query(`INSERT INTO ${quoted(table)} (n) VALUES ($1)`, [n]);
}

async function numbers(runner: QueryRunner, table: string): Promise<readonly number[]> {
  return (await runner.query<{ n: number }>(`SELECT n FROM ${quoted(table)} ORDER BY n`)).rows.map(
    (row) => row.n,
  );
}

async function rejection(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('The work was expected to reject, but resolved.');
}

/** The properties of an error and of its causes, the stack included, as a logger may write them out. */
function everyPart(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  return Object.getOwnPropertyNames(error)
    .map((name) => `${name}: ${everyPart(Reflect.get(error, name))}`)
    .join('\n');
}

async function sqlStateOf(work: () => Promise<unknown>): Promise<unknown> {
  const error = await rejection(work);
  if (!isTitansError(error, 'DATABASE_QUERY')) throw error;
  return error.details.sqlState;
}
