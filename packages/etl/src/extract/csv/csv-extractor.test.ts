import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type ExtractorSample, extractorConformance } from '../../conformance/index.js';
import { batchTexts } from '../../records/raw-batch.js';
import { openSource } from '../byte-input.js';
import { bytesSource } from '../byte-source.js';
import { csvExtractor } from './csv-extractor.js';
import { inferDialect } from './dialect.js';

const spectrum = '../shared/data/formats-a/csv-spectrum';

async function readObjects(name: string, bytes: Uint8Array): Promise<Record<string, string>[]> {
  const input = await openSource(bytesSource(name, bytes));
  const stream = await csvExtractor().open(input);
  const objects: Record<string, string>[] = [];
  for await (const batch of stream.batches()) {
    expect(batch.rejections).toEqual([]);
    for (const record of batchTexts(batch)) {
      objects.push(
        Object.fromEntries(stream.columns.map((column, index) => [column, record[index] as string])),
      );
    }
  }
  return objects;
}

describe.skipIf(!existsSync(spectrum))('csv-spectrum', () => {
  const names = existsSync(spectrum)
    ? readdirSync(`${spectrum}/csvs`).map((name) => name.replace('.csv', ''))
    : [];
  // The expected JSON of location_coordinates is no array, and has another telephone number than the CSV.
  test.each(names.filter((name) => name !== 'location_coordinates'))('%s', async (name) => {
    const expected = JSON.parse(readFileSync(`${spectrum}/json/${name}.json`, 'utf8'));
    expect(await readObjects(name, readFileSync(`${spectrum}/csvs/${name}.csv`))).toEqual(expected);
  });

  test('location_coordinates', async () => {
    const { 'Contact Phone Number': _, ...expected } = JSON.parse(
      readFileSync(`${spectrum}/json/location_coordinates.json`, 'utf8'),
    );
    const found = await readObjects('csv', readFileSync(`${spectrum}/csvs/location_coordinates.csv`));
    expect(found).toEqual([{ ...expected, 'Contact Phone Number': '2095257564' }]);
  });
});

const samples: readonly ExtractorSample[] = [
  {
    name: 'plain.csv',
    bytes: Buffer.from(
      '  \nDate,Text,Amount\n2024-01-01,a,1\n\n \t \n2024-01-02,"b, ""c""\nd",2\r\n2024-01-03,é€💶,3',
    ),
    columns: ['Date', 'Text', 'Amount'],
    records: [
      ['2024-01-01', 'a', '1'],
      ['2024-01-02', 'b, "c"\nd', '2'],
      ['2024-01-03', 'é€💶', '3'],
    ],
    rejected: 0,
  },
  {
    name: 'faulty.tsv',
    bytes: Buffer.from('\ufeffDate\tText\n1\ta\n2\n3\tb\tc\n4\t"open\n5\tfine\n6\tpadded\t\t\n7\tend\n'),
    columns: ['Date', 'Text'],
    records: [
      ['1', 'a'],
      ['5', 'fine'],
      ['6', 'padded'],
      ['7', 'end'],
    ],
    rejected: 3,
  },
  {
    name: 'utf-16.csv',
    bytes: Buffer.from(
      '\ufeffDatum;Text;Betrag\r\n01.02.2024;žlutý 💶;1,00\r\n;;\r\n2;"a;b";-2,00\r\n3;c;3\r\n',
      'utf16le',
    ),
    columns: ['Datum', 'Text', 'Betrag'],
    records: [
      ['01.02.2024', 'žlutý 💶', '1,00'],
      ['2', 'a;b', '-2,00'],
      ['3', 'c', '3'],
    ],
    rejected: 0,
  },
  {
    name: 'preamble.csv',
    bytes: Buffer.from(
      'Bank für Handel\nIBAN;DE89370400440532013000\n\nDatum;Text;Betrag;Betrag;\n' +
        '01.02.2024;\'s Gravenhage;1,00;;\n02.02.2024;"Größe";;2,00;\n03.02.2024;b;3,00;;\nSumme;;4,00;2,00;\n',
      'latin1',
    ),
    columns: ['Datum', 'Text', 'Betrag', 'Betrag (2)', 'column 5'],
    records: [
      ['01.02.2024', "'s Gravenhage", '1,00', '', ''],
      ['02.02.2024', 'Größe', '', '2,00', ''],
      ['03.02.2024', 'b', '3,00', '', ''],
    ],
    rejected: 1,
  },
  {
    name: 'no-header.csv',
    bytes: Buffer.from('2024-01-01|a|1\r2024-01-02|b|2\r2024-01-03|c|3'),
    columns: ['1', '2', '3'],
    records: [
      ['2024-01-01', 'a', '1'],
      ['2024-01-02', 'b', '2'],
      ['2024-01-03', 'c', '3'],
    ],
    rejected: 0,
  },
  {
    name: 'long.csv',
    bytes: Buffer.from(`a;b\n${Array.from({ length: 20_000 }, (_, row) => `${row};"x ${row}"\n`).join('')}`),
    columns: ['a', 'b'],
    records: Array.from({ length: 20_000 }, (_, row) => [String(row), `x ${row}`]),
    rejected: 0,
  },
];

describe('conforms', () => {
  test.each([...extractorConformance(csvExtractor({ batchRows: 512 }), samples)])('$name', (check) =>
    check.run(),
  );
});

describe('the delimiter', () => {
  test.each([
    ['a,b,c\n1,2,3\n', ','],
    ['a;b;c\n1,5;2,5;3,5\n', ';'],
    ['a\tb\n1, 2\t3\n', '\t'],
    ['a|b\n1|2\n', '|'],
    ['Date;Amount, EUR;Text\n1;-1,50;x\n2;-2,50;y\n', ';'],
    ['"a;b","c;d"\n"1;2","3;4"\n', ','],
  ])('of %j is %j', (content, delimiter) => {
    expect(inferDialect(Buffer.from(content), true)).toMatchObject({ delimiter, confidence: 1 });
  });

  test('is not found where there is none', () => {
    expect(inferDialect(Buffer.from('one\ntwo\n'), true).confidence).toBe(0);
  });
});
