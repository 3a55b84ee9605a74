/**
 * How good the answers are: `npm run bench:quality`, with parts of names to run only those
 * (`npm run bench:quality -- category forecast`). Each program of `bench/quality` runs in a process of its own and
 * prints its table; the Python peers run within it, with the Python of `TITANS_PYTHON`, else `python3`.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const folder = new URL('quality/', import.meta.url);
const programs = [
  'features',
  'category',
  'category-merchants',
  'cold-start',
  'amount',
  'anomaly',
  'adbench',
  'nab',
  'forecast',
  'accounts',
  'drift',
  'retraining',
  'speed',
] as const;

const wanted = process.argv.slice(2);
const failed: string[] = [];
for (const program of programs) {
  if (wanted.length > 0 && !wanted.some((part) => program.includes(part))) continue;
  console.log(`\n=== ${program}`);
  const startedAt = performance.now();
  const path = fileURLToPath(new URL(`${program}.ts`, folder));
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', path], { stdio: 'inherit' });
  if (status !== 0) failed.push(program);
  console.log(`${program}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
}
if (failed.length > 0) {
  console.error(`failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
