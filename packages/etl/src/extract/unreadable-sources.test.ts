import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { isTitansError } from '@titans/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memoryLoader } from '../load/memory-loader.js';
import { pipeline } from '../pipeline/pipeline.js';
import type { PipelineReport } from '../pipeline/report.js';
import { pipelineReportHtml } from '../pipeline/report-html.js';
import { extract } from './extract.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'titans-unreadable-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const statement = (rows: number, from = 0): string =>
  `Date,Description,Amount\n${Array.from({ length: rows }, (_, index) => `2024-01-02,Shop ${from + index},-${1 + index}.00`).join('\n')}\n`;

/** Two good files among one of no known format, an empty one, one without amounts, and a gzip that is cut off. */
async function writeMixed(): Promise<void> {
  const files: Readonly<Record<string, string | Buffer>> = {
    '1-good.csv': statement(3),
    '2-sheet.xlsx': Buffer.from('PK\x03\x04 a sheet, or so it says'),
    '3-empty.csv': '',
    '4-names.csv': 'Name,City\nAnn,Leeds\nBob,York\n',
    '5-cut.csv.gz': gzipSync(statement(2_000)).subarray(0, 2_000),
    '6-good.csv': statement(2, 100),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
}

const unreadableOf = (report: PipelineReport): unknown =>
  report.unreadableSources.map(({ name, code }) => [basename(name), code]);

const expected = [
  ['2-sheet.xlsx', 'FORMAT_UNKNOWN'],
  ['3-empty.csv', 'SOURCE_EMPTY'],
  ['4-names.csv', 'HEADER_MISSING_COLUMN'],
  ['5-cut.csv.gz', 'SOURCE_INVALID'],
];

describe('onUnreadable: "report"', () => {
  test.each(['run', 'source'] as const)(
    'loads the others and names each file with its code, commit %s',
    async (commit) => {
      await writeMixed();
      const load = memoryLoader();
      const report = await pipeline({
        extract: extract(`${directory}/*`, { onUnreadable: 'report' }),
        load,
      }).run({
        commit,
      });
      expect(unreadableOf(report)).toEqual(expected);
      expect(report.status).toBe('succeeded');
      expect(report.rows).toEqual({ in: 5, loaded: 5, updated: 0, unchanged: 0, quarantined: 0 });
      expect(report.sources.map(({ name, rowsIn }) => [basename(name), rowsIn])).toEqual([
        ['1-good.csv', 3],
        ['6-good.csv', 2],
      ]);
      expect(JSON.parse(JSON.stringify(report)).unreadableSources).toHaveLength(4);
      const page = pipelineReportHtml(report);
      for (const [name, code] of expected)
        expect(page).toMatch(new RegExp(`${name}</th><td[^>]*>${code}</td>`));
      expect(page).toContain('succeeded, without sources that cannot be read');
    },
  );

  test('a table names them too', async () => {
    await writeMixed();
    const { rows, unreadable, profile } = await extract(`${directory}/*`, { onUnreadable: 'report' }).table();
    expect(rows).toEqual({ in: 5, accepted: 5, rejected: 0 });
    expect(unreadable.map(({ name, code }) => [basename(name), code])).toEqual(expected);
    expect(unreadable[0]?.message).toContain('ZIP or XLSX');
    expect(profile.sources).toHaveLength(2);
  });

  test('nothing is taken of a large file that breaks off after many rows', async () => {
    await writeFile(join(directory, 'a.csv'), statement(1));
    const whole = gzipSync(statement(120_000));
    await writeFile(join(directory, 'b.csv.gz'), whole.subarray(0, whole.length - 20));
    const cut = await extract(`${directory}/*`, { onUnreadable: 'report' }).table();
    expect([cut.rows.in, cut.unreadable.length]).toEqual([1, 1]);
    await writeFile(join(directory, 'b.csv.gz'), whole);
    const good = await extract(`${directory}/*`, { onUnreadable: 'report' }).table();
    expect([good.rows.in, good.unreadable.length, good.profile.sources.length]).toEqual([120_001, 0, 2]);
    // 1 + the sum of 1 to 120,000.
    const sum = good.transactions.columns.amountMinor.reduce((total, minor) => total + minor, 0);
    expect(sum).toBe(-100 * (1 + (120_000 * 120_001) / 2));
  });

  test('an incremental run goes on past a file that stays unreadable', async () => {
    await writeMixed();
    const job = pipeline({
      extract: extract(`${directory}/*`, { onUnreadable: 'report' }),
      load: memoryLoader(),
    });
    await job.run({ mode: 'incremental' });
    await writeFile(join(directory, '7-new.csv'), statement(1, 500));
    const report = await job.run({ mode: 'incremental' });
    expect(report.skippedSources).toHaveLength(2);
    expect(unreadableOf(report)).toEqual(expected);
    expect(report.rows).toMatchObject({ in: 1, loaded: 1 });
    // Where nothing is new, that is no failure.
    expect((await job.run({ mode: 'incremental' })).rows.in).toBe(0);
  });

  test('where nothing can be read at all the run fails', async () => {
    await writeFile(join(directory, 'a.csv'), '');
    await writeFile(join(directory, 'b.xlsx'), 'PK\x03\x04');
    const job = pipeline({
      extract: extract(`${directory}/*`, { onUnreadable: 'report' }),
      load: memoryLoader(),
    });
    const error = await job.run().catch((reason: unknown) => reason);
    expect(isTitansError(error, 'SOURCE_EMPTY')).toBe(true);
    const report = (error as { details: { report: PipelineReport } }).details.report;
    expect(report.unreadableSources.map(({ code }) => code)).toEqual(['SOURCE_EMPTY', 'FORMAT_UNKNOWN']);
    expect(report.status).toBe('failed');
  });

  test('cancelling is no unreadable file', async () => {
    await writeMixed();
    const statements = extract(`${directory}/*`, { onUnreadable: 'report' });
    await expect(statements.table({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });
});

describe('unless told', () => {
  test('the first file that cannot be read ends the run, and nothing is loaded', async () => {
    await writeMixed();
    const load = memoryLoader();
    const job = pipeline({ extract: extract(`${directory}/*`), load });
    await expect(job.run()).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
    expect((await load.transactions()).length).toBe(0);
  });

  test('a directory that a pattern names is no file', async () => {
    await mkdir(join(directory, 'sub.csv'));
    await writeFile(join(directory, 'a.csv'), statement(1));
    expect((await extract(`${directory}/*.csv`).table()).rows.in).toBe(1);
  });
});

test('another word is refused', () => {
  const told: object = { onUnreadable: 'ignore' };
  expect(() => extract('*.csv', told)).toThrow('"onUnreadable" must be "fail" or "report"');
});
