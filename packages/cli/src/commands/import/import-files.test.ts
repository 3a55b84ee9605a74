import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { Database } from '@titans/core';
import { openWarehouse, type Warehouse } from '@titans/etl';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMemoryDatabase } from '../../../../core/src/testing/memory-database.js';
import { run } from '../../run.js';
import { type CapturedRun, capturedRun } from '../../testing/captured-run.js';
import type { ImportDocument } from './import-files.js';
import { prefixBytes } from './prefix.js';

let cwd = '';
let database: Database;
let warehouse: Warehouse;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'titans-import-'));
  database = await openMemoryDatabase();
  warehouse = await openWarehouse(database);
}, 240_000);
afterAll(async () => {
  await database.close();
  await rm(cwd, { recursive: true, force: true });
});

/** Writes a file and imports it without keeping anything. */
async function tryImport(
  name: string,
  content: string | Uint8Array,
  flags: readonly string[] = [],
): Promise<CapturedRun> {
  await writeFile(join(cwd, name), content);
  return capturedRun(['import', name, '--dry-run', ...flags], { cwd, warehouse });
}

function decision(run: CapturedRun, name: string): unknown {
  const [file] = run.json<ImportDocument>().files;
  return file?.decisions.find(({ setting }) => setting === name)?.value;
}

describe('what the data cannot tell', () => {
  // Every day can be a month, and the rows are in no order.
  const open = 'Date;Text;Amount\n03/04/2024;Tea;-2,50\n02/07/2024;Rent;-900,00\n05/01/2024;Wage;2100,00\n';

  test('is asked for, and refused where nobody can be asked', async () => {
    const refused = await tryImport('open.csv', open, ['--json']);
    expect(refused.exitCode).toBe(2);
    expect(refused.json()).toMatchObject({
      error: { code: 'INVALID_ARGUMENT', details: { open: [{ setting: 'dateFormat' }] } },
    });
    expect(refused.stderr).toContain('--set dateFormat=');
  });

  test('is told by --set, and taken for the likeliest with --yes', async () => {
    const told = await tryImport('open.csv', open, ['--set', 'dateFormat=month-first', '--json']);
    expect(told.exitCode).toBe(0);
    expect(told.json<ImportDocument>().files[0]?.preview.map(({ date }) => date)).toEqual([
      '2024-03-04',
      '2024-02-07',
      '2024-05-01',
    ]);
    const likeliest = await tryImport('open.csv', open, ['--yes']);
    expect(likeliest.exitCode).toBe(0);
    expect(likeliest.stderr).toContain('dateFormat: taken for');
  });

  test('is looked for in the rest of a file whose beginning leaves it open', async () => {
    const line = '03/04/2024,Tea,-2.50,USD\n';
    const many = line.repeat(Math.ceil((2 * prefixBytes) / line.length));
    const run = await tryImport(
      'late.csv',
      `Date,Text,Amount,Currency\n${many}25/04/2024,Coffee,-3.50,USD\n`,
      ['--json'],
    );
    expect(run.stderr).toBe('');
    expect(run.exitCode).toBe(0);
    expect(decision(run, 'dateFormat')).toBe('day-first');
  });
});

test('every open question is named with how to answer it', async () => {
  const rows = Array.from({ length: 12 }, (_, row) => `0${(row % 9) + 1}/04/2024,Tea ${row},$${row + 1}.50`);
  const { stderr } = await tryImport('two.csv', `Date,Text,Amount\n${rows.join('\n')}\n`);
  expect(stderr).toContain('--set dateFormat=… (');
  expect(stderr).toContain('--set sign=… (as-written or inverted)');
});

test('tabs can be seen, and told as they are seen', async () => {
  const content = 'Date\tText\tAmount\tCurrency\n2024-01-15\tTea\t-2.50\tUSD\n';
  expect((await tryImport('tabs.txt', content)).stdout).toMatch(/csv\.delimiter +"\\t"/);
  const told = await tryImport('tabs.txt', content, ['--set', 'csv.delimiter="\\t"', '--json']);
  expect(decision(told, 'csv.delimiter')).toBe('\t');
});

