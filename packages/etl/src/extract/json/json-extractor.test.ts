import { describe, expect, test } from 'vitest';
import { extractorConformance } from '../../conformance/extractor.js';
import { batchTexts } from '../../records/raw-batch.js';
import { openSource } from '../byte-input.js';
import { bytesSource } from '../byte-source.js';
import { extract } from '../extract.js';
import type { Statement } from '../extraction.js';
import type { Extractor, RecordStream } from '../extractor.js';
import type { Decision } from '../import-profile.js';
import type { ImportSettings } from '../import-settings.js';
import { jsonExtractor } from './json-extractor.js';
import { ndjsonExtractor } from './ndjson-extractor.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

async function read(
  extractor: Extractor,
  text: string,
  settings: ImportSettings = {},
): Promise<{ stream: RecordStream; records: readonly (readonly string[])[]; rejections: readonly string[] }> {
  const input = await openSource(bytesSource('a.json', encode(text)));
  const stream = await extractor.open(input, { settings });
  const records: (readonly string[])[] = [];
  const rejections: string[] = [];
  for await (const batch of stream.batches()) {
    records.push(...batchTexts(batch));
    rejections.push(
      ...batch.rejections.map(({ code, row, line, byteOffset }) => `${code} ${row} ${line} ${byteOffset}`),
    );
  }
  return { stream, records, rejections };
}

function decided(stream: RecordStream, setting: string): Decision | undefined {
  return stream.decisions.find((decision) => decision.setting === setting);
}

describe('conforms', () => {
  const cases = [
    ...extractorConformance(jsonExtractor(), [
      {
        name: 'array.json',
        bytes: encode(
          '\ufeff[ {"date":"2024-01-01","amount":-1.50,"description":"a [b] {c} \\" \\u00e4 ","x":{"y":null}},\n' +
            '{"date":"2024-01-02","amount":-0,"x":{"y":[1,"b",null]}} , 7, \n {"amount":01},{"date":"z","amount":1e2}]\n',
        ),
        columns: ['date', 'amount', 'description', 'x.y'],
        records: [
          ['2024-01-01', '-1.50', 'a [b] {c} " ä ', ''],
          ['2024-01-02', '-0', '', '1;b'],
          ['z', '100', '', ''],
        ],
        rejected: 2,
      },
      {
        name: 'wrapped',
        bytes: encode(
          `{"meta":{"pages":[1,2],"note":"[{"},"transactions":[${[1, 2, 3].map((i) => `{"id":${i}}`).join()}],"next":null}`,
        ),
        columns: ['id'],
        records: [['1'], ['2'], ['3']],
        rejected: 0,
      },
    ]),
    ...extractorConformance(ndjsonExtractor(), [
      {
        name: 'lines',
        bytes: encode('\ufeff{"a":1,"b":"x"}\r\n\n  \n{"a":2}\n{"a":\n[1]\n{"b":"é\\n"}'),
        columns: ['a', 'b'],
        records: [
          ['1', 'x'],
          ['2', ''],
          ['', 'é\n'],
        ],
        rejected: 2,
      },
    ]),
  ];
  test.each([...cases])('$name', (check) => check.run());
});

describe('finds the records', () => {
  const account = '{"account_id":"A","balances":{"available":100,"current":110}}';
  const transaction = '{"date":"2024-01-02","amount":12.5,"name":"x"}';
  test.each([
    ['$', `[${transaction}]`],
    ['transactions', `{"accounts":[${account}],"transactions":[${transaction}]}`],
    ['data.items', `{"data":{"items":[${transaction}],"count":1}}`],
    ['lines', `{"errors":[],"lines":[${transaction}]}`],
    ['transactions', `{"accounts":[${account}],"transactions":[]}`],
  ])('at %s', async (path, text) => {
    const { stream } = await read(jsonExtractor(), text);
    expect(decided(stream, 'json.records')).toMatchObject({ value: path, basis: 'inferred' });
    expect(stream.settings.json).toEqual({ records: path });
  });

  test('and says where others fit as well', async () => {
    const { stream } = await read(
      jsonExtractor(),
      `{"transactions":{"booked":[${transaction}],"pending":[${transaction}]}}`,
    );
    expect(decided(stream, 'json.records')).toMatchObject({
      value: 'transactions.booked',
      alternatives: ['transactions.pending'],
    });
  });

  test('where it is told to', async () => {
    const text = `{"transactions":{"booked":[${transaction}],"pending":[{"id":5}]}}`;
    const { records } = await read(jsonExtractor(), text, { json: { records: '$.transactions.pending' } });
    expect(records).toEqual([['5']]);
    await expect(read(jsonExtractor(), text, { json: { records: 'nowhere' } })).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
      details: { field: 'json.records' },
    });
  });

  test('or refuses a document without any', async () => {
    await expect(read(jsonExtractor(), '{"a":1,"b":[]}')).rejects.toMatchObject({ code: 'SOURCE_INVALID' });
    await expect(read(jsonExtractor(), '"text"')).rejects.toMatchObject({ code: 'SOURCE_INVALID' });
  });
});

