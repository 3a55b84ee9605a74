import { createRandom } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quantileOfSorted } from '../../profile/quantiles.js';
import { daySet } from './day-set.js';
import { distinctCounter } from './distinct-counter.js';
import { hyperLogLog } from './hyper-log-log.js';
import { keySet } from './key-set.js';
import { moments } from './moments.js';
import { type QuantileSketch, quantileSketch } from './quantile-sketch.js';
import { hashTexts } from './value-hash.js';

const size = 100_000;
/** A permutation-like spread of (0, 1), the same in Python. */
const u = (i: number): number =>
  (((i * 40_503) % 65_536) * 65_536 + Math.floor(((i * 2_654_435_761) % 4_294_967_296) / 65_536) + 0.5) /
  2 ** 32;
const probabilities = [0.01, 0.25, 0.5, 0.75, 0.99, 0.999] as const;

// numpy.quantile(values, probabilities), values.mean(), values.var(ddof=1) of the same formulas in NumPy 2.
const distributions: readonly (readonly [
  string,
  (i: number) => number,
  readonly number[],
  readonly [number, number],
])[] = [
  [
    'uniform',
    (i) => Math.floor(u(i) * 1e6),
    [9988.92, 249987.25, 499986.5, 749977.0, 989976.07, 998971.011],
    [499983.68455, 83335166157.35057],
  ],
  [
    'exponential',
    (i) => -Math.log(1 - u(i)) * 5000,
    [
      50.19691263913265, 1438.3287698620315, 3465.6050481939933, 6931.016136529132, 23014.197969999397,
      34398.11708120551,
    ],
    [4999.179862791919, 24962525.094471507],
  ],
  [
    'pareto',
    (i) => (1 - u(i)) ** (-1 / 1.2) * 100,
    [
      100.84012461563596, 127.08951080011553, 178.17585773845403, 317.45610034497236, 4632.5828821742425,
      30890.060444781342,
    ],
    [515.8205816232971, 39401182.72493514],
  ],
  [
    'mixed',
    (i) => (i % 3 === 0 ? -Math.floor(u(i) * 20000) : Math.floor(u(i) * u(i) * 3e7)),
    [-19400, -4999.25, 1874688, 11716762.75, 29105022.02, 29907968.117],
    [6662749.05293, 75591789964590.55],
  ],
];

describe.each(distributions)('of %s numbers', (_, value, expected, [mean, variance]) => {
  const values = Float64Array.from({ length: size }, (_, i) => value(i));

  test('quantiles are those of NumPy within the stated error, in any order', () => {
    const sorted = Float64Array.from(values).sort();
    for (const order of [values, sorted, Float64Array.from(sorted).reverse(), zigzag(sorted)]) {
      const sketch = sketchOf(order);
      probabilities.forEach((probability, index) => {
        const true_ = expected[index] as number;
        const [below, above] = neighbours(sorted, probability);
        const bound = 0.001 * Math.max(Math.abs(below), Math.abs(above)) + 1e-9;
        expect(Math.abs(sketch.quantile(probability) - true_)).toBeLessThanOrEqual(bound);
      });
      expect([sketch.min, sketch.max, sketch.count]).toEqual([sorted[0], sorted.at(-1), size]);
    }
  });

  test('mean and variance are those of NumPy', () => {
    const seen = moments();
    for (const each of values) seen.add(each);
    expect(seen.mean / mean).toBeCloseTo(1, 11);
    expect(seen.variance / variance).toBeCloseTo(1, 9);
  });
});

const number = fc.oneof(
  fc.integer({ min: -(10 ** 15), max: 10 ** 15 }),
  fc.integer({ min: -5, max: 5 }),
  fc.double({ min: -1e12, max: 1e12, noNaN: true }),
);

