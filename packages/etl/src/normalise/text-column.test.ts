import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rawBatchOfTexts } from '../records/raw-batch.js';
import { byteIndex } from './byte-index.js';
import { type Refusals, refusalsOf } from './refusals.js';
import { type ColumnCells, textColumn } from './text-column.js';
import { wordReader } from './text-readers.js';

function batchOf(texts: readonly string[]): { cells: ColumnCells; refusals: Refusals } {
  const { length } = texts;
  const raw = rawBatchOfTexts({
    width: 1,
    records: texts.map((text) => [text]),
    provenance: {
      row: Int32Array.from({ length }, (_, row) => row + 1),
      line: new Int32Array(length),
      byteOffset: new Float64Array(length),
    },
  });
  return {
    cells: { ...raw, bytes: Buffer.from(raw.bytes), isAscii: false },
    refusals: refusalsOf(raw, { source: 's', header: ['c'], indexOf: () => 0 }),
  };
}

const words = fc.array(
  fc.constantFrom('', ' ', 'a', 'A', ' a ', 'b', 'É', 'é', 'e\u0301', 'toolong', '€💶'),
  {
    maxLength: 12,
  },
);

describe('a column of texts', () => {
  test('has the value of every text, each value once, batch after batch', () => {
    const read = wordReader('category', 6);
    fc.assert(
      fc.property(fc.array(words, { maxLength: 4 }), (batches) => {
        const column = textColumn('category', read);
        for (const texts of batches) {
          const { cells, refusals } = batchOf(texts);
          const batch = column.read(cells, 0, refusals);
          const { codes, values } = batch.column;
          const written = batch.texts();
          expect(new Set(values).size).toBe(values.length);
          expect(new Set(written.values).size).toBe(written.values.length);
          for (const [record, text] of texts.entries()) {
            const isRefused = text === 'toolong';
            expect(refusals.isRefused[record]).toBe(isRefused ? 1 : 0);
            expect(values[codes[record] as number] ?? null).toBe(isRefused ? null : read(text));
            expect(written.values[written.codes[record] as number]).toBe(text);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('shares its dictionary between batches while nothing new comes, and forgets what never ends', () => {
    const column = textColumn('reference', (text) => text);
    const read = (texts: readonly string[]) => {
      const { cells, refusals } = batchOf(texts);
      return column.read(cells, 0, refusals).column;
    };
    const first = read(['x', 'y']);
    expect(read(['y', 'x', 'y'])).toEqual({ codes: Int32Array.of(1, 0, 1), values: ['x', 'y'] });
    expect(read(['x']).values).toBe(first.values);
    let most = 0;
    for (let batch = 0; batch < 40; batch++) {
      const texts = Array.from({ length: 8_000 }, (_, row) => `reference ${batch * 8_000 + row}`);
      const { codes, values } = read(texts);
      expect(values[codes[7_999] as number]).toBe(texts[7_999]);
      most = Math.max(most, values.length);
    }
    expect(most).toBeLessThan(200_000);
  });

  test('forgets long texts before they fill the memory', () => {
    const column = textColumn('reference', (text) => text);
    let most = 0;
    for (let batch = 0; batch < 10; batch++) {
      const texts = Array.from({ length: 20 }, (_, row) => `${batch}-${row}-`.padEnd(60_000, 'x'));
      const { cells, refusals } = batchOf(texts);
      most = Math.max(most, column.read(cells, 0, refusals).column.values.length);
    }
    expect(most).toBe(40);
  });

  test('does not look at records that are refused already', () => {
    const { cells, refusals } = batchOf(['a', 'b', 'a']);
    const error = () => refusals.refuse(1, 'date', new Error('not one of ours'));
    expect(error).toThrow('not one of ours');
    const column = textColumn('category', (text) => {
      expect(text).toBe('a');
      return text;
    });
    refusals.isRefused[1] = 1;
    expect(column.read(cells, 0, refusals).column.codes).toEqual(Int32Array.of(0, -1, 0));
  });
});

test('texts are numbered as a Map numbers them, across growth and clearing', () => {
  const index = byteIndex();
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 3 }), { maxLength: 600 }), (texts) => {
      index.clear();
      const known = new Map<string, number>();
      for (const text of texts) {
        const bytes = Buffer.from(`.${text}.`);
        if (!known.has(text)) known.set(text, known.size);
        expect(index.numberOf(bytes, 1, bytes.length - 1)).toBe(known.get(text));
      }
      expect(index.size()).toBe(known.size);
    }),
    { numRuns: 100 },
  );
});
