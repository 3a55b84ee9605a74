import { createHash, randomFillSync } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, createGzip, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSource } from '../byte-input.js';
import { type ByteSource, bytesSource } from '../byte-source.js';
import { extract } from '../extract.js';

const small = 'Date,Description,Amount\n2024-01-01,Tea,-2.00\n2024-01-02,Salary,100.00\n';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'titans-gzip-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function contentOf(source: ByteSource): Promise<Buffer> {
  const opened = await openSource(source);
  const chunks: Uint8Array[] = [];
  for await (const chunk of opened.chunks()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('gzip', () => {
  test('is recognised by its first bytes, whatever the name', async () => {
    for (const name of ['bank.csv.gz', 'bank.csv', 'bank.CSV.GZ', 'statement']) {
      const { rows, profile } = await extract({ name, bytes: gzipSync(small) }).table();
      expect(rows).toEqual({ in: 2, accepted: 2, rejected: 0 });
      expect(profile.sources[0]).toMatchObject({ source: name, format: 'csv' });
    }
  });

  test('gives the checksum and the size of the bytes as they are stored', async () => {
    const stored = gzipSync(small, { level: 9 });
    const summaries = [];
    for await (const { summary } of extract({ name: 'a.gz', bytes: stored }).batches())
      summaries.push(summary);
    expect(summaries.at(-1)).toMatchObject({
      sha256: createHash('sha256').update(stored).digest('hex'),
      sizeBytes: stored.length,
      rowsIn: 2,
    });
  });

  test('places are those of the content', async () => {
    const faulty = `${small}2024-13-01,Never,1.00\n`;
    const { rejections } = await extract({ name: 'a.csv.gz', bytes: gzipSync(faulty) }).table();
    expect(rejections).toMatchObject([{ source: 'a.csv.gz', line: 4, byteOffset: small.length, row: 3 }]);
  });

  test('several members are one content, and zeros after the last are padding', async () => {
    const stored = Buffer.concat([gzipSync('Date,Text,'), gzipSync('Amount\n'), Buffer.alloc(512)]);
    expect((await contentOf(bytesSource('members.gz', stored))).toString()).toBe('Date,Text,Amount\n');
  });

  test('what follows the data is part of the checksum', async () => {
    const stored = Buffer.concat([gzipSync(small), Buffer.alloc(2_000_000)]);
    const expected = createHash('sha256').update(stored).digest('hex');
    const asked: string[] = [];
    const skipSource = async ({ sha256 }: { sha256: string }): Promise<boolean> => {
      asked.push(sha256);
      return false;
    };
    for await (const { summary } of extract({ name: 'a.gz', bytes: stored }).batches({ skipSource })) {
      if (summary !== null) expect(summary).toMatchObject({ sha256: expected, sizeBytes: stored.length });
    }
    expect(asked).toEqual([expected]);
  });

  test('comes whole however its bytes arrive, and from a stream', async () => {
    for (const [size, rows] of [
      [1, 5_000],
      [2, 5_000],
      [1_000, 50_000],
    ] as const) {
      const content = Buffer.from(Array.from({ length: rows }, (_, row) => `${row};x\n`).join(''));
      const stored = gzipSync(content);
      const pieces: ByteSource = {
        ...bytesSource('pieces.gz', stored),
        async *open() {
          for (let at = 0; at < stored.length; at += size) yield stored.subarray(at, at + size);
        },
      };
      expect((await contentOf(pieces)).equals(content)).toBe(true);
    }
    const path = join(directory, 'streamed.csv.gz');
    await writeFile(path, gzipSync(small));
    const { rows } = await extract({ name: 'streamed.csv.gz', stream: createReadStream(path) }).table();
    expect(rows.in).toBe(2);
  });

  test('can be read again', async () => {
    const opened = await openSource(bytesSource('a.gz', gzipSync(small)));
    for (let time = 0; time < 2; time++) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of opened.reread?.() ?? []) chunks.push(chunk);
      expect(Buffer.concat(chunks).toString()).toBe(small);
    }
    await opened.close();
  });
});

