import { rSquared } from '../../evaluation/index.js';
import type { HeldOutRows } from '../held-out-rows.js';

/** What amounts of rows were, and what they were told to be; signed, in the main unit. */
export interface ToldAmounts {
  readonly actual: Float64Array;
  readonly points: Float64Array;
}

/** What was told of held-out rows. @param rows Which of the rows of the main currency, in order of time. */
export function heldOutAmounts({ actual, points }: ToldAmounts, rows: string): HeldOutRows {
  const of = (values: Float64Array, chosen: Int32Array): Float64Array =>
    Float64Array.from(chosen, (row) => values[row] as number);
  return {
    task: 'amount',
    rows,
    losses: { mae: actual.map((value, row) => Math.abs(value - (points[row] as number))) },
    figures: { r2: (chosen) => rSquared(of(actual, chosen), of(points, chosen)) },
    predictions: { amount: points },
    stated: null,
  };
}

/** What is left of repeated splits, in which a row may be told several times. */
export interface ErrorsPerRow {
  add(tested: readonly number[], told: ToldAmounts): void;
  heldOut(splits: string): HeldOutRows;
}

/** Collects errors over splits: of a row the mean, so that no row counts as several. */
export function errorsPerRow(rows: number): ErrorsPerRow {
  const errors = new Float64Array(rows);
  const points = new Float64Array(rows);
  const times = new Float64Array(rows);
  return {
    add(tested, told) {
      tested.forEach((row, at) => {
        const point = told.points[at] as number;
        errors[row] = (errors[row] as number) + Math.abs((told.actual[at] as number) - point);
        points[row] = (points[row] as number) + point;
        times[row] = (times[row] as number) + 1;
      });
    },
    heldOut(splits) {
      const told = Int32Array.from(times.keys()).filter((row) => (times[row] as number) > 0);
      const meanOf = (sums: Float64Array): Float64Array =>
        Float64Array.from(told, (row) => (sums[row] as number) / (times[row] as number));
      return {
        task: 'amount',
        rows: `rows of ${splits}`,
        losses: { mae: meanOf(errors) },
        figures: {},
        predictions: { amount: meanOf(points) },
        stated: null,
      };
    },
  };
}
