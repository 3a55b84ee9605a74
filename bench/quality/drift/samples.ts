import type { Random } from '@titans/core';

/** Draws a value of one row; categories are codes. */
export type Draw = (random: Random) => number;

/** What columns are drawn from. */
export interface Source {
  readonly name: string;
  readonly kind: 'numeric' | 'categorical';
  readonly draw: Draw;
  /** A number, a category, or an unseen category, drifted. */
  readonly drifted: Draw;
}

function choice(weights: readonly number[]): Draw {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return (random) => {
    let rest = random.float() * total;
    for (let code = 0; code < weights.length; code++) {
      rest -= weights[code] as number;
      if (rest < 0) return code;
    }
    return weights.length - 1;
  };
}

const zipf = (count: number): number[] => Array.from({ length: count }, (_, rank) => 1 / (rank + 1));
const tilted = (weights: readonly number[]): number[] =>
  weights.map((weight, rank) => (rank === 1 ? 1.3 * weight : weight));

/** Heavy tails: Student's t with two degrees of freedom, by a ratio. */
const heavy: Draw = (random) => random.normal() / Math.sqrt(-Math.log(1 - random.float()));
const amount = (random: Random, shift: number): number => Math.exp(3 + 0.8 * random.normal() + shift);
/** Thirty common categories and a long tail of rare ones, of which most samples lack many. */
const longTail = [...zipf(20), ...Array.from({ length: 30 }, () => 0.004)];

function categories(
  name: string,
  weights: readonly number[],
  drifted: readonly number[] = tilted(weights),
): Source {
  return { name, kind: 'categorical', draw: choice(weights), drifted: choice(drifted) };
}

/** Columns of every sort that the level has to hold for, and a stated shift of each. */
export const sources: readonly Source[] = [
  {
    name: 'normal',
    kind: 'numeric',
    draw: (random) => random.normal(),
    drifted: (random) => random.normal() + 0.2,
  },
  { name: 't with 2 df', kind: 'numeric', draw: heavy, drifted: (random) => heavy(random) + 0.3 },
  {
    name: 'amounts in whole units',
    kind: 'numeric',
    draw: (random) => Math.round(amount(random, 0)),
    drifted: (random) => Math.round(amount(random, 0.15)),
  },
  {
    name: 'a third is 0',
    kind: 'numeric',
    draw: (random) => (random.float() < 1 / 3 ? 0 : amount(random, 0)),
    drifted: (random) => (random.float() < 0.4 ? 0 : amount(random, 0)),
  },
  {
    name: 'days 1 to 7',
    kind: 'numeric',
    draw: (random) => 1 + random.integer(7),
    drifted: (random) => 1 + Math.floor(7 * random.float() ** 0.85),
  },
  {
    name: 'flag as number',
    kind: 'numeric',
    draw: (random) => (random.float() < 0.3 ? 1 : 0),
    drifted: (random) => (random.float() < 0.38 ? 1 : 0),
  },
  categories('2 categories', [0.5, 0.5], [0.42, 0.58]),
  categories('3 categories', [0.6, 0.3, 0.1]),
  categories(
    '10 alike',
    Array.from({ length: 10 }, () => 1),
    [2, 1, 1, 1, 1, 1, 1, 1, 1, 1],
  ),
  categories('10 by rank', zipf(10)),
  categories('50 by rank', zipf(50), [...zipf(50), 0.3]),
  categories('50, thirty of them rare', longTail, [...longTail, 0.3]),
];
