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
    predictions: {},
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
  const times = new Float64Array(rows);
  return {
    add(tested, told) {
      tested.forEach((row, at) => {
        const error = Math.abs((told.actual[at] as number) - (told.points[at] as number));
        errors[row] = (errors[row] as number) + error;
        times[row] = (times[row] as number) + 1;
      });
    },
    heldOut(splits) {
      const told = Int32Array.from(times.keys()).filter((row) => (times[row] as number) > 0);
      return {
        task: 'amount',
        rows: `rows of ${splits}`,
        losses: { mae: Float64Array.from(told, (row) => (errors[row] as number) / (times[row] as number)) },
        figures: {},
        predictions: {},
        stated: null,
      };
    },
  };
}
