import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchTexts, type RawBatch } from '../../records/raw-batch.js';
import { type CsvBatchOptions, csvBatches } from './csv-batches.js';
import { defaultCsvLimits } from './csv-limits.js';
import { csvTokenizer } from './tokenizer.js';

async function read(
  content: string,
  options: Partial<CsvBatchOptions> = {},
  pieceBytes = 1_000,
): Promise<RawBatch[]> {
  const bytes = Buffer.from(content);
  async function* chunks(): AsyncGenerator<Uint8Array> {
    // Used again for every piece, as some streams do.
    const piece = Buffer.alloc(pieceBytes);
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      const size = bytes.copy(piece, 0, at, at + pieceBytes);
      yield piece.subarray(0, size);
    }
  }
  const batches: RawBatch[] = [];
  const all: CsvBatchOptions = {
    source: 'bank.csv',
    delimiter: ',',
    columns: ['a', 'b'],
    limits: defaultCsvLimits,
    batchRows: 8_192,
    ...options,
  };
  for await (const batch of csvBatches(chunks(), all)) batches.push(batch);
  return batches;
}

const cell = fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ' ', 'x', 'é', '💶'), maxLength: 6 });

test('batches hold what the tokenizer finds, in any pieces and batches of any size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { maxLength: 300 }),
      fc.boolean(),
      fc.constantFrom(7, 300, 20_000),
      fc.constantFrom(1, 50, 10_000),
      async (records, isQuoted, pieceBytes, batchRows) => {
        const lines = records.map((record) =>
          record
            .map((text) => (isQuoted ? `"${text.replaceAll('"', '""')}"` : text.replace(/[",\r\n]/g, '')))
            .join(','),
        );
        const content = lines.join('\n');
        const expected: (readonly [string[], number, number])[] = [];
        const tokenizer = csvTokenizer(
          { delimiter: ',' },
          {
            record: (fields, line, byte) => {
              if (fields.some((field) => field.trim() !== '')) expected.push([fields, line, byte]);
            },
            problem: (problem) => expect(problem).toBeNull(),
          },
        );
        tokenizer.push(Buffer.from(content));
        tokenizer.end();
        const batches = await read(content, { batchRows }, pieceBytes);
        const found = batches.flatMap((batch) =>
          batchTexts(batch).map((texts, record) => [
            texts,
            batch.provenance.line[record],
            batch.provenance.byteOffset[record],
          ]),
        );
        expect(found).toEqual(expected);
        expect(batches.flatMap(({ rejections }) => rejections)).toEqual([]);
        const rows = batches.flatMap(({ provenance }) => [...provenance.row]);
        expect(rows).toEqual(expected.map((_, index) => index + 1));
      },
    ),
    { numRuns: 100 },
  );
});

describe('what is no record', () => {
  test('lines of blanks and delimiters', async () => {
    const [batch] = await read('1,2\n,\n \t, \n,,,,\n\u00a0,\n3,4\n');
    expect(batchTexts(batch as RawBatch)).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    expect(batch?.rejections).toEqual([]);
  });

  test('what stands before the data, and the header', async () => {
    const content = 'My bank\nOwner,x,y\n\na,b\n1,2\n';
    const [batch] = await read(content, { startByte: 19, startLine: 4, skipRecords: 1 }, 5);
    expect(batchTexts(batch as RawBatch)).toEqual([['1', '2']]);
    expect(batch?.provenance).toEqual({
      row: Int32Array.of(1),
      line: Int32Array.of(5),
      byteOffset: Float64Array.of(23),
    });
  });
});

test('records of another width are rejected with their place, those with blanks behind are not', async () => {
  const [batch] = await read('1,2\n3\n4,5,,\n6,7,secret value\n8,9\n');
  expect(batchTexts(batch as RawBatch)).toEqual([
    ['1', '2'],
    ['4', '5'],
    ['8', '9'],
  ]);
  expect(batch?.provenance.row).toEqual(Int32Array.of(1, 3, 5));
  expect(batch?.rejections).toMatchObject([
    { code: 'ROW_WIDTH', row: 2, line: 2, byteOffset: 4, value: '3' },
    {
      code: 'ROW_WIDTH',
      row: 4,
      line: 4,
      byteOffset: 12,
      value: '6,•,•••••• •••ue',
    },
  ]);
});

test('batches end by bytes too, so that long records do not pile up', async () => {
  const line = `${'x'.repeat(60_000)},${'y'.repeat(60_000)}\n`;
  const batches = await read(line.repeat(100), {}, 250_000);
  expect(Math.max(...batches.map(({ bytes }) => bytes.length))).toBeLessThan(5_000_000);
  expect(batches.reduce((sum, { length }) => sum + length, 0)).toBe(100);
});
