import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchTexts } from '../../records/raw-batch.js';
import type { Rejection } from '../../records/rejection.js';
import { openSource } from '../byte-input.js';
import { type ByteSource, bytesSource } from '../byte-source.js';
import type { RecordStream } from '../extractor.js';
import type { CsvSettings, ImportSettings } from '../import-settings.js';
import { columnNames } from './column-names.js';
import { csvExtractor } from './csv-extractor.js';

interface Read {
  readonly stream: RecordStream;
  readonly records: readonly (readonly string[])[];
  readonly rejections: readonly Rejection[];
}

async function read(content: string | Uint8Array, settings: ImportSettings = {}): Promise<Read> {
  const input = await openSource(bytesSource('bank.csv', Buffer.from(content)));
  const stream = await csvExtractor().open(input, { settings });
  const records: (readonly string[])[] = [];
  const rejections: Rejection[] = [];
  for await (const batch of stream.batches()) {
    records.push(...batchTexts(batch));
    rejections.push(...batch.rejections);
  }
  return { stream, records, rejections };
}

async function layoutOf(content: string, csv: CsvSettings = {}): Promise<CsvSettings | undefined> {
  return (await read(content, { csv })).stream.settings.csv;
}

function decision(stream: RecordStream, setting: string): RecordStream['decisions'][number] | undefined {
  return stream.decisions.find((one) => one.setting === setting);
}

describe('delimiter and quote', () => {
  test.each<[string, string, '"' | "'"]>([
    ['a,b,c\n1,2,3\n', ',', '"'],
    ['a;b;c\n1,5;2,5;3,5\n', ';', '"'],
    ['a\tb\n1, 2\t3\n', '\t', '"'],
    ['a|b\n1|2\n', '|', '"'],
    ['Date;Amount, EUR;Text\n1;-1,50;x\n2;-2,50;y\n', ';', '"'],
    ['"a;b","c;d"\n"1;2","3;4"\n', ',', '"'],
    ["'Date','Text'\n'1','it is, so'\n'2','a; b'\n", ',', "'"],
    ["Date,Text\n1,'s Gravenhage\n2,l'eau, d'or\n3,x\n", ',', '"'],
    ['Date;Text;Amount\n1;Rent, May, Main St;-1,00\n2;Food, drinks;-2,00\n', ';', '"'],
  ])('of %j', async (content, delimiter, quote) => {
    expect(await layoutOf(content)).toMatchObject({ delimiter, quote });
  });

  test('can be told', async () => {
    const { stream, records } = await read("a:b\n1:'2:3'\n", { csv: { delimiter: ':', quote: "'" } });
    expect(stream.columns).toEqual(['a', 'b']);
    expect(records).toEqual([['1', '2:3']]);
    expect(stream.decisions.map(({ basis }) => basis)).toEqual(['inferred', 'given', 'given', 'inferred']);
  });

  test('have alternatives where another delimiter fits as well', async () => {
    const { stream } = await read('a;b,c\nd;e,f\n');
    expect(decision(stream, 'csv.delimiter')).toMatchObject({ value: ',', alternatives: [';'] });
    expect(decision(stream, 'csv.delimiter')?.confidence).toBeLessThanOrEqual(0.55);
  });

  test('rows of another width make the delimiter less sure', async () => {
    const { stream } = await read('a,b\n1,2\n3\n4,5\n6,7\n');
    expect(decision(stream, 'csv.delimiter')?.confidence).toBeCloseTo(0.75, 6);
  });

  test('a first line "sep=" says the delimiter', async () => {
    const { stream, records } = await read('\ufeffsep=;\r\nDate;Text\r\n1;a,b,c\r\n2;d,e,f\r\n');
    expect(stream.columns).toEqual(['Date', 'Text']);
    expect(stream.headerLine).toBe(2);
    expect(records).toEqual([
      ['1', 'a,b,c'],
      ['2', 'd,e,f'],
    ]);
    expect(decision(stream, 'csv.delimiter')).toMatchObject({
      confidence: 1,
      reason: 'The first line of the source says so.',
    });
  });
});

