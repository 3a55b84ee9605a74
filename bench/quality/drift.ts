/**
 * Drift: how often it is reported without drift, how often with a stated one, and how fast, against scipy, Evidently and
 * the rule of the original guide: `tsx bench/quality/drift.ts [simulations] [parts]`, with 2,000 simulations and the
 * parts `level power speed` unless told. Python is that of `TITANS_PYTHON`, else `python3`; Evidently is measured where it
 * is installed. Run `npm run build` before, for it measures what was built.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { currentSizes, type Rates, rateOf, rates, referenceSizes } from './drift/false-alarms.js';
import { writePowerSamples } from './drift/power.js';
import { measureSpeed } from './drift/speed.js';

/** What the level may come out as at nominal 5 %. */
const band = { from: 0.035, to: 0.065 };

interface Peers {
  readonly power?: readonly Readonly<Record<string, string | number>>[];
  readonly speed?: { readonly scipy: number; readonly evidently: number | null };
}

const [simulations = 2_000, parts] = readArguments(process.argv.slice(2));
const python = process.env.TITANS_PYTHON ?? 'python3';
const folder = mkdtempSync(join(tmpdir(), 'titans-drift-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

if (parts.has('level')) level();
if (parts.has('power')) power();
if (parts.has('speed')) speed();

function level(): void {
  const measured: Rates[] = [];
  for (const reference of referenceSizes) {
    for (const current of currentSizes) measured.push(rates(reference, current, simulations));
  }
  console.log(`False alarms without drift at nominal 5 %, ${simulations} simulations each:`);
  console.table(
    measured.map(({ reference, current, columns, dataset }) => ({
      reference,
      current,
      ...Object.fromEntries(Object.entries(columns).map(([name, rate]) => [name, percent(rate)])),
      'all columns': percent(dataset),
    })),
  );
  const all = measured.flatMap(({ columns, dataset }) => [...Object.values(columns), dataset]);
  const mean = all.reduce((sum, rate) => sum + rate, 0) / all.length;
  console.log(
    `${all.length} rates from ${percent(Math.min(...all))} to ${percent(Math.max(...all))}, mean ${percent(mean)}.`,
  );
  // Of so many rates some are outside by the chance of the simulation: more of it tells which.
  for (const { reference, current, columns, dataset } of measured) {
    for (const [name, rate] of Object.entries(columns)) {
      if (isInside(rate)) continue;
      const again = rateOf(name, reference, current, 10 * simulations);
      console.log(
        `${name}, ${reference} and ${current} rows: ${percent(rate)}, with ten times the simulations ${percent(again)}.`,
      );
      if (!isInside(again)) process.exitCode = 1;
    }
    if (!isInside(dataset)) process.exitCode = 1;
  }
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
