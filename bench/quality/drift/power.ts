import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@titans/core';
import { detectDrift, sketch } from '@titans/models/drift';
import { drawnColumn } from './false-alarms.js';
import { type Source, sources } from './samples.js';

/** Sizes of reference and current sample of which power is measured. */
const sizes = [
  [200, 200],
  [1_000, 500],
  [1_000, 50],
  [10_000, 1_000],
] as const;

/** Share of samples said to drift, without drift and with it. */
export interface PowerRow {
  readonly id: string;
  readonly column: string;
  readonly reference: number;
  readonly current: number;
  readonly 'Titans, none': number;
  readonly 'Titans, drift': number;
}

/** Compares samples of every source by one column and writes them as they are for the peers. */
export function writePowerSamples(folder: string, simulations: number): readonly PowerRow[] {
  const rows: PowerRow[] = [];
  const described: object[] = [];
  for (const [reference, current] of sizes) {
    for (const source of sources) {
      const id = `${source.name}-${reference}-${current}`;
      const values = new Float64Array(simulations * (reference + 2 * current));
      const found = [0, 0];
      for (let simulation = 0; simulation < simulations; simulation++) {
        const random = createRandom(simulation, id);
        const before = drawnColumn(source, random, reference, false);
        const now = [false, true].map((isDrifted) => drawnColumn(source, random, current, isDrifted));
        values.set(before, simulation * (reference + 2 * current));
        for (const [index, column] of now.entries()) {
          values.set(column, simulation * (reference + 2 * current) + reference + index * current);
          if (hasDrifted(source, before, column)) found[index] = (found[index] ?? 0) + 1;
        }
      }
      writeFileSync(join(folder, `${rows.length}.f64`), values);
      described.push({ id, kind: source.kind, reference, current, simulations, file: `${rows.length}.f64` });
      const [none = 0, drift = 0] = found.map((count) => count / simulations);
      rows.push({
        id,
        column: source.name,
        reference,
        current,
        'Titans, none': none,
        'Titans, drift': drift,
      });
    }
  }
  writeFileSync(join(folder, 'power.json'), JSON.stringify(described));
  return rows;
}

function hasDrifted({ kind }: Source, before: Float64Array, now: Float64Array): boolean {
  const options = { kinds: { column: kind } };
  return detectDrift(sketch({ column: before }, options), sketch({ column: now }, options)).driftDetected;
}
