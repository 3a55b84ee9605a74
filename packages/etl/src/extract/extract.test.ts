import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { sumMinor } from '@titans/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TransactionBatch } from '../records/transaction-batch.js';
import { csvExtractor } from './csv/csv-extractor.js';
import { type ExtractInput, extract } from './extract.js';

const original = '../shared/data/titans-finance/all_transactions.csv';
const small = 'Date,Description,Amount\n2024-01-01,Tea,-2.00\n2024-01-02,Salary,100.00\n';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'titans-extract-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
}

function bytes(content: string, name = 'bank.csv'): { name: string; bytes: Uint8Array } {
  return { name, bytes: Buffer.from(content) };
}

describe.skipIf(!existsSync(original))('the original file', () => {
  // Counted and summed with Python's csv and decimal modules: 127 rows, 48595.98.
  test('is read whole, with what was inferred about it', async () => {
    const { transactions, rows, rejections, profile, vocabulary } = await extract(original).table();
    expect(rows).toEqual({ in: 127, accepted: 127, rejected: 0 });
    expect(rejections).toEqual([]);
    expect(sumMinor(transactions.columns.amountMinor)).toBe(4_859_598);
    const all = [...transactions.rows()];
    expect(all.filter(({ type }) => type === 'Expense')).toHaveLength(100);
    expect(all.filter(({ type }) => type === 'Income')).toHaveLength(27);
    expect(new Set(all.flatMap(({ category }) => category ?? [])).size).toBe(22);
    expect(all.filter(({ paymentMethod }) => paymentMethod === 'credit_card')).toHaveLength(89);
    expect(vocabulary).toEqual([
      { field: 'paymentMethod', from: 'credit_car', to: 'credit_card', recognised: true, count: 1 },
      { field: 'paymentMethod', from: 'o•••r', to: 'unknown', recognised: false, count: 1 },
    ]);
    expect(profile.sources[0]).toMatchObject({
      format: 'csv',
      unusedColumns: [],
      settings: { csv: { delimiter: ',' } },
    });
    expect(profile.summary()).toContain('columns.receiptUrl     Receipt URL  (inferred, 100%)');
  });

  test('is read the same with the settings of its own profile', async () => {
    const first = await extract(original).table();
    const settings = JSON.parse(JSON.stringify(first.profile.sources[0]?.settings));
    const second = await extract(original, settings).table();
    expect(second.transactions.columns).toEqual(first.transactions.columns);
    expect(second.profile.sources[0]?.decisions.map(({ basis }) => basis)).not.toContain('inferred');
  });
});

describe('what can be extracted', () => {
  test('a path, a URL, bytes and a stream give the same', async () => {
    const path = await file('same.csv', small);
    async function* stream(): AsyncGenerator<Uint8Array> {
      for (const byte of Buffer.from(small)) yield Uint8Array.of(byte);
    }
    const inputs: ExtractInput[] = [path, pathToFileURL(path), bytes(small), { name: 's', stream: stream() }];
    for (const input of inputs) {
      const { transactions } = await extract(input).table();
      expect(transactions.columns.amountMinor).toEqual(Float64Array.of(-200, 10_000));
    }
  });

  test('a pattern gives its files in the order of their names', async () => {
    await mkdir(join(directory, 'many'));
    for (const [name, amount] of [
      ['b', 2],
      ['a', 1],
      ['c', 3],
    ] as const) {
      await file(`many/${name}.csv`, `Date,Description,Amount\n2024-01-0${amount},${name},${amount}\n`);
    }
    await file('many/note.md', 'not a statement');
    const { transactions, profile } = await extract(join(directory, 'many', '{a,b,c}.csv')).table();
    expect([...transactions.rows()].map(({ description }) => description)).toEqual(['a', 'b', 'c']);
    expect(profile.sources).toHaveLength(3);
  });

  test('a file whose name looks like a pattern is that file', async () => {
    const { rows } = await extract(await file('export [1].csv', small)).table();
    expect(rows.in).toBe(2);
  });

  test('an extraction can be read again, a stream only once', async () => {
    const again = extract(bytes(small));
    expect((await again.table()).rows).toEqual((await again.table()).rows);
    async function* stream(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(small);
    }
    const source = { name: 'once', stream: stream() };
    const once = extract(source);
    await once.table();
    await expect(once.table()).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
  });
});