describe('gzip that cannot be read', () => {
  const large = gzipSync(randomFillSync(Buffer.alloc(400_000)).toString('base64'));

  test.each([
    ['cut in its header', gzipSync(small).subarray(0, 4)],
    ['cut in its data', gzipSync(small).subarray(0, 40)],
    ['cut far behind its beginning', large.subarray(0, large.length - 100)],
    ['with a wrong checksum', Buffer.concat([gzipSync(small).subarray(0, -8), Buffer.alloc(8, 7)])],
    ['with a damaged byte', Buffer.from(large).fill(0xff, 200_000, 200_010)],
    [
      'followed by other bytes',
      Buffer.concat([gzipSync(small), Buffer.from('\x1f\x8bgarbage, not a member')]),
    ],
  ])('%s', async (_, stored) => {
    await expect(contentOf(bytesSource('bad.csv.gz', stored))).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
      details: { source: 'bad.csv.gz', byteOffset: expect.any(Number) },
    });
  });

  test('compressed twice, or empty', async () => {
    await expect(contentOf(bytesSource('twice.gz', gzipSync(gzipSync(small))))).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
      message: '"twice.gz" is compressed twice. Decompress it once.',
    });
    await expect(contentOf(bytesSource('none.gz', gzipSync(' \n')))).rejects.toMatchObject({
      code: 'SOURCE_EMPTY',
    });
  });

  test('a source that breaks says so itself', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield large.subarray(0, 100_000);
      throw new Error('socket hang up');
    }
    const reading = extract({ name: 'upload.csv.gz', stream: broken() }).table();
    await expect(reading).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  });
});

describe('gzip bombs', () => {
  async function bomb(bytes: number): Promise<Buffer> {
    const gzip = createGzip({ level: constants.Z_BEST_COMPRESSION });
    const pieces: Buffer[] = [];
    gzip.on('data', (piece: Buffer) => pieces.push(piece));
    const ended = new Promise((resolve) => gzip.on('end', resolve));
    const zeros = Buffer.alloc(1024 * 1024, ',');
    for (let written = 0; written < bytes; written += zeros.length) {
      if (!gzip.write(zeros)) await new Promise((resolve) => gzip.once('drain', resolve));
    }
    gzip.end();
    await ended;
    return Buffer.concat(pieces);
  }

  test.each([
    ['10 KB that become 10 MB', 10],
    ['1 MB that becomes 1 GB', 1024],
  ])('%s are refused at once and in bounded memory', async (_, megabytes) => {
    const stored = await bomb(megabytes * 1024 * 1024);
    expect(stored.length).toBeLessThan(megabytes * 1100);
    const peakBefore = Math.max(process.memoryUsage().rss, process.resourceUsage().maxRSS * 1024);
    await expect(extract({ name: 'bomb.csv.gz', bytes: stored }).table()).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      details: { source: 'bomb.csv.gz', limit: 'ratio' },
    });
    expect(process.resourceUsage().maxRSS * 1024 - peakBefore).toBeLessThan(64 * 1024 * 1024);
    let taken = 0;
    async function* inPieces(): AsyncGenerator<Uint8Array> {
      for (let from = 0; from < stored.length; from += 1024) {
        taken++;
        yield stored.subarray(from, from + 1024);
      }
    }
    await expect(extract({ name: 'bomb.csv.gz', stream: inPieces() }).table()).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
    expect(taken).toBeLessThan(128);
  });

  test('limits can be raised and lowered', async () => {
    const dense = gzipSync(`Date,Description,Amount\n${'2024-01-01,Tea,-2.00\n'.repeat(100_000)}`);
    const name = 'dense.csv.gz';
    await expect(extract({ name, bytes: dense }).table()).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    const { rows } = await extract({ name, bytes: dense }, { decompression: { ratio: 2000 } }).table();
    expect(rows.accepted).toBe(100_000);
    const options = { decompression: { ratio: 2000, totalBytes: 1_000_000 } };
    await expect(extract({ name, bytes: dense }, options).table()).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      details: { limit: 'totalBytes' },
    });
    expect(() => extract({ name, bytes: dense }, { decompression: { ratio: Number.NaN } })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', details: { field: 'decompression.ratio' } }),
    );
  });
});
