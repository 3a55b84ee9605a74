import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@titans/core';
import { detectDrift, sketch } from '@titans/models/drift';
import type { FeatureMatrix } from '@titans/models/features';
import { median } from '../../median.js';
import { drawnColumn } from './false-alarms.js';
import { sources } from './samples.js';

const columnCount = 30;
const currentRows = 1_000_000;
const referenceRows = 100_000;

/** Measures a million rows of thirty columns against a sketch, and writes the same rows for the peers. */
export function measureSpeed(folder: string): Readonly<Record<string, number>> {
  const reference = matrix(referenceRows, 'reference');
  const current = matrix(currentRows, 'current');
  for (const [name, { columns }] of Object.entries({ reference, current })) {
    for (const [index, column] of columns.entries())
      writeFileSync(join(folder, `${name}-${index}.f64`), column);
  }
  writeFileSync(join(folder, 'speed.json'), JSON.stringify(reference.features.map(({ kind }) => kind)));
  const kept = sketch(reference);
  const times = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    const now = sketch(current);
    const sketched = process.cpuUsage(before);
    detectDrift(kept, now);
    const all = process.cpuUsage(before);
    return { sketched: seconds(sketched), all: seconds(all) };
  });
  const memoryBefore = memory();
  const now = sketch(current);
  const added = memory() - memoryBefore;
  const bytes = Object.values(now.toArtifact().arrays).reduce((sum, array) => sum + array.byteLength, 0);
  return {
    rows: currentRows,
    columns: columnCount,
    'sketch, seconds of CPU': median(times.map(({ sketched }) => sketched)),
    'sketch and compare, seconds of CPU': median(times.map(({ all }) => all)),
    'sketch, bytes': bytes,
    'memory added while sketching, MiB': Math.round(added / 2 ** 20),
  };
}

function matrix(rows: number, name: string): FeatureMatrix {
  const picked = Array.from({ length: columnCount }, (_, index) => ({
    // Two thirds numbers, one third categories, as features of transactions are.
    source: sources.filter(({ kind }) => kind === (index % 3 === 2 ? 'categorical' : 'numeric'))[index % 6],
    index,
  }));
  const features: FeatureMatrix['features'][number][] = [];
  const columns = picked.map(({ source, index }) => {
    if (source === undefined) throw new Error(`There is no source for column ${index}.`);
    const { kind } = source;
    const categories =
      kind === 'categorical' ? Array.from({ length: 51 }, (_, code) => `category ${code}`) : undefined;
    features.push({ name: `${index} ${source.name}`, kind, inputs: [], ...(categories && { categories }) });
    return drawnColumn(source, createRandom(index, name), rows, false);
  });
  return { rows, features, columns };
}

function seconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}

function memory(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