describe('a quantile sketch', () => {
  test('keeps its error for any numbers and any quantile', () => {
    fc.assert(
      fc.property(
        fc.array(number, { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, probability) => {
          const sorted = Float64Array.from(values).sort();
          const [below, above] = neighbours(sorted, probability);
          const error = Math.abs(
            sketchOf(values).quantile(probability) - quantileOfSorted(sorted, probability),
          );
          expect(error).toBeLessThanOrEqual(0.001001 * Math.max(Math.abs(below), Math.abs(above)) + 1e-8);
        },
      ),
    );
  });

  test('merged is the same as of all numbers at once, whatever the parts', () => {
    fc.assert(
      fc.property(fc.array(fc.array(number, { maxLength: 50 }), { maxLength: 5 }), (parts) => {
        const merged = quantileSketch();
        for (const part of parts) merged.merge(sketchOf(part));
        const whole = sketchOf(parts.flat().reverse());
        expect(merged.buckets()).toEqual(whole.buckets());
        expect([merged.count, merged.min, merged.max]).toEqual([whole.count, whole.min, whole.max]);
      }),
    );
  });

  test('counts what lies below a number, but for values next to it', () => {
    const sketch = sketchOf(Array.from({ length: 1000 }, (_, i) => i - 500));
    expect(sketch.countBelow(-500)).toBe(0);
    expect(sketch.countBelow(0)).toBe(500);
    expect(sketch.countBelow(100.5)).toBe(601);
    expect(sketch.countBelow(500)).toBe(1000);
  });

  test('refuses what is no number, another accuracy, and says nothing of nothing', () => {
    expect(() => quantileSketch().add(Number.NaN)).toThrow(
      expect.objectContaining({ code: 'DATA_NOT_FINITE' }),
    );
    expect(() => quantileSketch(0.7)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    expect(() => quantileSketch().merge(quantileSketch(0.01))).toThrow(
      expect.objectContaining({ code: 'SHAPE_MISMATCH' }),
    );
    expect(quantileSketch().quantile(0.5)).toBeNaN();
  });

  test('holds numbers of every size in few buckets', () => {
    const random = createRandom(1, 'magnitudes');
    const sketch = quantileSketch();
    for (let i = 0; i < 200_000; i++) sketch.add(10 ** (random.float() * 15));
    expect(sketch.buckets().length).toBeLessThanOrEqual(17_300);
  });
});

test('moments merged are those of all numbers at once', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer({ min: -1e6, max: 1e6 }))), (parts) => {
      const merged = moments();
      const whole = moments();
      for (const part of parts) {
        const each = moments();
        for (const value of part) {
          each.add(value);
          whole.add(value);
        }
        merged.merge(each);
      }
      expect(merged.count).toBe(whole.count);
      if (whole.count > 1) {
        expect(merged.mean).toBeCloseTo(whole.mean, 6);
        expect(Math.abs(merged.variance - whole.variance)).toBeLessThanOrEqual(1e-9 * (1 + whole.variance));
      }
    }),
  );
});

