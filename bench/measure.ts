/** Runs one benchmark in a process of its own, so that its peak memory is its own, and sends what was measured. */
import { pathToFileURL } from 'node:url';
import type { Benchmark, Measurement } from './benchmark.js';
import { median } from './median.js';

const [file] = process.argv.slice(2);
if (file === undefined || process.send === undefined) {
  throw new Error('bench/run.ts starts this file, with the file of a benchmark.');
}
const { benchmark } = (await import(pathToFileURL(file).href)) as { benchmark: Benchmark };
process.send(await measure(benchmark));

async function measure({ name, unit, repeats = 5, prepare }: Benchmark): Promise<Measurement> {
  const work = await prepare();
  const units = await work();
  const wall: number[] = [];
  const cpu: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const cpuBefore = process.cpuUsage();
    const wallBefore = performance.now();
    const done = await work();
    wall.push(performance.now() - wallBefore);
    const { user, system } = process.cpuUsage(cpuBefore);
    cpu.push((user + system) / 1_000);
    if (done !== units) throw new Error(`${name}: one run did ${units} ${unit}, another ${done}.`);
  }
  const wallMs = median(wall);
  return {
    name,
    unit,
    units,
    repeats,
    wallMs,
    fastestWallMs: Math.min(...wall),
    slowestWallMs: Math.max(...wall),
    cpuMs: median(cpu),
    unitsPerSecond: units / (wallMs / 1_000),
    peakRssMb: process.resourceUsage().maxRSS / 1_024,
  };
}
