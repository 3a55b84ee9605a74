import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openWarehouse } from '@titans/etl';
import { findPostgres, startPostgres } from '../packages/core/src/testing/postgres-server.js';
import type { Comparison } from './comparison.js';
import { writeNineColumnStatement } from './nine-column-statement.js';

const rows = 1_000_000;

/**
 * A million rows of nine columns from a file into empty tables of a PostgreSQL server that flushes at every commit: read,
 * clean, COPY, keys and hashes, upsert, derived columns, ledger. Both leave the same columns. pandas and psycopg2 are run by
 * `TITANS_BENCH_PYTHON`, else by `python3`, where it has them.
 */
export const comparison: Comparison = {
  name: 'CSV file of a million rows into PostgreSQL',
  unit: 'rows',
  rounds: 3,
  async prepare() {
    const python = process.env.TITANS_BENCH_PYTHON ?? 'python3';
    const probe = spawnSync(python, ['-c', 'import pandas, psycopg2'], { stdio: 'ignore' });
    const isPostgresMissing = findPostgres() === undefined ? 'PostgreSQL is not installed' : undefined;
    const noPython = `${python} has no pandas or psycopg2; name one that has with TITANS_BENCH_PYTHON`;
    const isPythonMissing = isPostgresMissing ?? (probe.status === 0 ? undefined : noPython);
    const target = isPostgresMissing === undefined ? await startServer() : '';
    const folder = mkdtempSync(join(tmpdir(), 'titans-bench-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'statement.csv');
    writeNineColumnStatement(file, rows);
    return [
      {
        name: 'Titans',
        command: process.execPath,
        arguments: ['--import', 'tsx', pathOf('titans.ts'), target, file],
        ...(isPostgresMissing === undefined ? {} : { isMissing: isPostgresMissing }),
      },
      {
        name: 'pandas, COPY and upsert',
        command: python,
        arguments: [pathOf('pandas_load.py'), target, file],
        ...(isPythonMissing === undefined ? {} : { isMissing: isPythonMissing }),
      },
    ];
  },
};

async function startServer(): Promise<string> {
  const server = await startPostgres({ fsync: 'on' });
  process.once('beforeExit', () => server.stop());
  await (await openWarehouse(server.url)).close();
  return server.url;
}

function pathOf(program: string): string {
  return fileURLToPath(new URL(`postgres-comparison/${program}`, import.meta.url));
}
