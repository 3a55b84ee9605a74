import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CsvProblem, csvTokenizer } from './tokenizer.js';

interface Found {
  readonly records: { fields: string[]; line: number; byteOffset: number }[];
  readonly problems: CsvProblem[];
}

function tokenize(content: string | Uint8Array, delimiter = ',', pieces?: number): Found {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const found: Found = { records: [], problems: [] };
  const tokenizer = csvTokenizer(
    { delimiter },
    {
      record: (fields, line, byteOffset) => found.records.push({ fields, line, byteOffset }),
      problem: (problem) => found.problems.push(problem),
    },
  );
  const size = pieces ?? Math.max(bytes.length, 1);
  for (let start = 0; start < bytes.length; start += size)
    tokenizer.push(bytes.subarray(start, start + size));
  tokenizer.end();
  return found;
}

const fieldsOf = (content: string | Uint8Array, delimiter?: string): string[][] =>
  tokenize(content, delimiter).records.map((record) => record.fields);

const lineBreak = fc.constantFrom('\n', '\r\n', '\r');
const field = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\0', '')),
  fc.string({
    unit: fc.constantFrom('"', ',', ';', '\t', '|', '\n', '\r', ' ', 'a', 'é', '€', '💶'),
    maxLength: 12,
  }),
);

/** Writes a record as RFC 4180 does; a field is quoted where it must be, or where `quoteAll` says so. */
function writeRecord(fields: readonly string[], delimiter: string, quoteAll: boolean): string {
  return fields
    .map((text) =>
      quoteAll || /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text,
    )
    .join(delimiter);
}

