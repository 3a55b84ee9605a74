import { createRandom, isTitansError, type Random } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { batchTexts } from '../../records/raw-batch.js';
import { openSource } from '../byte-input.js';
import { type ByteSource, bytesSource } from '../byte-source.js';
import { extract } from '../extract.js';
import type { ImportSettings } from '../import-settings.js';
import { columnNames } from './column-names.js';
import { csvExtractor } from './csv-extractor.js';
import { type CsvDocument, csvDocument, mutated } from './testing/csv-document.js';

/** `npm run test:fuzz -- documents` sets it to a million. */
const documents = Number(process.env.TITANS_FUZZ_DOCUMENTS ?? 2_000);
/** Damaged documents take longer, and teach less for each. */
const damagedDocuments = Math.min(documents / 4, 50_000);
const damagedStatements = Math.min(documents / 20, 10_000);
const extractor = csvExtractor({ batchRows: 3 });

interface Outcome {
  readonly columns: readonly string[];
  readonly records: readonly { cells: readonly string[]; line: number; byteOffset: number }[];
  readonly refusedLines: readonly (number | null)[];
  readonly rows: readonly number[];
}

async function read(source: ByteSource, settings: ImportSettings): Promise<Outcome> {
  const stream = await extractor.open(await openSource(source), { settings });
  const records: Outcome['records'][number][] = [];
  const refusedLines: (number | null)[] = [];
  const rows: number[] = [];
  for await (const batch of stream.batches()) {
    for (const [index, cells] of batchTexts(batch).entries()) {
      const { row, line, byteOffset } = batch.provenance;
      rows.push(row[index] as number);
      records.push({ cells, line: line[index] as number, byteOffset: byteOffset[index] as number });
    }
    for (const rejection of batch.rejections) {
      refusedLines.push(rejection.line);
      rows.push(rejection.row);
    }
  }
  return { columns: stream.columns, records, refusedLines, rows };
}

function inPieces(bytes: Uint8Array, random: Random): ByteSource {
  const size = 1 + random.integer(64);
  return {
    ...bytesSource('fuzz.csv', bytes),
    async *open() {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    },
  };
}

function settingsOf({ delimiter, quote }: CsvDocument): ImportSettings {
  return { encoding: 'utf-8', csv: { delimiter, quote, headerLine: 1 } };
}

/** What reading must give: rows of nothing but white space are no records, and those like the header are refused. */
function expectedOf({ header, records }: CsvDocument): Omit<Outcome, 'rows'> {
  const isHeader = (cells: readonly string[]): boolean => cells.every((cell, at) => cell === header[at]);
  const filled = records.filter(
    ({ cells }) => cells.length === 1 || cells.some((cell) => cell.trim() !== ''),
  );
  return {
    columns: columnNames(header, header.length),
    records: filled.filter(({ cells }) => !isHeader(cells)),
    refusedLines: filled.filter(({ cells }) => isHeader(cells)).map(({ line }) => line),
  };
}

describe(`${documents} random documents`, () => {
  test('come out with the cells, lines and bytes with which they were written', {
    timeout: 4 * 3_600_000,
  }, async () => {
    const random = createRandom(4180);
    let records = 0;
    for (let number = 0; number < documents; number++) {
      const document = csvDocument(random);
      const source =
        number % 4 === 0 ? inPieces(document.bytes, random) : bytesSource('fuzz.csv', document.bytes);
      const { rows, ...outcome } = await read(source, settingsOf(document));
      const expected = expectedOf(document);
      records += outcome.records.length;
      if (JSON.stringify(outcome) !== JSON.stringify(expected)) {
        expect({ number, text: document.bytes.toString(), outcome }).toEqual({
          number,
          text: document.bytes.toString(),
          outcome: expected,
        });
      }
    }
    // Nine rows at most, four on average, of which few are blank.
    expect(records / documents).toBeGreaterThan(3);
  });

  test('lose no record when they are damaged', { timeout: 4 * 3_600_000 }, async () => {
    const random = createRandom(4181);
    let refusedWhole = 0;
    for (let number = 0; number < damagedDocuments; number++) {
      const document = csvDocument(random);
      const bytes = mutated(document.bytes, random);
      const told = number % 2 === 0 ? settingsOf(document) : {};
      try {
        const whole = await read(bytesSource('fuzz.csv', bytes), told);
        const rows = [...whole.rows].sort((a, b) => a - b);
        const isEveryRow = rows.every((row, index) => row === index + 1);
        if (!isEveryRow) expect({ number, bytes: bytes.toString('hex'), rows }).toBe('every row once');
        const pieces = await read(inPieces(bytes, random), told);
        if (JSON.stringify(pieces) !== JSON.stringify(whole)) {
          expect({ number, bytes: bytes.toString('hex'), pieces }).toEqual({ whole });
        }
      } catch (error) {
        if (!isTitansError(error) || error.code === 'INTERNAL') throw error;
        refusedWhole++;
      }
    }
    expect(refusedWhole).toBeLessThan(damagedDocuments / 2);
  });

  test('of a bank: what goes in comes out or is refused', { timeout: 4 * 3_600_000 }, async () => {
    const random = createRandom(4182);
    for (let number = 0; number < damagedStatements; number++) {
      const rows = 1 + random.integer(20);
      const lines = Array.from(
        { length: rows },
        (_, row) => `2024-01-${String(1 + (row % 28)).padStart(2, '0')},"Shop ${row}",-${row}.50\n`,
      );
      const bytes = mutated(Buffer.from(`Date,Description,Amount\n${lines.join('')}`), random);
      try {
        const { rows: counts, transactions, rejections } = await extract({ name: 'bank.csv', bytes }).table();
        expect(counts.in).toBe(transactions.length + rejections.length);
        // A quote can merge lines and a line break can part one; nothing else changes how many there are.
        expect(counts.in).toBeLessThanOrEqual(rows + 4);
      } catch (error) {
        if (!isTitansError(error) || error.code === 'INTERNAL') throw error;
      }
    }
  });
});
