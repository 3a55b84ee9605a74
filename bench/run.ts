/**
 * `npm run bench`: measures every `*.bench.ts` under this folder, one after the other, then every `*.comparison.ts`,
 * prints tables and writes `bench/results.json` and `docs/benchmarks.md`. `npm run bench -- csv` measures only those whose
 * path contains "csv", and leaves the page as it is.
 */
import { fork } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Measurement } from './benchmark.js';
import { benchmarkPage } from './benchmark-page.js';
import { type ComparedEffort, compare } from './compare.js';
import type { Comparison } from './comparison.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:bench|comparison)\.ts$/.test(file) && !file.includes('node_modules'))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();
if (files.length === 0) throw new Error(`No benchmark's path contains ${wanted.join(' or ')}.`);

const measurements: Measurement[] = [];
const compared: ComparedEffort[] = [];
for (const file of files) {
  console.log(`measuring ${file} …`);
  if (file.endsWith('.bench.ts')) {
    measurements.push(await measureAlone(`${folder}${file}`));
  } else {
    const { comparison } = (await import(`${folder}${file}`)) as { comparison: Comparison };
    compared.push(...(await compare(comparison)));
  }
}
if (measurements.length > 0) {
  console.table(
    measurements.map((each) => ({
      benchmark: each.name,
      done: `${each.units.toLocaleString('en')} ${each.unit}`,
      'per second': Math.round(each.unitsPerSecond).toLocaleString('en'),
      'median ms': round(each.wallMs),
      'range ms': `${round(each.fastestWallMs)}–${round(each.slowestWallMs)}`,
      'CPU ms': round(each.cpuMs),
      'peak MB': Math.round(each.peakRssMb),
    })),
  );
}
if (compared.length > 0) {
  console.table(
    compared.map((each) => ({
      comparison: each.comparison,
      program: each.program,
      done: each.units.toLocaleString('en'),
      'median ms': round(each.wallMs),
      'CPU ms': round(each.cpuMs),
      'CPU ratio': each.cpuRatio.toFixed(2),
      'memory rise MB': Math.round(each.riseMb),
    })),
  );
}
const machine = {
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  processor: cpus()[0]?.model ?? 'unknown',
  threads: availableParallelism(),
};
const results = { machine, measurements, compared };
writeFileSync(`${folder}results.json`, `${JSON.stringify(results, null, 2)}\n`);
// A page of some of them would look like all of them.
if (wanted.length === 0) writeFileSync(`${folder}../docs/benchmarks.md`, benchmarkPage(results));

function measureAlone(file: string): Promise<Measurement> {
  return new Promise((resolve, reject) => {
    const child = fork(`${folder}measure.ts`, [file], { execArgv: ['--import', 'tsx'] });
    let measurement: Measurement | undefined;
    child.on('message', (message) => {
      measurement = message as Measurement;
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0 && measurement) resolve(measurement);
      else reject(new Error(`${file} ended with code ${code} and no measurement.`));
    });
  });
}

function round(milliseconds: number): number {
  return Number(milliseconds.toPrecision(3));
}
