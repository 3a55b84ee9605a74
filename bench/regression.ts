/**
 * `npm run bench:regression -- ../base`: measures every `*.bench.ts` that this checkout and another one (installed, built)
 * both have, in turns, and fails where this one takes more of a processor by more than `--most` (a ratio, 1.25 unless told)
 * in the median of `--rounds` (5 unless told). `--only train,csv` takes those whose path contains one of the parts.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Measurement } from './benchmark.js';
import { median } from './median.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    most: { type: 'string', default: '1.25' },
    only: { type: 'string', default: '' },
  },
});
const rounds = Number(values.rounds);
const most = Number(values.most);
const [other] = positionals;
if (other === undefined || !existsSync(join(other, 'bench/run.ts'))) {
  throw new Error('Name the folder of the checkout to compare with: npm run bench:regression -- ../base');
}
if (!Number.isInteger(rounds) || rounds < 1 || !(most >= 1)) {
  throw new Error('--rounds is a whole number from 1, --most a ratio from 1.');
}

const here = fileURLToPath(new URL('..', import.meta.url));
const base = resolve(other);
const wanted = values.only.split(',');
const names = benchmarksOf(here).filter((name) => wanted.some((part) => name.includes(part)));
const compared = names.filter((name) => existsSync(join(base, 'bench', name)));
for (const name of names) if (!compared.includes(name)) console.log(`not compared, new here: ${name}`);
if (compared.length === 0) throw new Error('The two checkouts have no such benchmark in common.');

const rows = compared.map((name) => {
  const before: number[] = [];
  const now: number[] = [];
  for (let round = 0; round < rounds; round++) {
    // Who begins changes, so that neither always runs on the warmer machine.
    const isBaseFirst = round % 2 === 0;
    for (const isBase of [isBaseFirst, !isBaseFirst]) {
      (isBase ? before : now).push(cpuMsOf(isBase ? base : here, name));
    }
  }
  return {
    benchmark: name,
    'base CPU ms': median(before),
    'CPU ms': median(now),
    ratio: median(now) / median(before),
  };
});
console.table(
  rows.map((row) => ({ ...row, ratio: row.ratio.toFixed(3), slower: row.ratio > most ? 'yes' : '' })),
);
const slower = rows.filter(({ ratio }) => ratio > most);
if (slower.length > 0) {
  console.error(`Slower by more than ${most}: ${slower.map(({ benchmark }) => benchmark).join(', ')}`);
  process.exitCode = 1;
}

function benchmarksOf(checkout: string): string[] {
  return readdirSync(join(checkout, 'bench'), { encoding: 'utf8' })
    .filter((file) => file.endsWith('.bench.ts'))
    .sort();
}

/** Each checkout measures with its own programs and writes its own results. */
function cpuMsOf(checkout: string, name: string): number {
  const tsx = join(checkout, 'node_modules/tsx/dist/cli.mjs');
  const { status, stderr } = spawnSync(process.execPath, [tsx, 'bench/run.ts', name], {
    cwd: checkout,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${name} failed in ${checkout}: ${stderr}`);
  const { measurements } = JSON.parse(readFileSync(join(checkout, 'bench/results.json'), 'utf8')) as {
    measurements: readonly Measurement[];
  };
  const [measurement] = measurements;
  if (measurement === undefined) throw new Error(`${name} measured nothing in ${checkout}.`);
  return measurement.cpuMs;
}