describe('distinct values', () => {
  test.each([0, 1, 100, 5_000, 60_000, 300_000])(
    'of %d are counted within four standard errors',
    (distinct) => {
      const sketch = hyperLogLog();
      addAll(sketch, distinct, 'value ');
      addAll(sketch, distinct, 'value ');
      expect(Math.abs(sketch.estimate() - distinct)).toBeLessThanOrEqual(4 * 0.0081 * distinct);
    },
  );

  test('have the standard error that the paper states', () => {
    // 1.04 / √2¹⁰ = 0.0325; the spread of 60 estimates is known to within a quarter of itself.
    const errors = Array.from({ length: 60 }, (_, run) => {
      const sketch = hyperLogLog(10);
      addAll(sketch, 20_000, `run ${run} value `);
      return sketch.estimate() / 20_000 - 1;
    });
    const spread = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
    expect(spread).toBeGreaterThan(0.0325 * 0.7);
    expect(spread).toBeLessThan(0.0325 * 1.3);
  });

  test('merged sketches are the sketch of all values', () => {
    const [one, other, both] = [hyperLogLog(), hyperLogLog(), hyperLogLog()];
    addAll(one, 3000, 'a');
    addAll(other, 4000, 'b');
    addAll(both, 3000, 'a');
    addAll(both, 4000, 'b');
    one.merge(other);
    expect(one.registers).toEqual(both.registers);
    expect(() => one.merge(hyperLogLog(10))).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
    expect(() => hyperLogLog(3)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });

  test('are exact up to a number, and say when they are not', () => {
    const counter = distinctCounter(1000);
    addAll(counter, 1000, 'x');
    expect(counter.count()).toEqual({ distinct: 1000, isExact: true });
    addAll(counter, 2000, 'x');
    expect(counter.count().isExact).toBe(false);
    expect(Math.abs(counter.count().distinct - 2000)).toBeLessThan(80);
  });
});

describe('a key set', () => {
  test('tells half a million keys apart that differ little', () => {
    const set = keySet();
    for (let i = 0; i < 250_000; i++) {
      expect(set.add(`TX${i}`) && set.add(`${i}TX`)).toBe(true);
    }
    expect(set.size).toBe(500_000);
    expect(set.add('TX77777')).toBe(false);
  });

  test('takes hashes of zero for keys too', () => {
    const set = keySet();
    expect([set.addHash(0, 0), set.addHash(0, 0), set.addHash(0, 2), set.addHash(1, 0)]).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  test('is an error where keys were made to collide, rather than slow', () => {
    const set = keySet();
    expect(() => {
      for (let i = 1; i < 100_000; i++) set.addHash(i, 0);
    }).toThrow(expect.objectContaining({ code: 'LIMIT_EXCEEDED' }));
  });

  test('knows keys that it moved into temporary files', () => {
    const set = keySet(60_000);
    const keys = (from: number, to: number): number[] =>
      Array.from({ length: to - from }, (_, i) => from + i);
    expect(keys(0, 200_000).every((key) => set.add(`TX${key}`))).toBe(true);
    expect(keys(0, 200_000).some((key) => set.add(`TX${key}`))).toBe(false);
    expect(set.add('TX200000')).toBe(true);
    expect(set.size).toBe(200_001);
    set.close();
  });
});

test('hashes spread: every bit is set in about half of them', () => {
  const hashes = hashTexts(Array.from({ length: 20_000 }, (_, i) => `${i}`));
  for (const word of [0, 1]) {
    for (let bit = 0; bit < 32; bit++) {
      let ones = 0;
      for (let i = word; i < hashes.length; i += 2) ones += ((hashes[i] as number) >>> bit) & 1;
      // Six standard deviations of a fair coin: 6 × √20000 / 2 = 424.
      expect(Math.abs(ones - 10_000)).toBeLessThan(424);
    }
  }
});

test('a set of days knows its widest gap, whatever the order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5000, max: 5000 }), { maxLength: 60 }), (days) => {
      const set = daySet();
      for (const day of days) set.add(day);
      const sorted = [...new Set(days)].sort((a, b) => a - b);
      const widest = sorted
        .slice(1)
        .reduce((gap, day, index) => Math.max(gap, day - (sorted[index] as number)), 0);
      const found = set.widestGap();
      expect(found === null ? 0 : found.to - found.from).toBe(widest);
    }),
  );
});

function sketchOf(values: Iterable<number>): QuantileSketch {
  const sketch = quantileSketch();
  for (const value of values) sketch.add(value);
  return sketch;
}

/** Smallest, largest, second smallest and so on: an order that misleads sketches which sample. */
function zigzag(sorted: Float64Array): Float64Array {
  return Float64Array.from(sorted, (_, i) =>
    i % 2 === 0 ? (sorted[i / 2] as number) : (sorted[sorted.length - (i + 1) / 2] as number),
  );
}

function neighbours(sorted: Float64Array, probability: number): readonly [number, number] {
  const position = (sorted.length - 1) * probability;
  return [sorted[Math.floor(position)] as number, sorted[Math.ceil(position)] as number];
}

function addAll(
  counter: { addHash(high: number, low: number): unknown },
  count: number,
  prefix: string,
): void {
  const hashes = hashTexts(Array.from({ length: count }, (_, i) => `${prefix}${i}`));
  for (let i = 0; i < hashes.length; i += 2) counter.addHash(hashes[i] as number, hashes[i + 1] as number);
}
