/**
 * Text classifiers on 46,000 card payments, split by time, against scikit-learn on one thread:
 * `tsx bench/peers/text.ts`, with parts of names of losses to run only those, and `--rounds 3`. The programs run in
 * turns, each in a process of its own; figures are medians, ratios are to scikit-learn. Python is that of
 * `TITANS_PYTHON`, else `python3`. Run `npm run build` before, for it measures what was built.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from '../median.js';
import { hasTextData, type TextData, writeTextData } from './text-data.js';

interface Run {
  readonly fitCpuSeconds: number;
  readonly oneRowMicroseconds: number;
  readonly artifactMb: number | null;
  readonly predicted: readonly number[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '3' } },
});
const python = process.env.TITANS_PYTHON ?? 'python3';
const losses = ['svm', 'logistic', 'naive bayes'].filter(
  (loss) => positionals.length === 0 || positionals.some((part) => loss.includes(part)),
);

if (hasTextData) compareAll();
else console.log('skipped: the card payments are not beside the repository');

function compareAll(): void {
  const hasPeer = spawnSync(python, ['-c', 'import sklearn'], { stdio: 'ignore' }).status === 0;
  if (!hasPeer) {
    console.log(`skipped: scikit-learn (${python} has none; name one that has with TITANS_PYTHON)`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'titans-text-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'payments.json');
  const data = writeTextData(path);
  for (const loss of losses) compareOn(loss, path, data, hasPeer ? ['scikit-learn', 'titans'] : ['titans']);
}

function compareOn(loss: string, path: string, data: TextData, programs: readonly string[]): void {
  const runs = new Map<string, Run[]>(programs.map((name) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [name, done] of runs) done.push(run(name, loss, path));
  }
  const fitOf = (name: string): number => median((runs.get(name) ?? []).map((each) => each.fitCpuSeconds));
  console.log(`${loss}, ${values.rounds} rounds, ${data.training} rows to learn from`);
  console.table(
    [...runs].map(([name, done]) => ({
      program: name,
      'fit, CPU s': fitOf(name).toFixed(2),
      'ratio to scikit-learn': runs.has('scikit-learn')
        ? (fitOf(name) / fitOf('scikit-learn')).toFixed(2)
        : '–',
      'one row, µs': median(done.map((each) => each.oneRowMicroseconds)).toFixed(1),
      'artifact, MB': done[0]?.artifactMb?.toFixed(2) ?? '–',
      accuracy: accuracy(data, done[0]?.predicted ?? [], null).toFixed(4),
      'accuracy, new merchants': accuracy(data, done[0]?.predicted ?? [], data.unseen).toFixed(4),
    })),
  );
}

function run(name: string, loss: string, path: string): Run {
  const own = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
  const [command, ...given] =
    name === 'titans'
      ? [process.execPath, '--import', 'tsx', own('text-titans.ts'), path, loss]
      : [python, own('text_peers.py'), path, loss];
  const ended = spawnSync(command, given, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
  });
  if (ended.status !== 0) {
    throw new Error(`${name} ended with ${ended.status ?? ended.signal ?? ended.error}.`);
  }
  return JSON.parse(ended.stdout.trim().split('\n').at(-1) ?? '') as Run;
}

function accuracy(
  { labels, training }: TextData,
  predicted: readonly number[],
  rows: readonly number[] | null,
): number {
  const tested = rows ?? Array.from(predicted, (_, row) => training + row);
  return tested.filter((row) => predicted[row - training] === labels[row]).length / tested.length;
}
