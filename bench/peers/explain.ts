/**
 * Exact Shapley values of boosting for ten classes (100 rounds × 10 classes × 31 leaves, 30 features) against LightGBM's
 * and XGBoost's own, and with a background of 100 rows against `shap`: `tsx bench/peers/explain.ts`, with `--rows 2000`
 * and `--rounds 3`, and names of programs to run only those. Each program fits its own model to the same rows first, which is not measured. The programs run in
 * turns, each in a process of its own on one thread; figures are medians. Python is that of `TITANS_PYTHON`, else
 * `python3`; libraries that it lacks are named and left out.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from '../median.js';
import { trainingRows, width, writeBoostingData } from './boosting-data.js';

interface Measured {
  readonly rowsPerCpuSecond: number;
  readonly oneRowCpuMs: number;
}

interface Run {
  readonly prepareCpuSeconds: number;
  readonly byCover: Measured | null;
  readonly byBackground: Measured | null;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    rows: { type: 'string', default: '2000' },
    background: { type: 'string', default: '100' },
    learned: { type: 'string', default: '20000' },
  },
});
const python = process.env.TITANS_PYTHON ?? 'python3';
const folder = mkdtempSync(join(tmpdir(), 'titans-explain-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
writeBoostingData(folder);

const isAsked = (name: string): boolean => positionals.length === 0 || positionals.includes(name);
const runs = new Map<string, Run[]>(isAsked('titans') ? [['titans', []]] : []);
for (const library of ['lightgbm', 'xgboost', 'shap'].filter(isAsked)) {
  if (spawnSync(python, ['-c', `import ${library}`], { stdio: 'ignore' }).status === 0) runs.set(library, []);
  else console.log(`skipped: ${library} (${python} has none; name one that has with TITANS_PYTHON)`);
}
for (let round = 0; round < Number(values.rounds); round++) {
  for (const [name, done] of runs) done.push(run(name));
}

const of = (name: string, way: 'byCover' | 'byBackground', figure: keyof Measured): number | null => {
  const measured = (runs.get(name) ?? []).flatMap((each) => each[way]?.[figure] ?? []);
  return measured.length === 0 ? null : median(measured);
};
const shown = (value: number | null, digits: number): string => value?.toFixed(digits) ?? '–';
console.log(`${values.rows} rows, ${values.rounds} rounds`);
console.table(
  [...runs.keys()].map((program) => ({
    program,
    'by cover, rows per CPU s': shown(of(program, 'byCover', 'rowsPerCpuSecond'), 0),
    'one row, CPU ms': shown(of(program, 'byCover', 'oneRowCpuMs'), 2),
    [`by ${values.background} rows, rows per CPU s`]: shown(
      of(program, 'byBackground', 'rowsPerCpuSecond'),
      1,
    ),
    'one row so, CPU ms': shown(of(program, 'byBackground', 'oneRowCpuMs'), 2),
  })),
);

function run(name: string): Run {
  const own = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
  const shape = [values.rows, values.background, values.learned];
  const [command, ...given] =
    name === 'titans'
      ? [process.execPath, '--import', 'tsx', own('explain-titans.ts'), folder, ...shape]
      : [python, own('explain_peers.py'), name, folder, ...shape, String(trainingRows), String(width)];
  const ended = spawnSync(command, given, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  });
  if (ended.status !== 0)
    throw new Error(`${name} ended with ${ended.status ?? ended.signal ?? ended.error}.`);
  return JSON.parse(ended.stdout.trim().split('\n').at(-1) ?? '') as Run;
}
