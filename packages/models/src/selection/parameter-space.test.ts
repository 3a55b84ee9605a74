import { createRandom } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { floatRange, integerRange, logUniform, parameterGrid } from './index.js';
import { drawCandidates } from './parameter-space.js';

test('a grid is every combination, the last parameter changing fastest', () => {
  expect(parameterGrid({ depth: [1, 2], kind: ['a', 'b', 'c'] })).toEqual([
    { depth: 1, kind: 'a' },
    { depth: 1, kind: 'b' },
    { depth: 1, kind: 'c' },
    { depth: 2, kind: 'a' },
    { depth: 2, kind: 'b' },
    { depth: 2, kind: 'c' },
  ]);
  expect(parameterGrid({})).toEqual([{}]);
});

test('a grid that nobody waits for is refused before it is made', () => {
  const values = Array.from({ length: 101 }, (_, value) => value);
  expect(() => parameterGrid({ a: values, b: values, c: values })).toThrow(
    expect.objectContaining({ code: 'LIMIT_EXCEEDED' }),
  );
});

describe('ranges', () => {
  test('stay within their bounds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1000, max: 1000 }),
        fc.nat(1000),
        fc.double({ min: 1e-300, max: 1e300, noNaN: true }),
        fc.double({ min: 1, max: 1e5, noNaN: true }),
        fc.nat(),
        (min, span, least, factor, seed) => {
          const random = createRandom(seed);
          const whole = integerRange(min, min + span).draw(random);
          expect(Number.isInteger(whole) && whole >= min && whole <= min + span).toBe(true);
          const real = floatRange(min, min + span).draw(random);
          expect(real >= min && real <= min + span).toBe(true);
          const scaled = logUniform(least, least * factor).draw(random);
          expect(scaled >= least && scaled <= least * factor).toBe(true);
        },
      ),
    );
  });

  test('are uniform, the logarithmic one in its logarithms', () => {
    const random = createRandom(7);
    const drawn = Array.from({ length: 30_000 }, () => logUniform(0.001, 1).draw(random));
    // A third of the draws in each decade: ± 5 standard deviations of a binomial.
    for (const decade of [0.001, 0.01, 0.1]) {
      const share = drawn.filter((value) => value >= decade && value < 10 * decade).length / drawn.length;
      expect(Math.abs(share - 1 / 3)).toBeLessThan(5 * Math.sqrt(2 / 9 / drawn.length));
    }
    const dice = Array.from({ length: 6000 }, () => integerRange(1, 6).draw(random));
    // χ² with 5 degrees of freedom is above 20.515 with probability 0.001.
    const chiSquare = [1, 2, 3, 4, 5, 6].reduce(
      (sum, face) => sum + (dice.filter((value) => value === face).length - 1000) ** 2 / 1000,
      0,
    );
    expect(chiSquare).toBeLessThan(20.515);
  });

  test.each([
    () => integerRange(2, 1),
    () => integerRange(0.5, 2),
    () => floatRange(Number.NaN, 1),
    () => floatRange(0, Number.POSITIVE_INFINITY),
    () => logUniform(0, 1),
    () => logUniform(2, 1),
  ])('with impossible bounds are refused: %s', (make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });
});

describe('draws', () => {
  const space = { rate: logUniform(0.01, 1), depth: integerRange(1, 9), kind: ['a', 'b'] as const };

  test('begin with those of a shorter search, whatever the order of the parameters', () => {
    const { rate, depth, kind } = space;
    expect(drawCandidates({ kind, depth, rate }, 40, 3).slice(0, 10)).toEqual(drawCandidates(space, 10, 3));
    expect(drawCandidates(space, 10, 4)).not.toEqual(drawCandidates(space, 10, 3));
  });

  test('are all different, and no more than the space has', () => {
    expect(
      new Set(drawCandidates({ a: [1, 2, 3], b: ['1', 1] }, 100, 0).map((of) => JSON.stringify(of))).size,
    ).toBe(6);
    expect(
      drawCandidates({ a: integerRange(1, 4) }, 4, 1)
        .map(({ a }) => a)
        .toSorted(),
    ).toEqual([1, 2, 3, 4]);
  });

  test('tell functions of a list apart, of which JSON says nothing', () => {
    const raised = [1, 2].map((power) => (value: number) => value ** power);
    const drawn = drawCandidates({ transform: raised }, 5, 0);
    expect(drawn.map(({ transform }) => transform(3)).toSorted()).toEqual([3, 9]);
  });

  test('take any distribution', () => {
    const odd = { draw: (random: ReturnType<typeof createRandom>) => 2 * random.integer(3) + 1 };
    expect(
      drawCandidates({ k: odd }, 9, 0)
        .map(({ k }) => k)
        .toSorted(),
    ).toEqual([1, 3, 5]);
  });
});
