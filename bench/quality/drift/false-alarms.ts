import { createRandom, type Random } from '@titans/core';
import { detectDrift, type Sketch, sketch } from '@titans/models/drift';
import { type Source, sources } from './samples.js';

/** Rows now and rows of the reference. */
export const currentSizes = [50, 100, 200, 500, 1_000, 5_000] as const;
export const referenceSizes = [200, 1_000, 10_000] as const;

/** Shares of simulations in which drift was reported. */
export interface Rates {
  readonly reference: number;
  readonly current: number;
  /** By source. */
  readonly columns: Readonly<Record<string, number>>;
  /** Of all columns together. */
  readonly dataset: number;
}

/** Draws columns of every sort, sketches them and compares, with drift or without. */
export function rates(reference: number, current: number, simulations: number, isDrifted: boolean): Rates {
  const found = new Map(sources.map(({ name }) => [name, 0]));
  let datasets = 0;
  for (let simulation = 0; simulation < simulations; simulation++) {
    const random = createRandom(simulation, `${reference}/${current}/${isDrifted}`);
    const before = drawnSketch(random, reference, false);
    const result = detectDrift(before, drawnSketch(random, current, isDrifted), { seed: simulation });
    for (const { feature, pValue } of result.features) {
      if (pValue !== null && pValue <= 0.05) found.set(feature, (found.get(feature) ?? 0) + 1);
    }
    if (result.driftDetected) datasets++;
  }
  return {
    reference,
    current,
    columns: Object.fromEntries([...found].map(([name, count]) => [name, count / simulations])),
    dataset: datasets / simulations,
  };
}

/** The columns of one simulation as they are kept. */
export function drawnSketch(random: Random, rows: number, isDrifted: boolean): Sketch {
  const columns = Object.fromEntries(
    sources.map((source) => [source.name, drawnColumn(source, random, rows, isDrifted)]),
  );
  const kinds = Object.fromEntries(sources.map(({ name, kind }) => [name, kind]));
  return sketch(columns, { kinds });
}

export function drawnColumn(
  { draw, drifted }: Source,
  random: Random,
  rows: number,
  isDrifted: boolean,
): Float64Array {
  const drawValue = isDrifted ? drifted : draw;
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) values[row] = drawValue(random);
  return values;
}