describe('RFC 4180', () => {
  test('what was written is read again: every field, line and byte offset, in any pieces', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(field, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
        lineBreak,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 40 }),
        (records, newline, delimiter, quoteAll, endsWithBreak, hasMark, pieces) => {
          const lines = records.map((record) => writeRecord(record, delimiter, quoteAll));
          const mark = hasMark ? '\ufeff' : '';
          const document = mark + lines.join(newline) + (endsWithBreak ? newline : '');
          const found = tokenize(Buffer.from(document), delimiter, pieces);
          expect(found.problems).toEqual([]);
          expect(found.records.map((record) => record.fields)).toEqual(records);
          let start = mark;
          for (const [index, record] of found.records.entries()) {
            expect(record.byteOffset).toBe(Buffer.byteLength(start));
            expect(record.line).toBe(1 + (start.match(/\r\n|\r|\n/g)?.length ?? 0));
            start += lines[index] + newline;
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('any bytes at all are read without an exception, and the same in any pieces', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc
            .string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', '\0', 'é'), maxLength: 60 })
            .map((text) => Buffer.from(text)),
        ),
        fc.integer({ min: 1, max: 20 }),
        (bytes, pieces) => {
          expect(tokenize(bytes, ',', pieces)).toEqual(tokenize(bytes));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the ends of lines and fields', () => {
  test.each([
    [
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\r\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\r1,2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,\n,b\n',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['a,', [['a', '']]],
    ['""', [['']]],
    ['a\n\nb', [['a'], [''], ['b']]],
    ['"a""b","c\nd"', [['a"b', 'c\nd']]],
    ['5\' 10" tall,x', [['5\' 10" tall', 'x']]],
    ['', []],
  ])('%j', (content, expected) => {
    expect(fieldsOf(content)).toEqual(expected);
  });
});

describe('what is malformed', () => {
  test('a quote that is never closed is reported with its line, and the lines after it are read', () => {
    const { records, problems } = tokenize('a,b\n1,"one\n2,two\n3,three\n');
    expect(problems).toMatchObject([{ code: 'ROW_UNTERMINATED', line: 2, byteOffset: 4, column: 1 }]);
    expect(records.map((record) => [...record.fields, record.line])).toEqual([
      ['a', 'b', 1],
      ['2', 'two', 3],
      ['3', 'three', 4],
    ]);
  });

  test('an unclosed quote after a field of several lines is reported on its own line', () => {
    const { records, problems } = tokenize('"x\ny","open\n3,three\n');
    expect(problems).toMatchObject([{ code: 'ROW_UNTERMINATED', line: 2, byteOffset: 0 }]);
    expect(records).toMatchObject([{ fields: ['3', 'three'], line: 3 }]);
  });

  test('an unclosed quote does not swallow the rows up to the next quote', () => {
    const { records, problems } = tokenize('1,"one\n2,two\n3,"three"\n4,four\n');
    expect(problems).toMatchObject([{ code: 'ROW_QUOTING', line: 1 }]);
    expect(records.map(({ fields }) => fields[0])).toEqual(['2', '3', '4']);
  });

  test('text after a closing quote', () => {
    const { records, problems } = tokenize('1,"one" more\n2,two\n');
    expect(problems).toMatchObject([{ code: 'ROW_QUOTING', line: 1, column: 1 }]);
    expect(records.map(({ fields }) => fields)).toEqual([['2', 'two']]);
  });

  test('bytes that are not UTF-8, and NUL bytes, cost their record only', () => {
    const latin1 = Buffer.from('a,b\ncaf\xe9,2\nx\0y,3\nok,4\n', 'latin1');
    const { records, problems } = tokenize(latin1);
    expect(problems).toMatchObject([
      { code: 'ENCODING_INVALID', line: 2, column: 0, byteOffset: 4 },
      { code: 'ENCODING_INVALID', line: 3, column: 0, byteOffset: 11 },
    ]);
    expect(records.map(({ fields }) => fields)).toEqual([
      ['a', 'b'],
      ['ok', '4'],
    ]);
  });

  test('a field, a record and a number of fields beyond the limit cost their record only', () => {
    const long = 'x'.repeat(65_537);
    const wide = ','.repeat(512);
    const fat = `${'y'.repeat(60_000)},`.repeat(20);
    const content = `1,${long}\n2,${wide}\n3,${fat}\n4,ok\n`;
    for (const pieces of [content.length, 1000]) {
      const { records, problems } = tokenize(Buffer.from(content), ',', pieces);
      expect(problems.map(({ code, line }) => [code, line])).toEqual([
        ['LIMIT_EXCEEDED', 1],
        ['LIMIT_EXCEEDED', 2],
        ['LIMIT_EXCEEDED', 3],
      ]);
      expect(records.map(({ fields }) => fields)).toEqual([['4', 'ok']]);
    }
  });

  test('a field of exactly 64 KiB, 512 fields and a quote of 64 KiB are taken', () => {
    const long = 'x'.repeat(65_536);
    expect(fieldsOf(`1,${long}\n`)).toEqual([['1', long]]);
    expect(fieldsOf(','.repeat(511))[0]).toHaveLength(512);
    expect(fieldsOf(`1,"${long.slice(2)}"\n`)).toEqual([['1', long.slice(2)]]);
  });

  test('hostile quotes cost time in proportion to their bytes', { timeout: 120_000 }, () => {
    const mostTimesOrdinary = 400;
    const cpuTime = (content: string): number => {
      const bytes = Buffer.from(content);
      const before = process.cpuUsage();
      tokenize(bytes, ',', 65_536);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    /** In the time that as many ordinary bytes take at that moment: the least of some tries. */
    const timesOrdinary = (content: string): number => {
      const ordinary = '2024-01-02,"Coffee, two cups",-12.50\n'.repeat(content.length / 36);
      let least = Number.POSITIVE_INFINITY;
      for (let attempt = 0; attempt < 3 && least >= mostTimesOrdinary; attempt++) {
        least = Math.min(least, cpuTime(content) / Math.max(cpuTime(ordinary), 1_000));
      }
      return least;
    };
    const documents = ['"a\n', 'x,"\n', '"""\n', 'a,"b"c\n', ',"\n,""x\n'];
    for (const line of documents) {
      expect(timesOrdinary(line.repeat(Math.floor(500_000 / line.length)))).toBeLessThan(mostTimesOrdinary);
    }
    expect(timesOrdinary(`"${'\n'.repeat(500_000)}`)).toBeLessThan(mostTimesOrdinary);
  });
});

test('another quote may be told', () => {
  const fields: string[][] = [];
  const tokenizer = csvTokenizer(
    { delimiter: ';', quote: "'" },
    { record: (found) => fields.push(found), problem: (problem) => expect(problem).toBeNull() },
  );
  tokenizer.push(Buffer.from(`'a;''b''';5" x\n'c\nd';"e"\n`));
  tokenizer.end();
  expect(fields).toEqual([
    ["a;'b'", '5" x'],
    ['c\nd', '"e"'],
  ]);
});

test('lines and bytes are counted from where reading begins', () => {
  const found: [string[], number, number][] = [];
  const tokenizer = csvTokenizer(
    { delimiter: ',', startByte: 100, startLine: 7 },
    { record: (fields, line, byte) => found.push([fields, line, byte]), problem: () => {} },
  );
  tokenizer.push(Buffer.from('\ufeffa,b\nc,d'));
  tokenizer.end();
  // In the middle of a source the mark is no mark but a character.
  expect(found).toEqual([
    [['\ufeffa', 'b'], 7, 100],
    [['c', 'd'], 8, 107],
  ]);
});

test('the bytes that were given are left as they are', () => {
  const bytes = Buffer.from('"a""b",c\n');
  const before = Buffer.from(bytes);
  expect(fieldsOf(bytes)).toEqual([['a"b', 'c']]);
  expect(bytes).toEqual(before);
});
