/**
 * `npm run bench`: measures every `*.bench.ts` under this folder, one after the other, prints a table and writes
 * `bench/results.json`. `npm run bench -- csv` measures only those whose path contains "csv".
 */
import { fork } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Measurement } from './benchmark.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.bench.ts') && !file.includes('node_modules'))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();
if (files.length === 0) throw new Error(`No benchmark's path contains ${wanted.join(' or ')}.`);

const measurements: Measurement[] = [];
for (const file of files) {
  console.log(`measuring ${file} …`);
  measurements.push(await measureAlone(`${folder}${file}`));
}
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
const machine = {
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  processor: cpus()[0]?.model ?? 'unknown',
  threads: availableParallelism(),
};
writeFileSync(`${folder}results.json`, `${JSON.stringify({ machine, measurements }, null, 2)}\n`);

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
