import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom, type Random, xoshiro128starstar } from './random.js';

const noStream = (): Random => {
  throw new Error('not used');
};

describe('xoshiro128**', () => {
  // Made by compiling xoshiro128starstar.c 1.1 (Blackman and Vigna, prng.di.unimi.it) with gcc.
  test.each<[number[], number[], number]>([
    [[1, 2, 3, 4], [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849], 3175353485],
    [
      [0xdeadbeef, 0xffffffff, 0x80000000, 0x12345678],
      [4294962679, 3132614827, 2029798784, 3300166474, 2794299937, 2753684394, 175987618, 1896237443],
      1347062659,
    ],
  ])(
    'from state %j it gives the numbers of the reference, also a million later',
    (state, first, millionAndFirst) => {
      const random = xoshiro128starstar(Uint32Array.from(state), noStream);
      expect(Array.from({ length: 8 }, () => random.uint32())).toEqual(first);
      for (let i = 8; i < 1_000_000; i++) random.uint32();
      expect(random.uint32()).toBe(millionAndFirst);
    },
  );
});

test('from its state another generator goes on with the same numbers', () => {
  const random = createRandom(5, 'state');
  for (let i = 0; i < 9; i++) random.uint32();
  const other = xoshiro128starstar(random.state(), noStream);
  expect(Array.from({ length: 9 }, () => other.uint32())).toEqual(
    Array.from({ length: 9 }, () => random.uint32()),
  );
});

