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

/**
 * The mean over the members of the distance from a row to the nearest prototype. What is missing is left out and the
 * distance to the rest scaled up; a row that misses everything is at distance 0.
 *
 * @param row Scaled values, NaN where missing.
 */
export function meanNearestDistance(prototypes: Prototypes, row: Float64Array): number {
  const { width, members, perMember, points } = prototypes;
  let missing = 0;
  for (let i = 0; i < width; i++) if (Number.isNaN(row[i] as number)) missing++;
  if (missing === width) return 0;
  let total = 0;
  let at = 0;
  for (let member = 0; member < members; member++) {
    let nearest = Number.POSITIVE_INFINITY;
    for (let prototype = 0; prototype < perMember; prototype++, at += width) {
      const distance =
        missing === 0 ? squaredUpTo(nearest, points, at, row) : squaredOfPresent(points, at, row);
      if (distance < nearest) nearest = distance;
    }
    total += Math.sqrt(nearest);
  }
  return (total / members) * Math.sqrt(width / (width - missing));
}

/** The squared distance, or what is no less than `limit`, which is looked at after every fourth feature. */
function squaredUpTo(limit: number, points: Float64Array, at: number, row: Float64Array): number {
  const width = row.length;
  const fours = width & ~3;
  let sum = 0;
  for (let i = 0; i < fours; i += 4) {
    const a = (points[at + i] as number) - (row[i] as number);
    const b = (points[at + i + 1] as number) - (row[i + 1] as number);
    const c = (points[at + i + 2] as number) - (row[i + 2] as number);
    const d = (points[at + i + 3] as number) - (row[i + 3] as number);
    sum += a * a + b * b + (c * c + d * d);
    if (sum >= limit) return sum;
  }
  for (let i = fours; i < width; i++) {
    const difference = (points[at + i] as number) - (row[i] as number);
    sum += difference * difference;
  }
  return sum;
}

function squaredOfPresent(points: Float64Array, at: number, row: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) {
    const difference = (points[at + i] as number) - (row[i] as number);
    if (!Number.isNaN(difference)) sum += difference * difference;
  }
  return sum;
}