test.skipIf(process.platform === 'win32')(
  'a pipe, which can be read once, is shown and loaded; a dry run leaves nothing behind',
  { timeout: 240_000 },
  async () => {
    const empty = await mkdtemp(join(tmpdir(), 'titans-dry-'));
    try {
      const pipe = join(empty, 'pipe');
      expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
      const running = capturedRun(['import', 'pipe', '--dry-run', '--json'], { cwd: empty });
      await writeFile(pipe, 'Date,Text,Amount,Currency\n2024-01-15,Tea,-2.50,USD\n');
      expect((await running).json()).toMatchObject({ rows: { in: 1, loaded: 1 } });
      expect(await readdir(empty)).toEqual(['pipe']);
    } finally {
      await rm(empty, { recursive: true, force: true });
    }
  },
);

test('waiting for input that does not come can be stopped', async () => {
  const stopping = new AbortController();
  const stdin = new PassThrough();
  // Once it waits.
  stdin.on('newListener', (event) => {
    if (event === 'readable') stopping.abort();
  });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const { signal } = stopping;
  expect(await run(['import', '-'], { cwd, env: {}, stdin, stdout, stderr, signal })).toBe(130);
});

describe('formats', () => {
  test('a German export: semicolons, commas, points, and the columns by their names', async () => {
    const run = await tryImport(
      'giro.csv',
      'Buchungstag;Verwendungszweck;Betrag;Währung\n15.01.2024;Miete Januar;-1.234,50;EUR\n31.01.2024;Gehalt;2.800,00;EUR\n',
      // Two rows do not say whether money that went out is negative.
      ['--set', 'sign=as-written', '--json'],
    );
    expect(run.exitCode).toBe(0);
    expect(decision(run, 'csv.delimiter')).toBe(';');
    expect(run.json<ImportDocument>().files[0]?.preview[0]).toMatchObject({
      date: '2024-01-15',
      description: 'Miete Januar',
      amountMinor: -123_450,
      currency: 'EUR',
    });
  });

  test('JSON and compressed files, which have no beginning that can be read alone', async () => {
    const rows = Array.from({ length: 3_000 }, (_, row) => ({
      date: `2024-01-${String((row % 28) + 1).padStart(2, '0')}`,
      description: `Payee ${row}`,
      amount: -(row + 1) / 100,
      currency: 'USD',
    }));
    const json = JSON.stringify({ transactions: rows });
    expect(json.length).toBeGreaterThan(prefixBytes);
    const run = await tryImport('rows.json', json, ['--json']);
    expect(run.json<ImportDocument>()).toMatchObject({ files: [{ format: 'json' }], rows: { in: 3_000 } });
    const packed = await tryImport('rows.json.gz', gzipSync(json), ['--json']);
    expect(packed.json<ImportDocument>().rows).toEqual(run.json<ImportDocument>().rows);
  });

  test('several files are counted together, and one pattern names them', async () => {
    const head = 'Date,Text,Amount,Currency\n';
    await writeFile(join(cwd, 'part-1.csv'), `${head}2024-01-15,Tea,-2.50,USD\n`);
    await writeFile(
      join(cwd, 'part-2.csv'),
      `${head}2024-01-16,Tea,-2.50,USD\n2024-01-17,,-2.50,USD\nTotal,,-7.50,USD\n`,
    );
    const run = await capturedRun(['import', 'part-*.csv', '--dry-run', '--json'], { cwd, warehouse });
    const { files, rows } = run.json<ImportDocument>();
    expect(files).toHaveLength(2);
    expect(rows.in).toBe(4);
    expect(rows.in).toBe(rows.loaded + rows.updated + rows.unchanged + rows.quarantined);
  });

  test('what is no statement is refused with the reason', async () => {
    const noise = await tryImport(
      'noise.bin',
      Uint8Array.from({ length: 500 }, (_, at) => (at * 37) % 256),
    );
    expect(noise.exitCode).toBe(1);
    expect(noise.stderr).toMatch(/^titans: (FORMAT_UNKNOWN|ENCODING_INVALID|HEADER_MISSING_COLUMN): .*\n$/);
    expect((await tryImport('empty.csv', '')).stderr).toMatch(/^titans: SOURCE_EMPTY: /);
    const absent = await capturedRun(['import', 'absent-*.csv'], { cwd, warehouse });
    expect(absent.stderr).toMatch(/^titans: SOURCE_NOT_FOUND: /);
  });
});

