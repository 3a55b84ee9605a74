import type { Database, SqlValue } from '../../storage/database.js';
import { type ConformanceCase, type Create, expectEqual } from '../conformance.js';
import { checkWith, quoted } from './database-check.js';

export function valueCases(create: Create<Database>): readonly ConformanceCase[] {
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