describe('distribution', () => {
  // Critical values of chi-square at 0.001 (scipy.stats.chi2.ppf(0.999, df)); the draws are fixed by the seed.
  const critical = { 9: 27.8772, 255: 330.5197 };

  function tally(bins: number, draws: number, draw: (index: number) => number): number[] {
    const counts = new Array<number>(bins).fill(0);
    for (let index = 0; index < draws; index++) {
      const bin = draw(index);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return counts;
  }

  function chiSquare(counts: readonly number[], draws: number): number {
    const expected = draws / counts.length;
    return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  }

  test('integers below 10 are equally likely', () => {
    const random = createRandom(1);
    const counts = tally(10, 100_000, () => random.integer(10));
    expect(chiSquare(counts, 100_000)).toBeLessThan(critical[9]);
  });

  test.each([0, 24])('the eight bits from bit %i are equally likely', (shift) => {
    const random = createRandom(2);
    const counts = tally(256, 100_000, () => (random.uint32() >>> shift) & 255);
    expect(chiSquare(counts, 100_000)).toBeLessThan(critical[255]);
  });

  test('the first draws of 100,000 neighbouring seeds are equally likely', () => {
    const counts = tally(256, 100_000, (seed) => createRandom(seed).uint32() >>> 24);
    expect(chiSquare(counts, 100_000)).toBeLessThan(critical[255]);
  });

  test('a bound near 2^32 is drawn without bias: both halves of the range', () => {
    const random = createRandom(3);
    const bound = 3 * 2 ** 30;
    let low = 0;
    for (let i = 0; i < 100_000; i++) if (random.integer(bound) < bound / 2) low++;
    // Without rejection the lower third would come twice as often, and `low` would be about 62,500.
    expect(Math.abs(low - 50_000)).toBeLessThan(3.29 * Math.sqrt(25_000));
  });

  test('floats lie in [0, 1) and use 53 bits', () => {
    const random = createRandom(4);
    let sum = 0;
    let hasLowBit = false;
    for (let i = 0; i < 100_000; i++) {
      const value = random.float();
      expect(value >= 0 && value < 1).toBe(true);
      hasLowBit ||= (value * 2 ** 53) % 2 === 1;
      sum += value;
    }
    expect(hasLowBit).toBe(true);
    // Mean 1/2 and variance 1/12; 3.29 standard errors is a two-sided 0.001.
    expect(Math.abs(sum / 100_000 - 0.5)).toBeLessThan(3.29 * Math.sqrt(1 / 12 / 100_000));
  });

  test('normal draws have mean 0, variance 1, kurtosis 3', () => {
    const random = createRandom(5);
    const n = 100_000;
    const draws = Float64Array.from({ length: n }, () => random.normal());
    const moment = (power: number): number => draws.reduce((sum, x) => sum + x ** power, 0) / n;
    // Variances of the sample moments of a standard normal: 1/n, 2/n, 96/n.
    expect(Math.abs(moment(1))).toBeLessThan(3.29 * Math.sqrt(1 / n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(3.29 * Math.sqrt(2 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(3.29 * Math.sqrt(96 / n));
  });

  test('every order of four items is equally likely', () => {
    const random = createRandom(6);
    const counts = new Map<string, number>();
    for (let i = 0; i < 48_000; i++) {
      const order = random.shuffle(['a', 'b', 'c', 'd']).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    // scipy.stats.chi2.ppf(0.999, 23)
    expect(chiSquare([...counts.values()], 48_000)).toBeLessThan(49.7282);
  });
});

describe('streams', () => {
  const draws = (random: Random): number[] => Array.from({ length: 4 }, () => random.uint32());

  test('the same seed and name give the same numbers, fixed for ever', () => {
    expect(draws(createRandom(42, 'bootstrap'))).toEqual(draws(createRandom(42, 'bootstrap')));
    // Computed in Python from mmh3.hash_bytes and the C code of xoshiro128**. A change here changes every trained model.
    expect(draws(createRandom(42, 'bootstrap'))).toEqual([3498078911, 4291306549, 2894418624, 1582703346]);
    expect(draws(createRandom(-1))).toEqual([2533269297, 3930721213, 59917790, 2233876889]);
  });

  test('drawing from a stream does not move the one it came from, nor the other way round', () => {
    const parent = createRandom(7, 'a');
    const before = draws(parent.stream('b'));
    const untouched = createRandom(7, 'a');
    draws(untouched.stream('b'));
    expect(draws(parent)).toEqual(draws(untouched));
    expect(draws(parent.stream('b'))).toEqual(before);
    expect(before).toEqual(draws(createRandom(7, 'a/b')));
  });

  test('a hundred thousand names and as many seeds start differently', () => {
    const names = new Set<string>();
    const seeds = new Set<string>();
    for (let i = 0; i < 100_000; i++) {
      names.add(firstWords(createRandom(1, `account ${i}`)));
      seeds.add(firstWords(createRandom(i - 50_000)));
    }
    expect(names.size).toBe(100_000);
    expect(seeds.size).toBe(100_000);
    expect(draws(createRandom(2 ** 40))).not.toEqual(draws(createRandom(0)));
  });

  function firstWords(random: Random): string {
    return `${random.uint32()}-${random.uint32()}-${random.uint32()}`;
  }

  test('streams of neighbouring names are not correlated', () => {
    const n = 20_000;
    const [a, b] = ['tree/1', 'tree/2'].map((name) => createRandom(1, name));
    let sum = 0;
    for (let i = 0; i < n; i++) sum += ((a as Random).float() - 0.5) * ((b as Random).float() - 0.5);
    // The product of two independent centred uniforms has variance 1/144.
    expect(Math.abs(sum / n)).toBeLessThan(3.29 / 12 / Math.sqrt(n));
  });
});

test('a shuffle keeps the items and works in place, on arrays of any kind', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
      const copy = [...items];
      expect(createRandom(seed).shuffle(copy)).toBe(copy);
      expect([...copy].sort()).toEqual([...items].sort());
    }),
  );
  expect(createRandom(1).shuffle(new Int32Array([5]))).toEqual(new Int32Array([5]));
});

test.each([0.5, Number.NaN, 2 ** 53])('a seed of %d is refused', (seed) => {
  expect(() => createRandom(seed)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});

test.each([0, -1, 1.5, 2 ** 32 + 1])('a bound of %d is refused', (bound) => {
  expect(() => createRandom(1).integer(bound)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});

test('the bounds 1 and 2^32 are permitted', () => {
  expect(createRandom(1).integer(1)).toBe(0);
  expect(createRandom(1).integer(2 ** 32)).toBe(createRandom(1).uint32());
});