describe('columns', () => {
  test('names of the prototype are names', async () => {
    const { stream, records } = await read(
      ndjsonExtractor(),
      '{"__proto__":{"polluted":"x"},"constructor":1,"toString":{"valueOf":2}}\n{"a":1}',
    );
    expect(stream.columns).toEqual(['__proto__.polluted', 'constructor', 'toString.valueOf', 'a']);
    expect(records[0]).toEqual(['x', '1', '2', '']);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('arrays of objects keep their text, digits are kept', async () => {
    const { records } = await read(
      ndjsonExtractor(),
      '{"a":[{"b": 1.10}],"n":12345678901234567890.10,"e":-1.5E-3,"t":true,"f":[]}\n{}',
    );
    expect(records[0]).toEqual(['[{"b": 1.10}]', '12345678901234567890.10', '-0.0015', 'true', '']);
  });

  test('a key that held nothing so far is a column', async () => {
    const extractor = ndjsonExtractor({ limits: { lookRecords: 2 } });
    const { records, rejections } = await readInPieces(extractor, [
      '{"a":1,"category":null}\n{"a":2}\n',
      '{"category":"x"}\n',
    ]);
    expect(records).toEqual([
      ['1', ''],
      ['2', ''],
      ['', 'x'],
    ]);
    expect(rejections).toEqual([]);
  });

  test('a field that appears late rejects its record, another key does not', async () => {
    const extractor = ndjsonExtractor({ limits: { lookRecords: 2 } });
    const pieces = ['{"a":1}\n{"a":2}\n', '{"a":3,"category":"x"}\n{"a":4,"note_7":"x","category":null}\n'];
    const { records, rejections } = await readInPieces(extractor, pieces);
    expect(records).toEqual([['1'], ['2'], ['4']]);
    expect(rejections).toEqual(['FIELD_INVALID 3 3 16']);
    const told = await readInPieces(extractor, pieces, { columns: { category: 'category' } });
    expect(told.records.map((record) => record[0])).toEqual(['', '', 'x', '']);
    expect(told.rejections).toEqual([]);
  });

  test('beyond the most there can be are left out, which is said', async () => {
    const { stream, records } = await read(
      ndjsonExtractor({ limits: { columns: 2 } }),
      '{"a":1,"b":2,"c":3}\n{"d":4}',
    );
    expect(stream.columns).toEqual(['a', 'b']);
    expect(records).toEqual([
      ['1', '2'],
      ['', ''],
    ]);
    expect(decided(stream, 'json.columns')?.value).toBe(2);
  });
});

describe('what is wrong', () => {
  test('lines are rejected one by one, with line and byte', async () => {
    const { records, rejections } = await read(
      ndjsonExtractor({ limits: { recordBytes: 30, depth: 3 } }),
      [
        '{"a":1}',
        '{"a":1,}',
        '{"a":"\u0001"}',
        '{"a":1} x',
        '{"a":1,"a":2}',
        '{"a":[[[1]]]}',
        `{"a":"${'x'.repeat(40)}"}`,
        '"text"',
        '{"a":"\\x"}',
        '{"a":tru}',
        '{"a":2}',
      ].join('\n'),
    );
    expect(records).toEqual([['1'], ['2']]);
    expect(rejections.map((rejection) => rejection.split(' ').slice(0, 3).join(' '))).toEqual([
      'JSON_INVALID 2 2',
      'JSON_INVALID 3 3',
      'JSON_INVALID 4 4',
      'JSON_INVALID 5 5',
      'LIMIT_EXCEEDED 6 6',
      'LIMIT_EXCEEDED 7 7',
      'ROW_NOT_TRANSACTION 8 8',
      'JSON_INVALID 9 9',
      'JSON_INVALID 10 10',
    ]);
    expect(rejections[0]).toBe('JSON_INVALID 2 2 8');
  });

  test('bytes that are no UTF-8 reject their record', async () => {
    const bytes = Buffer.concat([encode('{"a":"'), Uint8Array.of(0xff), encode('"}\n{"a":"b"}\n')]);
    const input = await openSource(bytesSource('a.ndjson', bytes));
    const stream = await ndjsonExtractor().open(input);
    const codes: string[] = [];
    for await (const batch of stream.batches()) codes.push(...batch.rejections.map(({ code }) => code));
    expect(codes).toEqual(['ENCODING_INVALID']);
  });

  test.each([
    ['[{"a":1},{"a":2}', 1, 16],
    ['[{"a":1},\n{"a":2]', 2, 16],
    ['[{"a":1} {"a":2}]', 1, 9],
    ['[{"a":1},{"a":2}] x', 1, 18],
    ['{"data":[{"a":1},{"a":2}],}', 1, 26],
    ['{"data":[{"a":1},{"a":2}],"b":nonsense}', 1, 30],
  ])('a broken document ends with its place after the records before: %s', async (text, line, byteOffset) => {
    const input = await openSource(bytesSource('a.json', encode(text)));
    const stream = await jsonExtractor().open(input);
    const records: string[] = [];
    const reading = (async () => {
      for await (const batch of stream.batches()) records.push(...batchTexts(batch).map(String));
    })();
    await expect(reading).rejects.toMatchObject({ code: 'SOURCE_INVALID', details: { line, byteOffset } });
    expect(records[0]).toBe('1');
  });

  test('deep nesting is refused', async () => {
    await expect(read(jsonExtractor(), '['.repeat(100_000))).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
    await expect(read(jsonExtractor(), '{"a":'.repeat(100_000))).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
  });

  test('an empty array is read as nothing', async () => {
    const statement: Statement = await extract(
      { name: 'none.json', bytes: encode('{"transactions":[]}') },
      { extractors: [jsonExtractor()] },
    ).table();
    expect(statement.rows).toEqual({ in: 0, accepted: 0, rejected: 0 });
  });
});

async function readInPieces(
  extractor: Extractor,
  pieces: readonly string[],
  settings: ImportSettings = {},
): Promise<{ records: readonly (readonly string[])[]; rejections: readonly string[] }> {
  const input = {
    sample: { name: 'a.ndjson', bytes: encode(pieces[0] ?? ''), isWhole: false },
    reread: null,
    async *chunks() {
      for (const piece of pieces) yield encode(piece);
    },
  };
  const stream = await extractor.open(input, { settings });
  const records: (readonly string[])[] = [];
  const rejections: string[] = [];
  for await (const batch of stream.batches()) {
    records.push(...batchTexts(batch));
    rejections.push(
      ...batch.rejections.map(({ code, row, line, byteOffset }) => `${code} ${row} ${line} ${byteOffset}`),
    );
  }
  return { records, rejections };
}

describe('encodings', () => {
  const record = (day: number): string =>
    `{"date":"2024-01-${day}","amount":-1,"description":"Café 💶 ${day}"}`;
  const documents = [
    ['a document', `[\n${record(10)},\n${record(11)}]`],
    ['lines', `${record(10)}\r\n${record(11)}\r\n`],
  ] as const;

  test.each(documents)('%s in UTF-16, with a mark and without, either way round', async (_, text) => {
    const marked = Buffer.from(`\ufeff${text}`, 'utf16le');
    const plain = Buffer.from(text, 'utf16le');
    for (const bytes of [marked, Buffer.from(marked).swap16(), plain, Buffer.from(plain).swap16()]) {
      const { transactions, rejections, profile } = await extract({ name: 'x', bytes }).table();
      expect(rejections).toEqual([]);
      expect([...transactions.rows()].map((row) => row.originalDescription)).toEqual([
        'Café 💶 10',
        'Café 💶 11',
      ]);
      expect(profile.sources[0]?.settings.encoding).toMatch(/^utf-16/);
    }
  });

  test('places in UTF-16 are bytes of the source', async () => {
    const bytes = Buffer.from(`\ufeff${record(10)}\n{oops}\n${record(12)}\n`, 'utf16le');
    const { rejections } = await extract({ name: 'x', bytes }).table();
    expect(rejections).toMatchObject([
      { line: 2, byteOffset: bytes.indexOf(Buffer.from('{oops', 'utf16le')) },
    ]);
  });

  test.each(documents)('%s in an encoding that is told', async (_, text) => {
    const bytes = Buffer.from(text.replaceAll('💶', ''), 'latin1');
    const told = await extract({ name: 'x', bytes }, { encoding: 'windows-1252' }).table();
    expect([...told.transactions.rows()].map((row) => row.originalDescription)).toEqual([
      'Café  10',
      'Café  11',
    ]);
    const untold = await extract({ name: 'x', bytes }).table();
    expect(untold.rejections).toMatchObject([{ code: 'ENCODING_INVALID' }, { code: 'ENCODING_INVALID' }]);
  });
});
