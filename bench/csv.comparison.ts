import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Comparison, Program } from './comparison.js';
import { writeNineColumnStatement } from './nine-column-statement.js';

const rows = 1_000_000;

/**
 * A million rows of nine columns from a file: PapaParse merely parses them, Titans and pandas make a clean table of
 * them. pandas is run by `TITANS_BENCH_PYTHON`, else by `python3`, where it has pandas.
 */
export const comparison: Comparison = {
  name: 'CSV file of a million rows',
  unit: 'rows',
  rounds: 3,
  async prepare() {
    const folder = mkdtempSync(join(tmpdir(), 'titans-bench-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'statement.csv');
    writeNineColumnStatement(file, rows);
    return [
      script('PapaParse, parsed only', 'papaparse.ts', file),
      script('Titans', 'titans.ts', file),
      pandas(file),
    ];
  },
};

function script(name: string, program: string, file: string): Program {
  return { name, command: process.execPath, arguments: ['--import', 'tsx', pathOf(program), file] };
}

function pandas(file: string): Program {
  const command = process.env.TITANS_BENCH_PYTHON ?? 'python3';
  const probe = spawnSync(command, ['-c', 'import pandas'], { stdio: 'ignore' });
  const program = { name: 'pandas', command, arguments: [pathOf('pandas_clean.py'), file] };
  if (probe.status === 0) return program;
  return { ...program, isMissing: `${command} has no pandas; name one that has with TITANS_BENCH_PYTHON` };
}

function pathOf(program: string): string {
  return fileURLToPath(new URL(`csv-comparison/${program}`, import.meta.url));
}
