/**
 * Boosting on 100,000 rows × 30 features, 100 rounds, against LightGBM, XGBoost and scikit-learn on one thread:
 * `tsx bench/peers/boosting.ts`, with parts of names of tasks and programs to run only those, and `--rounds 3`.
 * The programs run in turns, each in a process of its own, in every round on data of its own: how good a program is
 * depends on chance in the data, and shows in the mean of its differences to another alone: there is a column for each.
 * Whichever is best on each single data set owes it to luck, and no program keeps up with that on the next. With
 * `--rows 30000` there is less to learn from, and time for many rounds. Other figures are medians, ratios are to
 * LightGBM; the peak of memory is that of a whole program, which reads the data, learns and predicts, in plain JavaScript
 * as it would run. Python is that of `TITANS_PYTHON`, else `python3`; libraries that it lacks are named and left out.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from '../median.js';
import {
  type BoostingTask,
  boostingTasks,
  classes,
  readBoostingData,
  testRows,
  trainingRows,
  width,
  writeBoostingData,
} from './boosting-data.js';

interface Run {
  readonly fitCpuSeconds: number;
  readonly batchRowsPerCpuSecond: number;
  readonly oneRowMs: number;
  readonly riseMb: number;
  readonly peakMb: number;
  readonly artifactMb: number | null;
  readonly predictions: readonly number[];
}

/** A run and how good its predictions were. */
interface Scored extends Run {
  readonly score: number;
}

const scoreNames = { classes: 'accuracy', regression: 'R²', additive: 'R²', binary: 'AUC' } as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    rows: { type: 'string', default: String(trainingRows) },
  },
});
const training = Number(values.rows);
const python = process.env.TITANS_PYTHON ?? 'python3';
const libraries = { lightgbm: 'lightgbm', xgboost: 'xgboost', 'scikit-learn': 'sklearn' } as const;
const programs = ['titans', ...Object.keys(libraries)].filter((name) =>
  isAsked(name, ['titans', ...Object.keys(libraries)]),
);
const present = programs.filter((name) => name === 'titans' || hasLibrary(name as keyof typeof libraries));

/** Within the repository, where the packages are found. */
const compiled = fileURLToPath(new URL('../../node_modules/.cache/titans-bench/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'titans-boosting-'));
if (present.includes('titans')) compile('boosting-titans.ts');
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const task of boostingTasks) if (isAsked(task, boostingTasks)) compareOn(task);

/** Whether the arguments name it, or none of its kind. */
function isAsked(name: string, kind: readonly string[]): boolean {
  const named = kind.filter((each) => positionals.some((part) => each.includes(part)));
  return named.length === 0 || named.includes(name);
}

function hasLibrary(name: keyof typeof libraries): boolean {
  const probe = spawnSync(python, ['-c', `import ${libraries[name]}`], { stdio: 'ignore' });
  if (probe.status === 0) return true;
  console.log(`skipped: ${name} (${python} has none; name one that has with TITANS_PYTHON)`);
  return false;
}

function compareOn(task: BoostingTask): void {
  const runs = new Map<string, Scored[]>(present.map((name) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round++) {
    writeBoostingData(folder, round + 1, training);
    const { target } = readBoostingData(folder, task, training, training + testRows);
    for (const [name, done] of runs) {
      const ended = run(name, task);
      done.push({ ...ended, score: scoreOf(task, ended.predictions, target) });
    }
  }
  const scoresOf = (name: string): readonly number[] => (runs.get(name) ?? []).map(({ score }) => score);
  const of = (
    name: string,
    figure: 'fitCpuSeconds' | 'batchRowsPerCpuSecond' | 'oneRowMs' | 'riseMb' | 'peakMb',
  ): number => median((runs.get(name) ?? []).map((each) => each[figure]));
  const ratio = (name: string): string =>
    runs.has('lightgbm') ? (of(name, 'fitCpuSeconds') / of('lightgbm', 'fitCpuSeconds')).toFixed(2) : '–';
  console.log(`${task}, ${values.rounds} rounds on ${training} rows`);
  console.table(
    [...runs].map(([name, done]) => ({
      program: name,
      'fit, CPU s': of(name, 'fitCpuSeconds').toFixed(2),
      'ratio to LightGBM': ratio(name),
      'rows per CPU s': Math.round(of(name, 'batchRowsPerCpuSecond')),
      'one row, ms': of(name, 'oneRowMs').toFixed(4),
      'peak, MB': Math.round(of(name, 'peakMb')),
      'of these in fit': Math.round(of(name, 'riseMb')),
      'artifact, MB': done[0]?.artifactMb?.toFixed(2) ?? '–',
      [`mean ${scoreNames[task]}`]: mean(scoresOf(name)).toFixed(4),
      ...Object.fromEntries(
        [...runs.keys()].map((other) => [
          `less ${other}, ± SE`,
          differences(scoresOf(name), scoresOf(other)),
        ]),
      ),
    })),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean of the differences on the same data, and its standard error. */
function differences(scores: readonly number[], others: readonly number[]): string {
  const all = scores.map((score, round) => score - (others[round] as number));
  const centre = mean(all);
  const variance = all.reduce((sum, each) => sum + (each - centre) ** 2, 0) / (all.length - 1);
  return `${centre.toFixed(4)} ± ${all.length > 1 ? Math.sqrt(variance / all.length).toFixed(4) : '–'}`;
}

function own(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}

/** A loader of TypeScript would take memory beside what is measured. */
function compile(file: string): void {
  const options = ['--no-config', '--silent', '--format', 'esm', '--target', 'node20', '--out-dir', compiled];
  const { status } = spawnSync('npx', ['tsup', own(file), ...options], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${file} could not be compiled.`);
}

function run(name: string, task: BoostingTask): Run {
  const [command, ...given] =
    name === 'titans'
      ? [process.execPath, join(compiled, 'boosting-titans.js'), folder, task, String(training)]
      : [python, own('boosting_peers.py'), name, folder, task, String(training), String(width)];
  const ended = spawnSync(command, given, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  });
  if (ended.status !== 0)
    throw new Error(`${name} ended with ${ended.status ?? ended.signal ?? ended.error}.`);
  return JSON.parse(ended.stdout.trim().split('\n').at(-1) ?? '') as Run;
}

function scoreOf(task: BoostingTask, predictions: readonly number[], target: Float64Array): number {
  if (task === 'regression' || task === 'additive') {
    const mean = target.reduce((sum, value) => sum + value, 0) / target.length;
    const error = target.reduce((sum, value, row) => sum + (value - (predictions[row] as number)) ** 2, 0);
    return 1 - error / target.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  }
  if (task === 'classes') {
    const right = target.filter((label, row) => {
      const shares = predictions.slice(row * classes, (row + 1) * classes);
      return shares.indexOf(Math.max(...shares)) === label;
    });
    return right.length / target.length;
  }
  // Share of pairs of a positive and a negative row that are in the right order; probabilities hardly ever tie.
  const ranked = [...target.keys()].sort(
    (a, b) => (predictions[2 * a + 1] as number) - (predictions[2 * b + 1] as number),
  );
  let [negatives, inOrder] = [0, 0];
  for (const row of ranked) {
    if (target[row] === 1) inOrder += negatives;
    else negatives++;
  }
  return inOrder / (negatives * (target.length - negatives));
}
