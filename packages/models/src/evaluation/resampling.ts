import { type Random, TitansError } from '@titans/core';
import { requireLength } from '../calibration/checked-values.js';

/** One label per row, such as the number or the name of an account. */
export type RowLabels = ArrayLike<number | string>;

/** How rows are drawn again. */
export interface Resampling {
  /** What is drawn: rows, or groups of rows. */
  readonly units: number;
  /** Row numbers of a resample. The array may be used again. */
  draw(random: Random): Int32Array;
  /** Row numbers of all units but one. */
  without(unit: number): Int32Array;
}

/**
 * Draws rows with replacement; with `groups` whole groups of rows, with `strata` within each stratum, so that every
 * resample has as many rows of each as there are.
 *
 * @throws TitansError `SHAPE_MISMATCH` for another number of labels than rows, `INVALID_ARGUMENT` for both.
 */
export function resampling(
  n: number,
  { groups, strata }: { readonly groups?: RowLabels; readonly strata?: RowLabels },
): Resampling {
  if (groups && strata) {
    throw new TitansError('INVALID_ARGUMENT', 'Rows are drawn by groups or within strata; leave out one.', {
      details: { field: 'strata' },
    });
  }
  if (groups) {
    requireLength('groups', groups, n);
    return drawingGroups(n, rowsByLabel(groups));
  }
  if (strata) requireLength('strata', strata, n);
  return drawingRows(n, strata ? rowsByLabel(strata) : [Int32Array.from({ length: n }, (_, row) => row)]);
}

function drawingRows(n: number, strata: readonly Int32Array[]): Resampling {
  const drawn = new Int32Array(n);
  const rest = new Int32Array(n - 1);
  return {
    units: n,
    draw: (random) => {
      let next = 0;
      for (const rows of strata) {
        for (let i = 0; i < rows.length; i++) drawn[next++] = rows[random.integer(rows.length)] as number;
      }
      return drawn;
    },
    without: (row) => {
      for (let i = 0; i < n - 1; i++) rest[i] = i < row ? i : i + 1;
      return rest;
    },
  };
}

function drawingGroups(n: number, groups: readonly Int32Array[]): Resampling {
  return {
    units: groups.length,
    draw: (random) => {
      const drawn = groups.map(() => groups[random.integer(groups.length)] as Int32Array);
      const rows = new Int32Array(drawn.reduce((total, group) => total + group.length, 0));
      let next = 0;
      for (const group of drawn) {
        rows.set(group, next);
        next += group.length;
      }
      return rows;
    },
    without: (unit) => {
      const left = new Set(groups[unit]);
      return Int32Array.from({ length: n }, (_, row) => row).filter((row) => !left.has(row));
    },
  };
}

/** In order of first appearance. */
function rowsByLabel(labels: RowLabels): readonly Int32Array[] {
  const rows = new Map<number | string, number[]>();
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] as number | string;
    const known = rows.get(label);
    if (known) known.push(row);
    else rows.set(label, [row]);
  }
  return [...rows.values()].map((list) => Int32Array.from(list));
}
