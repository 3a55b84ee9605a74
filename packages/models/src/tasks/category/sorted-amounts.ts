import {
  anySize,
  fadedByRows,
  fadedUntil,
  farSizes,
  farSquare,
  gapSquare,
  type Nearness,
} from './amount-nearness.js';
import type { PayeeAmounts } from './payee-amounts.js';

/** The rows of each payee by size, so that those of similar amounts are found without looking at the others. */
export interface SortedAmounts {
  readonly firstRow: Int32Array;
  /** Missing ones last. */
  readonly sizes: Float64Array;
  readonly labels: Int32Array;
  /** How much of each row is left on the payee's latest day. */
  readonly left: Float64Array;
  /** Where the labels of each payee begin, and the end; and of all rows of a label how much is left. */
  readonly firstLabel: Int32Array;
  readonly labelsOf: Int32Array;
  readonly leftOfLabel: Float64Array;
  /** The earliest and the latest day of each payee. */
  readonly earliest: Int32Array;
  readonly latest: Int32Array;
  readonly nearness: Nearness;
}

/** Sorts the rows of each payee. */
export function sortedBySize({ keys, firstRow, labels, sizes, days, nearness }: PayeeAmounts): SortedAmounts {
  const rows = sizes.length;
  const left = new Float64Array(rows);
  const order = new Int32Array(rows);
  const firstLabel = new Int32Array(keys.length + 1);
  const earliest = new Int32Array(keys.length);
  const latest = new Int32Array(keys.length);
  const labelsOf: number[] = [];
  const leftOfLabel: number[] = [];
  for (let place = 0; place < keys.length; place++) {
    const [from, to] = [firstRow[place] as number, firstRow[place + 1] as number];
    const own = days.subarray(from, to);
    const last = own.reduce((most, day) => Math.max(most, day));
    const sums = new Map<number, number>();
    for (let at = from; at < to; at++) {
      left[at] = fadedUntil(last, days[at] as number) * fadedByRows(to - 1 - at, nearness);
      const label = labels[at] as number;
      sums.set(label, (sums.get(label) ?? 0) + (left[at] as number));
      order[at] = at;
    }
    order.subarray(from, to).sort((a, b) => inOrder(sizes[a] as number, sizes[b] as number) || a - b);
    for (const [label, sum] of sums) {
      labelsOf.push(label);
      leftOfLabel.push(sum);
    }
    firstLabel[place + 1] = labelsOf.length;
    earliest[place] = own.reduce((least, day) => Math.min(least, day));
    latest[place] = last;
  }
  return {
    firstRow,
    sizes: Float64Array.from(order, (row) => sizes[row] as number),
    labels: Int32Array.from(order, (row) => labels[row] as number),
    left: Float64Array.from(order, (row) => left[row] as number),
    firstLabel,
    labelsOf: Int32Array.from(labelsOf),
    leftOfLabel: Float64Array.from(leftOfLabel),
    earliest,
    latest,
    nearness,
  };
}

/** NaN last. */
function inOrder(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a - b;
}

/**
 * Adds the weight of each row of a payee to its label, times `share` of what is left on the payee's latest day.
 *
 * @returns Their sum.
 */
export function addSorted(
  { firstRow, sizes, labels, left, firstLabel, labelsOf, leftOfLabel, nearness }: SortedAmounts,
  place: number,
  size: number,
  share: number,
  into: Float64Array,
): number {
  let total = 0;
  const lastLabel = firstLabel[place + 1] as number;
  for (let at = firstLabel[place] as number; at < lastLabel; at++) {
    const weight = share * anySize * (leftOfLabel[at] as number);
    const label = labelsOf[at] as number;
    into[label] = (into[label] as number) + weight;
    total += weight;
  }
  const to = firstRow[place + 1] as number;
  const far = farSizes(nearness);
  let low = firstRow[place] as number;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sizes[middle] as number) < size - far) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < to && (sizes[at] as number) <= size + far; at++) {
    const square = gapSquare(sizes[at] as number, size, nearness);
    if (!(square < farSquare)) continue;
    const weight = share * (1 - anySize) * Math.exp(-square) * (left[at] as number);
    const label = labels[at] as number;
    into[label] = (into[label] as number) + weight;
    total += weight;
  }
  return total;
}
