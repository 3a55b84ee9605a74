import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { murmurHash32 } from '../../preprocessing/murmur-hash-32.js';
import { assignVariant, groupOf, unitGroups, type WeightedVariant } from './assign-variant.js';

const half = [
  { name: 'champion', weight: 1 },
  { name: 'challenger', weight: 1 },
] as const;
const three = [
  { name: 'a', weight: 1 },
  { name: 'b', weight: 2 },
  { name: 'c', weight: 3 },
] as const;
const units = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `account-${index}`);

// Python: min over variants of -math.log((mmh3.hash(f"{experiment}:{name}:{unit}", 0, signed=False) + 0.5) / 2**32) / weight.
describe('another program assigns alike', () => {
  test.each<[string, readonly WeightedVariant[], Readonly<Record<string, string>>]>([
    [
      'new-categories',
      half,
      {
        'account-1': 'challenger',
        'account-2': 'challenger',
        'account-3': 'champion',
        'account-4': 'champion',
        'account-5': 'champion',
        '': 'champion',
      },
    ],
    [
      'other',
      half,
      {
        'account-1': 'challenger',
        'account-2': 'challenger',
        'account-3': 'champion',
        'account-4': 'challenger',
        'account-5': 'challenger',
      },
    ],
    ['x1', three, { ünïcode: 'c', 日本: 'c', 'a:b': 'c', '😀': 'a', 'account 7': 'a' }],
  ])('in %s', (experiment, variants, expected) => {
    const assigned = Object.keys(expected).map((unit) => [
      unit,
      assignVariant({ experiment, variants, unit }),
    ]);
    expect(Object.fromEntries(assigned)).toEqual(expected);
  });

  test('by these hashes', () => {
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    // mmh3.hash(text, 0, signed=False)
    expect(murmurHash32(bytes('new-categories:champion:account-1'), 0) >>> 0).toBe(876577948);
    expect(murmurHash32(bytes('new-categories:challenger:account-1'), 0) >>> 0).toBe(1359867787);
  });

  test('10,000 units', () => {
    const count = (variants: readonly WeightedVariant[], experiment: string, name: string): number =>
      units(10_000).filter((unit) => assignVariant({ experiment, variants, unit }) === name).length;
    expect(count(half, 'new-categories', 'champion')).toBe(5_003);
    expect([count(three, 'x1', 'a'), count(three, 'x1', 'b')]).toEqual([1_632, 3_371]);
  });
});

/** χ² of counts against shares. */
function chiSquare(counts: readonly number[], shares: readonly number[]): number {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count, index) => {
    const expected = rows * (shares[index] as number);
    return sum + (count - expected) ** 2 / expected;
  }, 0);
}

describe('of 30,000 units', () => {
  const all = units(30_000);

  test('each variant gets its share', () => {
    const counts = { a: 0, b: 0, c: 0 };
    for (const unit of all) counts[assignVariant({ experiment: 'shares', variants: three, unit })]++;
    // scipy.stats.chi2.ppf(0.999, 2)
    expect(chiSquare(Object.values(counts), [1 / 6, 2 / 6, 3 / 6])).toBeLessThan(13.8155);
  });

  test('two experiments share out independently', () => {
    const counts = [0, 0, 0, 0];
    for (const unit of all) {
      const first = assignVariant({ experiment: 'first', variants: half, unit }) === 'champion' ? 0 : 1;
      const second = assignVariant({ experiment: 'second', variants: half, unit }) === 'champion' ? 0 : 2;
      counts[first + second] = (counts[first + second] ?? 0) + 1;
    }
    // scipy.stats.chi2.ppf(0.999, 3)
    expect(chiSquare(counts, [0.25, 0.25, 0.25, 0.25])).toBeLessThan(16.2662);
  });

  test('groups are of equal size, and hold both variants in their shares', () => {
    const counts = new Array<number>(2 * unitGroups).fill(0);
    for (const unit of all) {
      const side =
        assignVariant({ experiment: 'groups', variants: half, unit }) === 'champion' ? 0 : unitGroups;
      const place = groupOf('groups', unit) + side;
      counts[place] = (counts[place] ?? 0) + 1;
    }
    const share = 1 / (2 * unitGroups);
    // scipy.stats.chi2.ppf(0.999, 255)
    expect(
      chiSquare(
        counts,
        counts.map(() => share),
      ),
    ).toBeLessThan(330.5197);
  });
});

describe('other weights', () => {
  const weight = fc.double({ min: 0.01, max: 10, noNaN: true });
  const names = ['a', 'b', 'c', 'd'] as const;

  test('move units only to the variant whose weight has grown', () => {
    const property = fc.property(
      fc.tuple(weight, weight, weight, weight),
      fc.double({ min: 1, max: 5, noNaN: true }),
      fc.string(),
      (weights, growth, unit) => {
        const before = names.map((name, index) => ({ name, weight: weights[index] as number }));
        const after = before.map((one) => (one.name === 'b' ? { ...one, weight: one.weight * growth } : one));
        const [first, second] = [before, after].map((variants) =>
          assignVariant({ experiment: 'e', variants, unit }),
        );
        expect(second === first || second === 'b').toBe(true);
      },
    );
    fc.assert(property, { numRuns: 500 });
  });

  test('move no more than the share that is needed', () => {
    const sixty = [
      { name: 'champion', weight: 0.4 },
      { name: 'challenger', weight: 0.6 },
    ] as const;
    const moved = units(20_000).filter(
      (unit) =>
        assignVariant({ experiment: 'e', variants: half, unit }) !==
        assignVariant({ experiment: 'e', variants: sixty, unit }),
    ).length;
    // A tenth; three standard errors of 20,000 draws are 127.
    expect(Math.abs(moved - 2_000)).toBeLessThan(127);
  });

  test('the order of variants does not matter, and weight 0 gets nothing', () => {
    const property = fc.property(fc.string(), (unit) => {
      const variant = assignVariant({ experiment: 'e', variants: three, unit });
      expect(assignVariant({ experiment: 'e', variants: [...three].reverse(), unit })).toBe(variant);
      const without = [...three, { name: 'd', weight: 0 } as const];
      expect(assignVariant({ experiment: 'e', variants: without, unit })).toBe(variant);
    });
    fc.assert(property, { numRuns: 200 });
  });
});

test.each([
  [[{ name: 'a', weight: 0 }]],
  [[]],
  [[{ name: 'a', weight: -1 }]],
  [[{ name: 'a', weight: Number.NaN }]],
  [[{ name: 'a:b', weight: 1 }]],
])('variants that are none are refused: %j', (variants) => {
  expect(() => assignVariant({ experiment: 'e', variants, unit: 'u' })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
});
