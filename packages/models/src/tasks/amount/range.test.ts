import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { learnRange, type RawAmounts, rangeEnds, rangeKind, rangeKinds, tailQuantile } from './range.js';

/** Rows of one kind, told from a point alone. */
function told(
  point: Float64Array,
  kind = rangeKind({ hasHistory: true, hasCategory: true, type: 1, payee: 1 }),
): RawAmounts {
  return {
    point,
    ends: [0, 1].map(() => ({ lower: point, upper: point })),
    kinds: new Uint8Array(point.length).fill(kind),
  };
}

describe('the conformal tail', () => {
  test('is the ⌈(n + 1) × tail⌉-th smallest', () => {
    expect(tailQuantile([4, 3, 2, 1, 0, -1, -2, -3, -5], 0.9)).toBe(4);
    expect(
      tailQuantile(
        Array.from({ length: 39 }, (_, index) => index),
        0.975,
      ),
    ).toBe(38);
  });

  test('is drawn further than the largest where there are too few', () => {
    // Middle 5 (6th of 9 … the 5th), 0.8-tail 8; exponential: 5 + 3 × ln(0.5 / 0.025) / ln(0.5 / 0.2) = 14.808…
    const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(tailQuantile(nine, 0.975)).toBeCloseTo(5 + (3 * Math.log(20)) / Math.log(2.5), 12);
    expect(tailQuantile([0, 0, 0], 0.975)).toBe(0);
    expect(tailQuantile([], 0.975)).toBe(0);
  });
});

describe('ranges', () => {
  test('each kind is corrected by its own rows where there are enough', () => {
    const n = 500;
    const [narrow, wide] = [
      rangeKind({ hasHistory: true, hasCategory: true, type: 1, payee: 2 }),
      rangeKind({ hasHistory: true, hasCategory: true, type: 1, payee: 0 }),
    ];
    const kinds = Uint8Array.from({ length: n }, (_, row) => (row % 2 === 0 ? narrow : wide));
    const target = Float64Array.from(
      { length: n },
      (_, row) => 10 + (row % 2 === 0 ? 0 : ((row * 7) % 101) / 50 - 1),
    );
    const raw: RawAmounts = { ...told(new Float64Array(n).fill(10)), kinds };
    const range = learnRange(target, raw);
    expect(range[0]?.[narrow]).toEqual({ below: 0, above: 0 });
    expect(range[0]?.[wide]?.above).toBeGreaterThan(0.7);
    expect(range[1]?.[wide]?.above).toBeGreaterThan(range[0]?.[wide]?.above as number);
  });

  test('are never inverted, hold the point, and the wider holds the narrower, whatever comes', () => {
    const amount = fc.double({ min: 0, max: 25, noNaN: true });
    const row = fc.record({ actual: amount, point: amount, below: amount, above: amount });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 300 }), fc.nat(rangeKinds - 1), (rows, kind) => {
        const raw: RawAmounts = {
          point: Float64Array.from(rows, ({ point }) => point),
          // Ends that cross the point and one another.
          ends: [1, 0.5].map((share) => ({
            lower: Float64Array.from(rows, ({ point, below }) => point - share * (below - 10)),
            upper: Float64Array.from(rows, ({ point, above }) => point + share * (above - 10)),
          })),
          kinds: new Uint8Array(rows.length).fill(kind),
        };
        const range = learnRange(
          Float64Array.from(rows, ({ actual }) => actual),
          raw,
        );
        rows.forEach(({ point }, place) => {
          const [usual, wide] = [rangeEnds(range, raw, 0.8, place), rangeEnds(range, raw, 0.95, place)];
          expect(usual.low).toBeLessThanOrEqual(point);
          expect(usual.high).toBeGreaterThanOrEqual(point);
          expect(wide.low).toBeLessThanOrEqual(usual.low);
          expect(wide.high).toBeGreaterThanOrEqual(usual.high);
          expect(wide.low).toBeGreaterThanOrEqual(0);
        });
      }),
      { numRuns: 60 },
    );
  });
});