test('a file that is read otherwise than before replaces its rows, with consent', async () => {
  const content =
    'Day,Text,Kind,Amount,Currency\n2024-05-01,Tea house,drinks,-2.50,USD\n2024-05-02,Baker,food,-3,USD\n';
  await writeFile(join(cwd, 'again.csv'), content);
  const stored = async (): Promise<readonly string[]> =>
    [...(await warehouse.transactions()).rows()].map(({ description }) => description).sort();
  const importing = (...flags: readonly string[]) =>
    capturedRun(['import', 'again.csv', '--json', ...flags], { cwd, warehouse });
  const wrong = ['--set', 'columns.description=Kind'];
  expect((await importing(...wrong)).json()).toMatchObject({ rows: { loaded: 2 } });
  expect((await importing(...wrong)).json()).toMatchObject({ rows: { loaded: 0, unchanged: 2 } });
  const right = ['--set', 'columns.description=Text'];
  const refused = await importing(...right);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain(
    'again.csv was loaded before, and is read otherwise now. Replace its 2 rows?',
  );
  expect(await stored()).toEqual(['drinks', 'food']);
  const replaced = await importing(...right, '--yes');
  expect(replaced.json()).toMatchObject({ rows: { loaded: 2 } });
  expect(await stored()).toEqual(['Baker', 'Tea house']);
});

test('a full run of the pipeline does not load a file twice that is read otherwise than before', async () => {
  const content =
    'Day,Text,Kind,Amount,Currency\n2024-06-01,Kiosk,papers,-2.50,USD\n2024-06-02,Florist,flowers,-3,USD\n';
  await writeFile(join(cwd, 'full.csv'), content);
  const reading = (column: string) =>
    writeFile(
      join(cwd, 'titans.config.json'),
      JSON.stringify({ import: { columns: { description: column } } }),
    );
  const stored = async (): Promise<readonly string[]> =>
    [...(await warehouse.transactions({ from: '2024-06-01', to: '2024-06-02' })).rows()]
      .map(({ description }) => description)
      .sort();
  const running = () =>
    capturedRun(['pipeline', 'run', 'full.csv', '--mode', 'full', '--json'], { cwd, warehouse });
  try {
    await reading('Kind');
    expect((await running()).exitCode).toBe(0);
    expect((await running()).json()).toMatchObject({ reports: [{ rows: { in: 2, unchanged: 2 } }] });
    await reading('Text');
    const refused = await running();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toContain('is read otherwise now: 2 rows would be there twice');
    // 2 rows in the file, 2 in the warehouse, as they were read first.
    expect(await stored()).toEqual(['flowers', 'papers']);
    await capturedRun(['import', 'full.csv', '--yes', '--json'], { cwd, warehouse });
    expect(await stored()).toEqual(['Florist', 'Kiosk']);
    expect((await running()).json()).toMatchObject({ reports: [{ rows: { in: 2, unchanged: 2 } }] });
    expect(await stored()).toEqual(['Florist', 'Kiosk']);
  } finally {
    await rm(join(cwd, 'titans.config.json'));
  }
});

test('records that are no transactions are shown with their place and the reason', async () => {
  const run = await tryImport(
    'wrong.csv',
    'Date,Text,Amount,Currency\n2024-01-15,Tea,-2.50,USD\n2024-01-16,Tea,free,USD\n',
  );
  expect(run.exitCode).toBe(0);
  expect(run.stdout).toContain('wrong.csv, line 3: AMOUNT_INVALID');
  expect(run.stdout).toContain('Nothing was loaded: this was a dry run.');
});