describe('the header', () => {
  const body = '2024-01-01;Miete;-500,00\n2024-01-02;Lohn;1.500,00\n';

  test.each<[string, string, number | null]>([
    ['names the most fields', `Buchungstag;Verwendungszweck;Betrag\n${body}`, 1],
    ['follows a preamble', `Sparkasse Köln\nKonto;DE89370400440532013000\n\nDatum;Text;Betrag\n${body}`, 4],
    [
      'follows a preamble that is padded',
      `Bank;;\nKonto;123456;\nVom;01.01.2024;\nDatum;Text;Betrag\n${body}`,
      4,
    ],
    ['stands above dates and numbers', `Foo;Bar;Baz\n${body}`, 1],
    ['is not there', body, null],
    ['is not there, and there is one record', '2024-01-01;Miete;-500,00\n', null],
    ['is all there is', 'Date;Description;Amount\n', 1],
    ['has a year in it', `Datum;Text;Betrag;Saldo;2024\n${body.replaceAll('\n', ';0,00;1\n')}`, 1],
    ['follows malformed lines', `"Bank" of;x\nDate;Description;Amount\n${body}`, 2],
    ['is the first of two', `Datum;Text;Betrag\n${body}Datum;Text;Betrag\n${body}`, 1],
  ])('%s', async (_, content, headerLine) => {
    expect((await layoutOf(content))?.headerLine).toBe(headerLine);
  });

  test('columns without a header are called by their numbers', async () => {
    const { stream, records } = await read(body);
    expect(stream.columns).toEqual(['1', '2', '3']);
    expect(stream.headerLine).toBeNull();
    expect(records).toHaveLength(2);
  });

  test('where nothing tells, the first record is taken for it, and the data cannot tell', async () => {
    const { stream } = await read('red,blue\none,two\n');
    expect(decision(stream, 'csv.headerLine')).toMatchObject({
      value: 1,
      confidence: 0.6,
      alternatives: [null],
    });
  });

  test('can be told, or that there is none', async () => {
    const content = `Datum;Text;Betrag\n${body}`;
    expect((await read(content, { csv: { headerLine: 2 } })).stream.columns).toEqual([
      '2024-01-01',
      'Miete',
      '-500,00',
    ]);
    const none = await read(content, { csv: { headerLine: null } });
    expect(none.stream.columns).toEqual(['1', '2', '3']);
    expect(none.records).toHaveLength(3);
    await expect(read(content, { csv: { headerLine: 9 } })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      details: { field: 'csv.headerLine', line: 9 },
    });
  });

  test('a malformed line that is told to be it is an error, and one where there is none is refused', async () => {
    const content = `"Datum" x;Text;Betrag\n${body}`;
    await expect(read(content, { csv: { headerLine: 1 } })).rejects.toMatchObject({ code: 'ROW_QUOTING' });
    const none = await read(content, { csv: { headerLine: null, delimiter: ';' } });
    expect(none.records).toHaveLength(2);
    expect(none.rejections).toMatchObject([{ code: 'ROW_QUOTING', line: 1, row: 1 }]);
  });

  test('records are counted and placed from the record after it', async () => {
    const content = `Bank\n\nDatum;Text;Betrag\n${body}`;
    const input = await openSource(bytesSource('bank.csv', Buffer.from(content)));
    const stream = await csvExtractor().open(input);
    for await (const { provenance } of stream.batches()) {
      expect([...provenance.row]).toEqual([1, 2]);
      expect([...provenance.line]).toEqual([4, 5]);
      expect([...provenance.byteOffset].map((at) => content.slice(at, at + 10))).toEqual([
        '2024-01-01',
        '2024-01-02',
      ]);
    }
  });
});

describe('names of columns', () => {
  test.each([
    [['Date', '', 'Amount', 'Amount'], 4, ['Date', 'column 2', 'Amount', 'Amount (2)']],
    [['a', 'a (2)', 'a', 'a'], 4, ['a', 'a (2)', 'a (3)', 'a (4)']],
    [['column 2', ''], 2, ['column 2', 'column 2 (2)']],
    [['', 'column 1'], 2, ['column 1 (2)', 'column 1']],
    [[' Net\n amount '], 3, ['Net amount', 'column 2', 'column 3']],
    [['__proto__', 'constructor', '__proto__'], 3, ['__proto__', 'constructor', '__proto__ (2)']],
  ])('%j, %d wide', (header, width, names) => {
    expect(columnNames(header, width)).toEqual(names);
  });

  test('are never the same', () => {
    const name = fc.constantFrom('', 'a', 'a (2)', 'a (3)', 'column 1', 'column 2', 'column 1 (2)');
    fc.assert(
      fc.property(fc.array(name, { maxLength: 12 }), fc.nat(3), (header, more) => {
        const names = columnNames(header, header.length + more);
        expect(new Set(names).size).toBe(header.length + more);
      }),
    );
  });
});

describe('rows of another width', () => {
  const rows = (count: number, row: string): string => row.repeat(count);

  test('cells beyond the header become columns where records consistently have them', async () => {
    const { stream, records, rejections } = await read(
      `Date,Text,Amount\n${rows(8, '2024-01-01,a,1\n')}${rows(4, '2024-01-01,a,1,CR\n')}`,
    );
    expect(stream.columns).toEqual(['Date', 'Text', 'Amount', 'column 4']);
    expect(records.at(0)).toEqual(['2024-01-01', 'a', '1', '']);
    expect(records.at(-1)).toEqual(['2024-01-01', 'a', '1', 'CR']);
    expect(rejections).toEqual([]);
  });

  test('a single record with too many or too few is refused', async () => {
    const { records, rejections } = await read(
      `Date,Text,Amount\n${rows(60, '2024-01-01,a,1\n')}2024-01-02,b,c,2\n2024-01-03,3\n`,
    );
    expect(records).toHaveLength(60);
    expect(rejections).toMatchObject([
      { code: 'ROW_WIDTH', line: 62, message: 'The row has 4 fields, the header has 3.' },
      { code: 'ROW_WIDTH', line: 63, message: 'The row has 2 fields, the header has 3.' },
    ]);
  });

  test('cells that many records lack at their end are empty', async () => {
    const { records, rejections } = await read(
      `Date,Text,Amount,Note\n${rows(5, '2024-01-01,a,1\n')}2024-01-02,b,2,note\n`,
    );
    expect(rejections).toEqual([]);
    expect(records.at(0)).toEqual(['2024-01-01', 'a', '1', '']);
    expect(records.at(-1)).toEqual(['2024-01-02', 'b', '2', 'note']);
  });

  test('lines of delimiters and white space are no records', async () => {
    const { records, rejections } = await read('Date,Text,Amount\n,,\n2024-01-01,a,1\n , ,\n,,,,,\n\n');
    expect(records).toHaveLength(1);
    expect(rejections).toEqual([]);
  });
});

