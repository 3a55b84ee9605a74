/**
 * Drift: how often it is reported without drift, how often with a stated one, and how fast, against scipy, Evidently and
 * the rule of the original guide: `tsx bench/quality/drift.ts [simulations] [parts]`, with 2,000 simulations and the
 * parts `level power speed` unless told; `tests` is the level of every test there is. `--reference 200` and
 * `--current 50`, which may be repeated, do those sizes of the level alone, `--seed 1` draws otherwise. Rates of the level
 * outside 3.5 to 6.5 % are measured again with ten times the simulations and other draws, which decides. Python is that of
 * `TITANS_PYTHON`, else `python3`; Evidently is measured where it is installed. Run `npm run build` before, for it
 * measures what was built.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  type ChosenTests,
  currentSizes,
  everyTest,
  type Rates,
  rateOf,
  rates,
  referenceSizes,
  type Simulation,
} from './drift/false-alarms.js';
import { writePowerSamples } from './drift/power.js';
import { measureSpeed } from './drift/speed.js';

/** What the level may come out as at nominal 5 %. */
const band = { from: 0.035, to: 0.065 };

interface Peers {
  readonly power?: readonly Readonly<Record<string, string | number>>[];
  readonly speed?: { readonly scipy: number; readonly evidently: number | null };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    reference: { type: 'string', multiple: true },
    current: { type: 'string', multiple: true },
    seed: { type: 'string' },
  },
});
const [simulations = 2_000, parts] = readArguments(positionals);
const seed = Number(values.seed ?? 0);
const python = process.env.TITANS_PYTHON ?? 'python3';
const folder = mkdtempSync(join(tmpdir(), 'titans-drift-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

if (parts.has('level')) level([undefined]);
if (parts.has('tests')) level(everyTest());
if (parts.has('power')) power();
if (parts.has('speed')) speed();

function level(everyOne: readonly (ChosenTests | undefined)[]): void {
  console.log(`False alarms without drift at nominal 5 %, ${simulations} simulations each, seed ${seed}:`);
  const measured: (readonly [order: Simulation, found: Rates])[] = [];
  for (const tests of everyOne) {
    if (tests !== undefined) console.log(`${tests.numeric} of numbers, ${tests.categorical} of categories:`);
    for (const [reference, current] of pairsOfSizes()) {
      const order = { reference, current, simulations, seed, ...(tests && { tests }) };
      const before = process.cpuUsage();
      const found = rates(order);
      const { user, system } = process.cpuUsage(before);
      measured.push([order, found]);
      const named = { ...found.columns, 'all columns': found.dataset };
      const cells = Object.entries(named).map(([name, rate]) => `${name} ${percent(rate)}`);
      console.log(
        `${reference} and ${current} rows, ${((user + system) / 1e6).toFixed(0)} s of CPU: ${cells.join(', ')}`,
      );
    }
  }
  const all = measured.flatMap(([, { columns, dataset }]) => [...Object.values(columns), dataset]);
  const mean = all.reduce((sum, rate) => sum + rate, 0) / all.length;
  const outside = all.filter((rate) => !isInside(rate)).length;
  console.log(
    `${all.length} rates from ${percent(Math.min(...all))} to ${percent(Math.max(...all))}, mean ${percent(mean)}, ${outside} outside.`,
  );
  // Of so many rates some are outside by the chance of the simulation: more of it tells which.
  for (const [order, { columns, dataset }] of measured) {
    const longer = { ...order, simulations: 10 * simulations, seed: seed + 1 };
    for (const [name, rate] of Object.entries(columns)) {
      if (!isInside(rate)) decide(name, longer, rate, rateOf(name, longer));
    }
    if (!isInside(dataset)) decide('all columns', longer, dataset, rates(longer).dataset);
  }
}

function decide(what: string, longer: Simulation, first: number, again: number): void {
  const { reference, current, tests } = longer;
  const by = tests === undefined ? '' : ` by ${tests.numeric} or ${tests.categorical}`;
  const isReally = isInside(again) ? 'inside' : 'OUTSIDE';
  console.log(
    `${what}${by}, ${reference} and ${current} rows: ${told(first, simulations)}, again ${told(again, longer.simulations)}: ${isReally}.`,
  );
  if (!isInside(again)) process.exitCode = 1;
}

function pairsOfSizes(): (readonly [reference: number, current: number])[] {
  const chosen = (all: readonly number[], named: readonly string[] | undefined): readonly number[] =>
    named === undefined ? all : named.map(Number);
  return chosen(referenceSizes, values.reference).flatMap((reference) =>
    chosen(currentSizes, values.current).map((current) => [reference, current] as const),
  );
}

/** A rate with its standard error. */
function told(rate: number, of: number): string {
  return `${percent(rate)} ± ${(100 * Math.sqrt((rate * (1 - rate)) / of)).toFixed(2)}`;
}

function isInside(rate: number): boolean {
  return rate >= band.from && rate <= band.to;
}

function power(): void {
  const ours = writePowerSamples(folder, Math.min(simulations, 500));
  const { power: theirs = [] } = peers('power');
  console.log('Share of samples in which a column of its own is said to drift at 5 %:');
  console.table(ours.map((row) => ({ ...row, ...theirs.find((peer) => peer.id === row.id) })));
}

function speed(): void {
  const ours = measureSpeed(folder);
  const { speed: theirs } = peers('speed');
  console.table(ours);
  for (const [peer, seconds] of Object.entries(theirs ?? {})) {
    if (seconds === null) continue;
    const ratio = seconds / (ours['sketch and compare, seconds of CPU'] as number);
    console.log(
      `${peer}: ${seconds.toFixed(2)} seconds of CPU on the same rows, ${ratio.toFixed(1)} times as much.`,
    );
  }
}

function peers(part: string): Peers {
  if (spawnSync(python, ['-c', 'import numpy, scipy'], { stdio: 'ignore' }).status !== 0) {
    console.log(`skipped: scipy (${python} lacks it; set TITANS_PYTHON)`);
    return {};
  }
  const program = fileURLToPath(new URL('drift_peers.py', import.meta.url));
  const ended = spawnSync(python, [program, part, folder], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (ended.status !== 0) throw new Error(`The peers ended with ${ended.status ?? ended.signal}.`);
  return JSON.parse(ended.stdout.trim().split('\n').at(-1) ?? '') as Peers;
}

function percent(rate: number): string {
  return `${(100 * rate).toFixed(1)}%`;
}

function readArguments(given: readonly string[]): [number | undefined, ReadonlySet<string>] {
  const count = given.map(Number).find(Number.isInteger);
  const named = given.filter((word) => Number.isNaN(Number(word)));
  return [count, new Set(named.length > 0 ? named : ['level', 'power', 'speed'])];
}
