import { isTitansError } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { openSource } from '../byte-input.js';
import { type ByteSource, bytesSource, streamSource } from '../byte-source.js';
import { extract } from '../extract.js';
import { resemblesOtherFormat } from '../known-formats.js';
import { csvExtractor } from './csv-extractor.js';

const megabyte = 1024 * 1024;

interface Cost {
  readonly records: number;
  readonly codes: Readonly<Record<string, number>>;
  /** Time of processors, in that of an ordinary megabyte on this machine at this moment. */
  readonly ordinaryMegabytes: number;
  /** Rise of the peak of memory over what it was before. */
  readonly risenBytes: number;
}

type Read = Omit<Cost, 'ordinaryMegabytes'> & { readonly cpuSeconds: number };

async function read(source: ByteSource): Promise<Read> {
  const peakBefore = Math.max(process.memoryUsage().rss, process.resourceUsage().maxRSS * 1024);
  const before = process.cpuUsage();
  const codes: Record<string, number> = {};
  let records = 0;
  const count = (code: string): void => {
    codes[code] = (codes[code] ?? 0) + 1;
  };
  try {
    const stream = await csvExtractor().open(await openSource(source));
    for await (const batch of stream.batches()) {
      records += batch.length;
      for (const { code } of batch.rejections) count(code);
    }
  } catch (error) {
    if (!isTitansError(error)) throw error;
    count(error.code);
  }
  const { user, system } = process.cpuUsage(before);
  return {
    records,
    codes,
    cpuSeconds: (user + system) / 1e6,
    risenBytes: process.resourceUsage().maxRSS * 1024 - peakBefore,
  };
}

const header = 'Date,Text,Amount\n2024-01-01,first,1\n';
const ordinary = Buffer.from(header + '2024-01-02,"Coffee, two cups",-12.50\n'.repeat(200_000));
const ordinarySize = ordinary.length / megabyte;

/**
 * Reads a hostile source, then an ordinary one: how busy the machine is makes both slower. What neighbours do to one of the
 * two alone is gone the next time, so that the least of some tries counts.
 */
async function costOf(source: () => ByteSource, mostOrdinaryMegabytes: number): Promise<Cost> {
  let [least, risenBytes] = [Number.POSITIVE_INFINITY, 0];
  for (let attempt = 1; ; attempt++) {
    const { records, codes, ...hostile } = await read(source());
    const reference = await read(bytesSource('ordinary.csv', ordinary));
    least = Math.min(least, (hostile.cpuSeconds / reference.cpuSeconds) * ordinarySize);
    risenBytes = Math.max(risenBytes, hostile.risenBytes);
    if (least < mostOrdinaryMegabytes || attempt === 3) {
      return { records, codes, ordinaryMegabytes: least, risenBytes };
    }
  }
}

/** The same piece over and over, after a beginning: large sources that take no room. */
function repeated(beginning: string, piece: Uint8Array, times: number): ByteSource {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(beginning);
    for (let time = 0; time < times; time++) yield piece;
    yield Buffer.from('\n2024-01-02,last,2\n');
  }
  return streamSource('hostile.csv', chunks());
}