describe('lines that are no transactions', () => {
  const rows = '2024-01-01;a;1,00\n2024-01-02;b;2,00\n2024-01-03;c;3,00\n';

  test('a repeated header is refused wherever it stands', async () => {
    const { records, rejections } = await read(`Datum;Text;Betrag\n${rows}Datum;Text;Betrag\n${rows}`);
    expect(records).toHaveLength(6);
    expect(rejections).toMatchObject([{ code: 'ROW_NOT_TRANSACTION', line: 5, row: 4 }]);
  });

  test.each([
    ['a total', 'Summe;;6,00\n', 1],
    ['a total in another column', ';Total:;6,00\n', 1],
    ['a remark', 'Alle Angaben ohne Gewähr;;\n', 1],
    ['a remark in a line of its own', 'Alle Angaben ohne Gewähr\n', 1],
    ['several', ';;\nEnd of report;;\nClosing balance;;6,00\nprinted by the bank\n', 3],
  ])('%s after the last record', async (_, footer, refused) => {
    const { records, rejections } = await read(`Datum;Text;Betrag\n${rows}${footer}`);
    expect(records).toHaveLength(3);
    expect(rejections.map(({ code }) => code)).toEqual(Array(refused).fill('ROW_NOT_TRANSACTION'));
  });

  test('a last record without a date but with an amount is a record, since it may be one', async () => {
    const { records, rejections } = await read(`Datum;Text;Betrag\n${rows};Bäckerei;4,00\n`);
    expect(records).toHaveLength(4);
    expect(rejections).toEqual([]);
  });

  test('a footer that is spread over several batches is refused whole', async () => {
    const content = `Datum;Text;Betrag\n${rows.repeat(20)}${'Hinweis;;\n'.repeat(10)}Summe;;6,00\n`;
    const pieces: ByteSource = {
      ...bytesSource('bank.csv', Buffer.from(content)),
      async *open() {
        for (const line of content.split(/(?<=\n)/)) yield Buffer.from(line);
      },
    };
    for (const batchRows of [1, 2, 3, 7]) {
      const stream = await csvExtractor({ batchRows }).open(await openSource(pieces));
      const records: number[] = [];
      const refused: number[] = [];
      for await (const { provenance, rejections } of stream.batches()) {
        records.push(...provenance.row);
        refused.push(...rejections.map(({ row }) => row));
      }
      expect(records).toEqual(Array.from({ length: 60 }, (_, row) => row + 1));
      expect(refused).toEqual(Array.from({ length: 11 }, (_, row) => row + 61));
    }
  });

  test('the places of what is refused are its own, in order', async () => {
    const content = `Datum;Text;Betrag\n${rows}Datum;Text;Betrag\nTotal;;6,00\n`;
    const { rejections } = await read(content);
    expect(rejections.map(({ byteOffset }) => content.slice(byteOffset ?? 0).split('\n')[0])).toEqual([
      'Datum;Text;Betrag',
      'Total;;6,00',
    ]);
  });
});

describe('a preamble', () => {
  const table = 'Datum;Text;Betrag\n2024-01-01;a;1,00\n';

  test('tells the account by its IBAN and the currency by its label', async () => {
    const { stream } = await read(`Konto: DE89 3704 0044 0532 0130 00\nWährung;EUR\n\n${table}`);
    expect(stream.settings).toMatchObject({ accountId: 'DE89370400440532013000', currency: 'EUR' });
  });

  test.each([
    ['an IBAN with wrong check digits', 'Konto: DE88370400440532013000'],
    ['two accounts', 'DE89370400440532013000;GB82WEST12345698765432'],
    ['another text after the label', 'Währung;Euro'],
    ['two currencies', 'Währung;EUR\nValuta;CHF'],
  ])('does not tell them by %s', async (_, preamble) => {
    const { stream } = await read(`${preamble}\n${table}`);
    expect(stream.settings.accountId).toBeUndefined();
    expect(stream.settings.currency).toBeUndefined();
  });
});

test('a header that names the fields is one, though most records have more than twice its cells', async () => {
  const wide = '2024-01-04,Tea,-1.00,5,5,5,5\n';
  const { stream } = await read(`Date,Description,Amount\n2024-01-02,Tea,-1.00\n${wide.repeat(3)}`);
  expect(stream.settings.csv?.headerLine).toBe(1);
  expect(stream.columns.slice(0, 3)).toEqual(['Date', 'Description', 'Amount']);
});
