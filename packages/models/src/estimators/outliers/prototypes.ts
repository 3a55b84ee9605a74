import type { Random } from '@titans/core';

/** Points that stand for the training rows, member after member, row after row. */
export interface Prototypes {
  readonly width: number;
  readonly members: number;
  /** Prototypes of each member. */
  readonly perMember: number;
  /** members × perMember × width scaled values. */
  readonly points: Float64Array;
}

/**
 * Draws the prototypes of one member: each is the mean of a row drawn at random and the nearest of the sample to it.
 *
 * @param sample Scaled values, row after row, in the order drawn; the first rows become prototypes.
 * @param neighbours Rows that a prototype is the mean of, itself included.
 * @param into Where the prototypes go.
 */
export function shiftToNeighbours(
  sample: Float64Array,
  width: number,
  neighbours: number,
  into: Float64Array,
): void {
  const rows = sample.length / width;
  const distances = new Float64Array(rows);
  const nearest = new Uint32Array(Math.min(neighbours, rows));
  for (let seed = 0; seed * width < into.length; seed++) {
    for (let row = 0; row < rows; row++) {
      let distance = 0;
      for (let i = 0; i < width; i++) {
        const difference = (sample[row * width + i] as number) - (sample[seed * width + i] as number);
        distance += difference * difference;
      }
      distances[row] = distance;
    }
    // Few are kept, so each row only has to pass the last of them; of equal ones the first drawn stays.
    let kept = 0;
    for (let row = 0; row < rows; row++) {
      const distance = distances[row] as number;
      if (kept === nearest.length && distance >= (distances[nearest[kept - 1] as number] as number)) continue;
      let at = kept < nearest.length ? kept++ : kept - 1;
      for (; at > 0 && (distances[nearest[at - 1] as number] as number) > distance; at--)
        nearest[at] = nearest[at - 1] as number;
      nearest[at] = row;
    }
    for (let i = 0; i < width; i++) {
      let sum = 0;
      for (const row of nearest) sum += sample[row * width + i] as number;
      into[seed * width + i] = sum / nearest.length;
    }
  }
}

/** So many different rows of `rows`, in the order drawn. */
export function drawDistinct(random: Random, rows: number, wanted: number): Uint32Array {
  if (wanted >= rows) return random.shuffle(Uint32Array.from({ length: rows }, (_, row) => row));
  const drawn = new Set<number>();
  while (drawn.size < wanted) drawn.add(random.integer(rows));
  return Uint32Array.from(drawn);
}

/** Prototypes as distances to them are reckoned: four side by side, feature after feature. */
export interface PrototypeBlocks {
  readonly width: number;
  readonly members: number;
  readonly blocksPerMember: number;
  readonly points: Float64Array;
}

/** Lays prototypes out in blocks of four; the last one of a member stands for those that its last block lacks. */
export function blocksOf({ width, members, perMember, points }: Prototypes): PrototypeBlocks {
  const blocksPerMember = Math.ceil(perMember / 4);
  const laidOut = new Float64Array(members * blocksPerMember * 4 * width);
  let at = 0;
  for (let member = 0; member < members; member++) {
    for (let block = 0; block < blocksPerMember; block++) {
      for (let feature = 0; feature < width; feature++) {
        for (let lane = 0; lane < 4; lane++) {
          const prototype = member * perMember + Math.min(perMember - 1, 4 * block + lane);
          laidOut[at++] = points[prototype * width + feature] as number;
        }
      }
    }
  }
  return { width, members, blocksPerMember, points: laidOut };
}

/**
 * The mean over the members of the distance from a row to the nearest prototype. What is missing is left out and the
 * distance to the rest scaled up; a row that misses everything is at distance 0.
 *
 * @param row Scaled values, NaN where missing.
 */
export function meanNearestDistance(blocks: PrototypeBlocks, row: Float64Array): number {
  const { width, members, blocksPerMember, points } = blocks;
  let missing = 0;
  for (let i = 0; i < width; i++) if (Number.isNaN(row[i] as number)) missing++;
  if (missing === width) return 0;
  let total = 0;
  let at = 0;
  for (let member = 0; member < members; member++) {
    let nearest = Number.POSITIVE_INFINITY;
    for (let block = 0; block < blocksPerMember; block++) {
      // Set one by one: taken from a list they cost as much as the distances.
      let first = 0;
      let second = 0;
      let third = 0;
      let fourth = 0;
      for (let i = 0; i < width; i++, at += 4) {
        const value = row[i] as number;
        if (Number.isNaN(value)) continue;
        const a = (points[at] as number) - value;
        const b = (points[at + 1] as number) - value;
        const c = (points[at + 2] as number) - value;
        const d = (points[at + 3] as number) - value;
        first += a * a;
        second += b * b;
        third += c * c;
        fourth += d * d;
      }
      nearest = Math.min(nearest, Math.min(Math.min(first, second), Math.min(third, fourth)));
    }
    total += Math.sqrt(nearest);
  }
  return (total / members) * Math.sqrt(width / (width - missing));
}