describe('an input that is none', () => {
  test.each<[unknown]>([
    [undefined],
    [null],
    [5],
    [Buffer.from(small)],
    [{ name: 'a', bytes: small }],
    [{ bytes: Buffer.from(small) }],
  ])('%j', (input) => {
    expect(() => extract(input as ExtractInput)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', details: { field: 'input' } }),
    );
  });

  test('a stream that breaks, or gives text', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(small);
      throw new Error('socket hang up');
    }
    await expect(extract({ name: 'upload', stream: broken() }).table()).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: '"upload" cannot be read: socket hang up.',
      details: { source: 'upload' },
    });
    const text = Readable.from([small]);
    await expect(extract({ name: 'text.csv', stream: text }).table()).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
    });
    expect(text.destroyed).toBe(true);
  });
});

describe('batches', () => {
  test('are bounded too where a stream gives all of its bytes at once', async () => {
    async function* whole(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`Date,Description,Amount\n${'x\n'.repeat(500_000)}`);
    }
    let mostRows = 0;
    let rows = 0;
    for await (const { rowsIn } of extract({ name: 'whole.csv', stream: whole() }).batches()) {
      mostRows = Math.max(mostRows, rowsIn);
      rows += rowsIn;
    }
    expect(rows).toBe(500_000);
    expect(mostRows).toBeLessThan(200_000);
  });

  test('are bounded, and the last of each source carries its summary', async () => {
    const lines = Array.from({ length: 30_000 }, (_, row) => `2024-01-01,Row ${row},-1.00\n`);
    const content = `Date,Description,Amount\n${lines.join('')}`;
    const batches: TransactionBatch[] = [];
    const progress: number[] = [];
    const extraction = extract(bytes(content), { extractors: [csvExtractor({ batchRows: 1000 })] });
    for await (const batch of extraction.batches({ onProgress: ({ done }) => progress.push(done) }))
      batches.push(batch);
    expect(batches.length).toBeGreaterThan(1);
    expect(Math.max(...batches.map(({ rowsIn }) => rowsIn))).toBeLessThan(20_000);
    expect(batches.map(({ summary }) => summary !== null)).toEqual(
      batches.map((_, i) => i === batches.length - 1),
    );
    expect(batches.at(-1)?.summary).toMatchObject({
      rowsIn: 30_000,
      rowsRejected: 0,
      sizeBytes: content.length,
    });
    expect(progress.at(-1)).toBe(content.length);
    const places = batches.flatMap(({ provenance }) => [...provenance.byteOffset]);
    expect(content.slice(places[29_999]).startsWith('2024-01-01,Row 29999,')).toBe(true);
  });

  test('the checksum is that of the bytes', async () => {
    // printf 'Date,Description,Amount\n2024-01-01,Tea,-2.00\n2024-01-02,Salary,100.00\n' | sha256sum
    for await (const { summary } of extract(bytes(small)).batches()) {
      expect(summary?.sha256).toBe('5c38338162177ddac1fe037d2e4ab9f3abda6a5b3f3bb04e5b08619737f7f36d');
    }
  });

  test('a source that changes after its checksum was taken is refused', async () => {
    const path = await file('changing.csv', small);
    const reading = extract(path).batches({
      skipSource: async () => {
        await writeFile(path, `${small}2024-01-03,More,1.00\n`);
        return false;
      },
    });
    await expect(drain(reading)).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
  });

  test('reading stops when it is cancelled', async () => {
    const abort = new AbortController();
    const reading = extract(bytes(small.repeat(1)), {}).batches({
      signal: abort.signal,
      onProfile: () => abort.abort(),
    });
    await expect(drain(reading)).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

describe('a source that cannot be read at all', () => {
  test.each([
    ['nothing', '', 'SOURCE_EMPTY'],
    ['white space and a mark', '\ufeff \r\n\t\n', 'SOURCE_EMPTY'],
    ['OFX without statements', 'OFXHEADER:100\nDATA:OFXSGML\n', 'SOURCE_INVALID'],
    ['HTML', '<!DOCTYPE html>\n<table><tr><td>2024-01-01</td></tr></table>', 'FORMAT_UNKNOWN'],
    ['XML', '<?xml version="1.0"?><Document/>', 'FORMAT_UNKNOWN'],
    ['prose', 'Dear customer\nwe write to you\n', 'FORMAT_UNKNOWN'],
  ])('%s: %j', async (_, content, code) => {
    await expect(extract(bytes(content, 'statement')).table()).rejects.toMatchObject({ code });
  });

  test.each([
    ['gzip that is cut', Buffer.from([0x1f, 0x8b, 8, 0]), 'SOURCE_INVALID'],
    ['a workbook', Buffer.from('PK\u0003\u0004rest'), 'FORMAT_UNKNOWN'],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x44, 0, 0, 0]), 'FORMAT_UNKNOWN'],
    ['an unclosed header', Buffer.from('"Date,Description,Amount\n2024-01-01,a,1\n'), 'ROW_UNTERMINATED'],
    ['100,000 columns', Buffer.from(`${'c,'.repeat(100_000)}\n1\n`), 'LIMIT_EXCEEDED'],
    ['600 columns', Buffer.from(`${'c,'.repeat(600)}\n1\n`), 'LIMIT_EXCEEDED'],
  ])('%s', async (_, content, code) => {
    await expect(extract({ name: 'bank.csv', bytes: content }).table()).rejects.toMatchObject({ code });
  });

  test('no file, no match, a directory, a file without permission', async () => {
    const none = join(directory, 'none.csv');
    await expect(extract(none).table()).rejects.toMatchObject({
      code: 'SOURCE_NOT_FOUND',
      details: { source: none },
    });
    await expect(extract(join(directory, '*.none')).table()).rejects.toMatchObject({
      code: 'SOURCE_NOT_FOUND',
    });
    await expect(extract(directory).table()).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
    const locked = await file('locked.csv', small);
    await chmod(locked, 0);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) expect((await extract(locked).table()).rows.in).toBe(2);
    else await expect(extract(locked).table()).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  });

  test('wrong options', () => {
    expect(() => extract('a.csv', { currency: 'XXQ' })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
    expect(() => extract('a.csv', { csv: { delimiter: 'ab' } })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
    const misspelt: object = { curency: 'EUR' };
    expect(() => extract('a.csv', misspelt)).toThrow('at "curency": there is no such member');
    expect(() => extract('a.csv', { amountFormat: { groupMark: '.' } })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', details: { field: 'amountFormat' } }),
    );
    expect(() => extract('a.csv', { csv: { delimiter: '"' } })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });
});

describe('hostile input', () => {
  test('a header of __proto__ and constructor changes no prototype', async () => {
    const { transactions, profile } = await extract(
      bytes('Date,Description,Amount,__proto__,constructor\n2024-01-01,__proto__,1,polluted,polluted\n'),
    ).table();
    expect(transactions.row(0).description).toBe('__proto__');
    expect(profile.sources[0]?.unusedColumns).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('only a header is no rows, not an error', async () => {
    const { rows, transactions } = await extract(bytes('Date,Description,Amount\n')).table();
    expect(rows).toEqual({ in: 0, accepted: 0, rejected: 0 });
    expect(transactions.length).toBe(0);
  });
});

async function drain(batches: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of batches);
}
