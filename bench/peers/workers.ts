/**
 * Fits in this thread against fits in worker threads, 30 features: `tsx bench/peers/workers.ts`, with parts of names
 * of tasks to run only those, `--rounds 3`, `--rows 100000,10000`, `--threads 2` and `--fits 2`. Runs take turns, each
 * in a process of its own that fits so often and is told of on the standard error; figures are medians of the last fit,
 * speed-ups those of the clock, which mean something on an idle machine only. The busiest thread's processor time says
 * what to expect of one. All of it takes about four minutes.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from '../median.js';
import { writeBoostingData } from './boosting-data.js';

const tasks = ['boosting classes', 'boosting regression', 'forest classes', 'forest regression'] as const;

interface Run {
  readonly firstWallMs: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly busiestMs: number;
  readonly riseMb: number;
  readonly digest: string;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    rows: { type: 'string', default: '100000,10000' },
    threads: { type: 'string', default: '2' },
    fits: { type: 'string', default: '2' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'titans-workers-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
writeBoostingData(folder);
for (const rows of values.rows.split(',')) {
  for (const task of tasks) {
    if (positionals.length === 0 || positionals.some((part) => task.includes(part))) compareOn(task, rows);
  }
}

function compareOn(task: string, rows: string): void {
  const runs = new Map<string, Run[]>(['0', ...values.threads.split(',')].map((threads) => [threads, []]));
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [threads, done] of runs) {
      const ended = run(task, rows, threads);
      done.push(ended);
      console.error(`${task}, ${rows} rows, ${threads} threads: ${(ended.wallMs / 1_000).toFixed(2)} s`);
    }
  }
  const digests = new Set([...runs.values()].flat().map(({ digest }) => digest));
  if (digests.size > 1) throw new Error(`${task}: the models differ with the number of threads.`);
  const of = (threads: string, figure: Exclude<keyof Run, 'digest'>): number =>
    median((runs.get(threads) ?? []).map((each) => each[figure]));
  const seconds = (ms: number): string => (ms / 1_000).toFixed(2);
  console.log(`${task}, ${Number(rows).toLocaleString('en')} rows, ${values.rounds} rounds`);
  console.table(
    [...runs.keys()].map((threads) => ({
      threads: threads === '0' ? 'none but the caller’s' : threads,
      'wall s': seconds(of(threads, 'wallMs')),
      'first wall s': seconds(of(threads, 'firstWallMs')),
      'speed-up': (of('0', 'wallMs') / of(threads, 'wallMs')).toFixed(2),
      'CPU s': seconds(of(threads, 'cpuMs')),
      'busiest thread, CPU s': seconds(of(threads, 'busiestMs')),
      'to be expected': (of('0', 'busiestMs') / of(threads, 'busiestMs')).toFixed(2),
      'rise, MB': Math.round(of(threads, 'riseMb')),
    })),
  );
}

function run(task: string, rows: string, threads: string): Run {
  const program = fileURLToPath(new URL('workers-titans.ts', import.meta.url));
  const given = ['--import', 'tsx', program, folder, task, rows, threads, values.fits];
  const ended = spawnSync(process.execPath, given, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (ended.status !== 0)
    throw new Error(`${task} ended with ${ended.status ?? ended.signal ?? ended.error}.`);
  return JSON.parse(ended.stdout.trim().split('\n').at(-1) ?? '') as Run;
}
