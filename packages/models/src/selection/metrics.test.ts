import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classificationMetrics } from './metrics.js';

const classes = ['a', 'b', 'c'];

/** Rows with probabilities, and row numbers that are drawn from them. */
const drawn = fc
  .array(
    fc.record({ label: fc.nat(2), parts: fc.tuple(...classes.map(() => fc.integer({ min: 1, max: 9 }))) }),
    {
      minLength: 1,
      maxLength: 25,
    },
  )
  .chain((rows) =>
    fc.record({
      rows: fc.constant(rows),
      draws: fc.array(fc.nat(rows.length - 1), { minLength: 1, maxLength: 25 }),
    }),
  );

test.each(Object.values(classificationMetrics))(
  '$name prepared for resamples is that of the rows drawn',
  (metric) => {
    fc.assert(
      fc.property(drawn, ({ rows, draws }) => {
        const labels = Int32Array.from(rows, ({ label }) => label);
        const shares = rows.map(({ parts }) => {
          const sum = parts.reduce((total, part) => total + part, 0);
          return parts.map((part) => part / sum);
        });
        const measured = metric.measure(
          Int32Array.from(draws, (row) => labels[row] as number),
          Float64Array.from(draws.flatMap((row) => shares[row] as number[])),
          classes,
        );
        const figure = metric.prepare?.(labels, Float64Array.from(shares.flat()), classes);
        const prepared = figure?.(Int32Array.from(draws)) ?? Number.POSITIVE_INFINITY;
        if (Number.isNaN(measured)) expect(prepared).toBeNaN();
        else expect(prepared).toBeCloseTo(measured, 12);
      }),
    );
  },
);
