import { createRandom, type Random } from '@titans/core';
import {
  type CategoricalTestName,
  categoricalTests,
  detectDrift,
  type NumericTestName,
  numericTests,
  type Sketch,
  sketch,
} from '@titans/models/drift';
import { type Source, sources } from './samples.js';

/** Rows now and rows of the reference. */
export const currentSizes = [50, 100, 200, 500, 1_000, 5_000] as const;
export const referenceSizes = [200, 1_000, 10_000] as const;

/** What is drawn. */
export interface Simulation {
  readonly reference: number;
  readonly current: number;
  readonly simulations: number;
  /** Other draws with another seed. */
  readonly seed: number;
  /** Those by default unless told. */
  readonly tests?: ChosenTests;
}

/** Tests by kind. */
export interface ChosenTests {
  readonly numeric: NumericTestName;
  readonly categorical: CategoricalTestName;
}

/** Every test of numbers, each beside one of categories, so that these all occur, too. */
export function everyTest(): readonly ChosenTests[] {
  const categorical = Object.keys(categoricalTests) as CategoricalTestName[];
  return (Object.keys(numericTests) as NumericTestName[]).map((numeric, index) => ({
    numeric,
    categorical: categorical[index % categorical.length] ?? 'chi-squared',
  }));
}

/** Shares of simulations in which drift was reported. */
export interface Rates {
  readonly reference: number;
  readonly current: number;
  /** By source. */
  readonly columns: Readonly<Record<string, number>>;
  /** Of all columns together. */
  readonly dataset: number;
}

/** Draws columns of every sort without drift, sketches them and compares. */
export function rates({ reference, current, simulations, seed, tests }: Simulation): Rates {
  const found = new Map(sources.map(({ name }) => [name, 0]));
  let datasets = 0;
  for (let simulation = 0; simulation < simulations; simulation++) {
    const random = createRandom(simulation, `${reference}/${current}/${seed}`);
    const before = drawnSketch(sources, random, reference);
    const result = detectDrift(before, drawnSketch(sources, random, current), {
      seed: simulation,
      ...(tests && { tests }),
    });
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

/** The rate of one column alone, on draws of its own. */
export function rateOf(name: string, { reference, current, simulations, seed, tests }: Simulation): number {
  const only = sources.filter((source) => source.name === name);
  let found = 0;
  for (let simulation = 0; simulation < simulations; simulation++) {
    const random = createRandom(simulation, `${name} ${reference}/${current}/${seed}`);
    const before = drawnSketch(only, random, reference);
    const { features } = detectDrift(before, drawnSketch(only, random, current), {
      seed: simulation,
      ...(tests && { tests }),
    });
    if ((features[0]?.pValue ?? 1) <= 0.05) found++;
  }
  return found / simulations;
}

/** Columns without drift as they are kept. */
function drawnSketch(columns: readonly Source[], random: Random, rows: number): Sketch {
  return sketch(
    Object.fromEntries(columns.map((source) => [source.name, drawnColumn(source, random, rows, false)])),
    { kinds: Object.fromEntries(columns.map(({ name, kind }) => [name, kind])) },
  );
}

/** Rows of one column. */
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
