/**
 * Forests of 100 trees on 100,000 rows × 30 features against scikit-learn on one thread: `tsx bench/peers/forest.ts`,
 * with parts of names of tasks to run only those, and `--rounds 3`. Both programs run in turns, each in a process of
 * its own; figures are medians. The time of one row is the median of 100 calls of scikit-learn and of 10,000 of Titans,
 * which its engine compiles during the first thousand. A third of the features is tried at each split for a number, √30
 * for classes. Python is that of `TITANS_PYTHON`, else `python3`; without scikit-learn only Titans runs.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from '../median.js';
import { trainingRows, width, writeBoostingData } from './boosting-data.js';

const forestTasks = ['classes', 'regression', 'isolation'] as const;

interface Run {
  readonly fitCpuSeconds: number;
  readonly rowsPerCpuSecond: number;
  readonly oneRowMs: number;
  readonly riseMb: number;
  /** Accuracy or R²; `null` where there is nothing to be right about. */
  readonly score: number | null;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '3' } },
});
const python = process.env.TITANS_PYTHON ?? 'python3';
const hasPeer = spawnSync(python, ['-c', 'import sklearn'], { stdio: 'ignore' }).status === 0;
if (!hasPeer) {
  console.log(`skipped: scikit-learn (${python} has none; name one that has with TITANS_PYTHON)`);
}
const folder = mkdtempSync(join(tmpdir(), 'titans-forest-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
writeBoostingData(folder);
for (const task of forestTasks) {
  if (positionals.length === 0 || positionals.some((part) => task.includes(part))) compareOn(task);
}

function compareOn(task: (typeof forestTasks)[number]): void {
  const own = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
  const commands: Record<string, readonly [string, ...string[]]> = {
    titans: [process.execPath, '--import', 'tsx', own('forest-titans.ts'), folder, task],
  };
  if (hasPeer) {
    commands['scikit-learn'] = [
      python,
      own('forest_peers.py'),
      folder,
      task,
      String(trainingRows),
      String(width),
    ];
  }
  const runs = new Map<string, Run[]>(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [name, done] of runs) done.push(run(name, commands[name] as readonly [string, ...string[]]));
  }
  const of = (name: string, figure: keyof Run): number =>
    median((runs.get(name) ?? []).map((each) => each[figure] ?? Number.NaN));
  const ratio = (name: string, figure: keyof Run): string =>
    hasPeer ? (of(name, figure) / of('scikit-learn', figure)).toPrecision(3) : '–';
  console.log(`${task}, ${values.rounds} rounds`);
  console.table(
    [...runs.keys()].map((name) => ({
      program: name,
      'fit, CPU s': of(name, 'fitCpuSeconds').toFixed(2),
      'fit, ratio': ratio(name, 'fitCpuSeconds'),
      'rows per CPU s': Math.round(of(name, 'rowsPerCpuSecond')),
      'rows, ratio': ratio(name, 'rowsPerCpuSecond'),
      'one row, ms': of(name, 'oneRowMs').toFixed(4),
      'one row, ratio': ratio(name, 'oneRowMs'),
      'rise in fit, MB': Math.round(of(name, 'riseMb')),
      score: runs.get(name)?.[0]?.score?.toFixed(4) ?? '–',
    })),
  );
}

function run(name: string, [command, ...given]: readonly [string, ...string[]]): Run {
  const ended = spawnSync(command, given, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  });
  if (ended.status !== 0)
    throw new Error(`${name} ended with ${ended.status ?? ended.signal ?? ended.error}.`);
  return JSON.parse(ended.stdout.trim().split('\n').at(-1) ?? '') as Run;
}
