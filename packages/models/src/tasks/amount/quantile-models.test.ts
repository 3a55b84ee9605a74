import { describe, expect, test } from 'vitest';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import {
  bestRounds,
  fitQuantiles,
  predictQuantiles,
  type QuantileRows,
  quantileLevels,
} from './quantile-models.js';

const standard = { seed: 0, budget: 'standard' } as const;

/** A model that says the same number of every row. */
function saying(value: number): { readonly predict: (x: FeatureMatrix) => Float64Array } {
  return { predict: (x) => new Float64Array(x.rows).fill(value) };
}

function matrixOf(column: Float64Array): FeatureMatrix {
  return {
    rows: column.length,
    features: [{ name: 'usual_amount', kind: 'numeric', inputs: ['description'] }],
    columns: [column],
  };
}

/** Of each of the usual amounts 2, 4, … 2 × `payees`, the amounts 0.0 to 0.9 above it; each `reps` times. */
function rowsOf(payees: number, reps: number): QuantileRows {
  const n = payees * 10 * reps;
  const usual = Float64Array.from({ length: n }, (_, row) => 2 * (1 + (row % payees)));
  return {
    matrix: matrixOf(usual),
    target: usual.map((value, row) => value + (Math.floor(row / payees) % 10) / 10),
    usual,
  };
}

describe('what both kinds of models say', () => {
  const models = {
    amounts: [1, 2, 3, 4, 5].map(saying),
    distances: [-3, -2, 0, 1, 4].map(saying),
  };

  test('is averaged, from the usual amount on; without one the models of the amounts tell alone', () => {
    const told = predictQuantiles(models, matrixOf(Float64Array.of(0, 0)), Float64Array.of(6, Number.NaN));
    // (1 + 6 − 3) / 2, (2 + 6 − 2) / 2, (3 + 6) / 2, (4 + 6 + 1) / 2, (5 + 6 + 4) / 2.
    expect(told.map((level) => level[0])).toEqual([2, 3, 4.5, 5.5, 7.5]);
    expect(told.map((level) => level[1])).toEqual([1, 2, 3, 4, 5]);
  });

  test('is put in order where it crosses, and is at least 0', () => {
    const crossing = { ...models, distances: [9, 2, 0, -20, 4].map(saying) };
    const told = predictQuantiles(crossing, matrixOf(Float64Array.of(0)), Float64Array.of(6));
    // (1 + 15) / 2 = 8, (2 + 8) / 2 = 5, 4.5, (4 − 14) / 2 = −5, 7.5.
    expect(told.map((level) => level[0])).toEqual([0, 4.5, 5, 7.5, 8]);
  });

  test('of models that know no distances is what those of the amounts say', () => {
    const told = predictQuantiles(
      { ...models, distances: [] },
      matrixOf(Float64Array.of(0)),
      Float64Array.of(6),
    );
    expect(told.map((level) => level[0])).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('learning', () => {
  test('distances are told of a usual amount that lies beyond all that were seen', async () => {
    const models = await fitQuantiles(rowsOf(20, 3), standard);
    const told = models.distances.map((model) => model.predict(matrixOf(Float64Array.of(200)))[0] as number);
    // Above every usual amount lie 0.0, 0.1, … 0.9 alike, whose quantiles are known.
    for (const [level, wanted] of [0, 0.09, 0.45, 0.81, 0.9].entries()) {
      expect(Math.abs((told[level] as number) - wanted)).toBeLessThanOrEqual(0.1);
    }
    expect(models.amounts).toHaveLength(quantileLevels.length);
  });

  test('rows without a usual amount teach amounts alone', async () => {
    const rows = rowsOf(20, 3);
    const none = { ...rows, usual: rows.usual.map(() => Number.NaN) };
    const models = await fitQuantiles(none, standard);
    expect(models.distances).toEqual([]);
    expect(bestRounds(models, none).distances).toEqual([]);
    const half = { ...rows, usual: rows.usual.map((value, row) => (row < 300 ? value : Number.NaN)) };
    const first = (column: Float64Array): Float64Array => column.slice(0, 300);
    const alone = await fitQuantiles(
      {
        matrix: matrixOf(first(rows.usual)),
        target: first(rows.target),
        usual: first(rows.usual),
      },
      standard,
    );
    const asked = matrixOf(Float64Array.of(2, 11, 40));
    (await fitQuantiles(half, standard)).distances.forEach((model, level) => {
      expect(model.predict(asked)).toEqual(alone.distances[level]?.predict(asked));
    });
  });

  test('rounds are chosen of each model by itself', async () => {
    const rows = rowsOf(20, 3);
    const models = await fitQuantiles(rows, standard);
    const rounds = bestRounds(models, rows);
    const most = [60, 100, 120, 100, 60];
    for (const of of [rounds.amounts, rounds.distances]) {
      of.forEach((chosen, level) => {
        expect(chosen).toBeGreaterThanOrEqual(10);
        expect(chosen).toBeLessThanOrEqual(most[level] as number);
      });
    }
    // Steps of a tenth: the amounts, 2 to 41 apart, take many; distances within 0.9 of each other hardly any.
    expect(rounds.amounts[2]).toBeGreaterThan(rounds.distances[2] as number);
    const again = await fitQuantiles(rows, standard, rounds);
    expect(again.amounts.map(({ ensemble }) => ensemble.roots.length)).toEqual(rounds.amounts);
    expect(again.distances.map(({ ensemble }) => ensemble.roots.length)).toEqual(rounds.distances);
  });
});
