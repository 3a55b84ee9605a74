import { expect, test } from 'vitest';
import type { SqlValue } from '../storage/database.js';
import { copyRow } from './copy-text.js';
import { copyStatement } from './identifiers.js';
import { readerOf, toSqlText } from './values.js';

const timestamptz = 1184;

// Texts as PostgreSQL 15 prints them with DateStyle ISO in the named time zone.
test.each([
  ['2024-03-31 01:30:00+00', '2024-03-31T01:30:00.000Z'],
  ['2024-03-31 02:30:00.123456+02', '2024-03-31T00:30:00.123Z'],
  ['2024-01-01 05:45:00+05:45', '2024-01-01T00:00:00.000Z'],
  ['1883-11-18 12:03:58-04:56:02', '1883-11-18T17:00:00.000Z'],
  ['1969-12-31 23:59:59.9+00', '1969-12-31T23:59:59.900Z'],
  ['0099-01-01 00:00:00+00', '0099-01-01T00:00:00.000Z'],
])('the moment %s is %s', (text, iso) => {
  expect(readerOf(timestamptz)(text)).toEqual(new Date(iso));
});

test.each(['infinity', '-infinity', '0044-03-15 12:00:00+00 BC', '10000-01-01 00:00:00+00'])(
  'the moment %s, which no Date of four digits says, stays text',
  (text) => {
    expect(readerOf(timestamptz)(text)).toBe(text);
  },
);

test('values are written as PostgreSQL reads them', () => {
  expect(toSqlText(new Date(-1))).toBe('1969-12-31T23:59:59.999Z');
  expect(toSqlText(Uint8Array.of(0, 171))).toBe('\\x00ab');
  expect([true, false, 1.5, 10n, 'x', null, undefined].map(toSqlText)).toEqual([
    't',
    'f',
    '1.5',
    '10',
    'x',
    null,
    null,
  ]);
});

test('what is no value of SQL is refused instead of written as [object Object]', () => {
  const values: readonly unknown[] = [{ a: 1 }, [1], () => 1, Symbol('x'), new Date(Number.NaN)];
  for (const value of values) {
    expect(() => toSqlText(value as SqlValue)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  }
});

// PostgreSQL manual, COPY, "Text Format": backslash, newline, carriage return and tab are escaped, \N is NULL.
test('a row of COPY keeps its separators apart from its texts', () => {
  expect(copyRow(['a\tb', '\\N', null, '', 'c\r\nd', 7])).toBe('a\\tb\t\\\\N\t\\N\t\tc\\r\\nd\t7\n');
});

test('names are quoted, with the schema before a dot', () => {
  expect(copyStatement('raw.tr"ansactions', ['id', 'some Text'], 'STDIN')).toBe(
    'COPY "raw"."tr""ansactions" ("id", "some Text") FROM STDIN',
  );
  expect(() => copyStatement('', ['id'], 'STDIN')).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
});