describe('bounded time and memory', () => {
  test('a line of one gigabyte', { timeout: 120_000 }, async () => {
    const cost = await costOf(() => repeated(header, Buffer.alloc(megabyte, 'x'), 1024), 1024);
    expect(cost).toMatchObject({ records: 2, codes: { LIMIT_EXCEEDED: 1 } });
    expect(cost.risenBytes).toBeLessThan(128 * megabyte);
    expect(cost.ordinaryMegabytes).toBeLessThan(1024);
  });

  test('a quoted field of 256 megabytes that is never closed', { timeout: 120_000 }, async () => {
    const cost = await costOf(
      () => repeated(`${header}2024-01-01,"`, Buffer.alloc(megabyte, 'x, '), 256),
      768,
    );
    expect(cost).toMatchObject({ records: 2, codes: { ROW_UNTERMINATED: 1 } });
    expect(cost.risenBytes).toBeLessThan(128 * megabyte);
    expect(cost.ordinaryMegabytes).toBeLessThan(768);
  });

  test('a million quotes, each on a line of its own and never closed', { timeout: 120_000 }, async () => {
    const line = Buffer.from('2024-01-01,"open\n'.repeat(50_001));
    const cost = await costOf(() => repeated(header, line, 10), 1_500);
    expect(cost.records + Object.values(cost.codes).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(
      1,
    );
    expect(cost.risenBytes).toBeLessThan(256 * megabyte);
    expect(cost.ordinaryMegabytes).toBeLessThan(1_500);
  });

  test.each([
    ['100,000 columns in the header', `${'name,'.repeat(100_000)}\n1\n`, { LIMIT_EXCEEDED: 1 }, 0],
    ['100,000 cells in a record', `${header}${','.repeat(100_000)}x\n`, { LIMIT_EXCEEDED: 1 }, 1],
    ['100,000 empty cells in a record', `${header}${','.repeat(100_000)}\n`, { LIMIT_EXCEEDED: 1 }, 1],
    ['a field of 100,000 bytes', `${header}2024-01-01,${'x'.repeat(100_000)},1\n`, { LIMIT_EXCEEDED: 1 }, 1],
    ['zero bytes in a field', `${header}2024-01-01,a\0b,1\n`, { ENCODING_INVALID: 1 }, 1],
    ['a preamble of a megabyte in one line', `${'x'.repeat(megabyte)}\n${header}`, { LIMIT_EXCEEDED: 1 }, 0],
    ['a beginning of nothing but white space', `${' '.repeat(70_000)}\n${header}`, { LIMIT_EXCEEDED: 1 }, 0],
  ])('%s', async (_, content, codes, records) => {
    const cost = await costOf(() => bytesSource('hostile.csv', Buffer.from(content)), 50);
    expect(cost).toMatchObject({ records, codes });
    expect(cost.risenBytes).toBeLessThan(128 * megabyte);
    expect(cost.ordinaryMegabytes).toBeLessThan(50);
  });

  test.each([
    ['quotes', '"'],
    ['pairs of quotes', '""'],
    ['single quotes after delimiters', ",'"],
    ['delimiters of every kind', ',;\t|'],
    ['carriage returns', '\r'],
    ['digits and separators', '1.1,1 '],
    ['signs', '-+(-+('],
    ['letters of codes', 'DE00 '],
    ['names of columns', 'date amount '],
    ['lines that are all names of columns', `${'date,'.repeat(500)}\n`],
  ])('a megabyte of %s', { timeout: 120_000 }, async (_, piece) => {
    const content = piece.repeat(Math.ceil(megabyte / piece.length));
    for (const beginning of ['', header]) {
      const cost = await costOf(() => bytesSource('hostile.csv', Buffer.from(beginning + content)), 500);
      expect(cost.ordinaryMegabytes).toBeLessThan(500);
      expect(cost.risenBytes).toBeLessThan(256 * megabyte);
    }
  });
});

describe('names that mean something to objects', () => {
  test('are names', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf'];
    const content = `Date,Description,Amount,${names.join(',')}\n2024-01-01,a,1.00,${names.join(',')}\n`;
    const { rows, profile } = await extract({ name: 'a.csv', bytes: Buffer.from(content) }).table();
    expect(rows).toEqual({ in: 1, accepted: 1, rejected: 0 });
    expect(profile.sources[0]?.columns).toEqual(['Date', 'Description', 'Amount', ...names]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('files that are no text', () => {
  test.each([
    ['gzip', '1f8b09'],
    ['ZIP or XLSX', '504b0304140006'],
    ['XLS', 'd0cf11e0a1b11ae1'],
    ['PDF', '255044462d312e37'],
    ['Parquet', '5041523115'],
    ['Arrow or Feather', '4152524f5731'],
    ['ORC', '4f524311'],
    ['Avro', '4f626a0104'],
    ['SQLite', '53514c69746520666f726d6174203300'],
    ['bzip2', '425a6839'],
    ['xz', 'fd377a585a00'],
    ['Zstandard', '28b52ffd04'],
    ['LZ4', '04224d18'],
    ['7z', '377abcaf271c'],
    ['RAR', '526172211a0700'],
    ['PNG', '89504e470d0a1a0a'],
    ['JPEG', 'ffd8ffe0'],
    ['GIF', '474946383961'],
    ['TIFF', '49492a00'],
    ['ELF', '7f454c46'],
    ['tar', `${'61'.repeat(257)}7573746172`],
    ['HTML', Buffer.from('\n<!DOCTYPE html><html><table><tr><td>1,2').toString('hex')],
    ['HTML', Buffer.from('<table border="1"><tr><td>1;2').toString('hex')],
    ['RTF', Buffer.from('{\\rtf1\\ansi').toString('hex')],
    ['XML', `fffe${Buffer.from('<?xml version="1.0"?><a/>', 'utf16le').toString('hex')}`],
    ['JSON', Buffer.from('\ufeff[ {"a": 1} ]').toString('hex')],
    ['UTF-32', 'fffe000044000000'],
  ])('%s is refused by its name', async (format, hex) => {
    const bytes = Buffer.concat([Buffer.from(hex, 'hex'), Buffer.from(',a,b\n1,2,3\n')]);
    expect(resemblesOtherFormat({ name: 'bank.csv', bytes, isWhole: true })).toBe(format);
    const reading = extract({ name: 'bank.csv', bytes }, { extractors: [csvExtractor()] }).table();
    await expect(reading).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
      message: expect.stringContaining(`it begins like ${format}`),
      details: { resembles: format },
    });
  });

  test('bytes without a signature are not claimed', () => {
    const bytes = Uint8Array.from({ length: 4096 }, (_, index) => (index * 73 + (index >> 3)) % 256);
    expect(csvExtractor().recognise({ name: 'bank.csv', bytes, isWhole: true })).toBe(0);
  });
});
