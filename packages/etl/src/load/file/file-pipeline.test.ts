import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { extract } from '../../extract/extract.js';
import { pipeline } from '../../pipeline/pipeline.js';
import type { Rejection } from '../../records/rejection.js';
import type { Loader } from '../loader.js';
import { csvFile } from './csv-file.js';
import { ndjsonFile } from './ndjson-file.js';
import { parquetFile } from './parquet-file.js';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'titans-file-pipeline-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

const lines = ['Date,Description,Amount,Category'];
for (let day = 1; day <= 28; day++) {
  lines.push(`2024-02-${String(day).padStart(2, '0')},"Shop ${day}, Main Street",-${day}.50,groceries`);
}
lines.push('2024-02-30,No such day,-1.00,x', '2024-02-28,No amount,abc,x', 'one,two');
const bytes = new TextEncoder().encode(lines.join('\n'));

async function rejectionsBeside(path: string): Promise<Rejection[]> {
  const text = await readFile(`${path}.rejections.ndjson`, 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line): Rejection => JSON.parse(line));
}

test.each([
  ['clean.csv', (path: string): Loader => csvFile(path)],
  ['clean.ndjson', (path: string): Loader => ndjsonFile(path)],
])('%s: every row is in the file or beside it, and plain extract reads the file', async (name, loaderFor) => {
  const path = join(directory, name);
  const source = { name: 'raw.csv', bytes };
  const report = await pipeline({ extract: extract(source), load: loaderFor(path) }).run();
  expect(report.rows).toEqual({ in: 31, loaded: 28, updated: 0, unchanged: 0, quarantined: 3 });
  const rows = (await rejectionsBeside(path)).map((rejection) => rejection.row);
  expect(rows.sort((a, b) => a - b)).toEqual([29, 30, 31]);

  // Nothing is told here: names and values say what the columns are.
  const again = await extract(path).table();
  expect(again.rejections).toEqual([]);
  const { transactions } = await extract(source).table();
  expect([...again.transactions.rows()]).toEqual([...transactions.rows()]);
});

test('a Parquet file has its rejections beside it too', async () => {
  const path = join(directory, 'clean.parquet');
  const report = await pipeline({
    extract: extract({ name: 'raw.csv', bytes }),
    load: parquetFile(path),
  }).run();
  expect(report.rows).toMatchObject({ in: 31, loaded: 28, quarantined: 3 });
  expect(await rejectionsBeside(path)).toHaveLength(3);
});
