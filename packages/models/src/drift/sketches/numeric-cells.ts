import { TitansError } from '@titans/core';

/**
 * Counts of numbers on a grid that is the same for all data: a cell holds the numbers that share sign, exponent and the
 * leading bits of their fraction, so that its width is a fixed share of its place. What falls into a cell does not
 * depend on other values, nor which half of the data it is in; tests of two samples on their cells therefore keep their
 * level.
 */
export interface NumericCells {
  /** Bits of a double's upper 32 that are not looked at: 20 less the bits of the fraction that are. */
  readonly droppedBits: number;
  /** The number of each cell that is nearest to zero, ascending. */
  readonly values: Float64Array;
  readonly counts: Float64Array;
}

/** Numbers and the missing ones among them. */
export interface CountedNumbers {
  readonly cells: NumericCells;
  readonly missing: number;
}

/** Where the half of a double with sign and exponent lies in memory. */
const upperHalf = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;
const exponentBits = 0x7ff00000;
const negativeZero = -0x80000000;
/** What spreads keys over a table (Knuth 1973, 6.4). */
const spread = 0x9e3779b1;

/**
 * Counts numbers; NaN is missing. The grid is the finest on which all of them have at most `mostCells` cells: it depends
 * on the values alone, not on their order, nor on what was counted first. O(n), and memory of `mostCells`.
 *
 * @throws TitansError `DATA_NOT_FINITE` for an infinite value.
 */
export function countNumbers(
  values: Float64Array,
  droppedBits: number,
  mostCells: number,
  column: string,
): CountedNumbers {
  const table = cellTable(droppedBits, mostCells);
  const halves = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  let missing = 0;
  for (let row = 0; row < values.length; row++) {
    const half = halves[2 * row + upperHalf] as number;
    if ((half & exponentBits) !== exponentBits) {
      table.add(half, 1);
    } else if (Number.isNaN(values[row])) {
      missing++;
    } else {
      throw new TitansError(
        'DATA_NOT_FINITE',
        `Column ${column} has ${values[row]} in row ${row + 1}. Infinity is no value that can be compared: leave the row out, or make it missing.`,
        { details: { column, row: row + 1 } },
      );
    }
  }
  return { cells: table.cells(), missing };
}

/** The cells of both together: the same, in any order and grouping, as if all numbers had been counted at once. */
export function mergeNumericCells(a: NumericCells, b: NumericCells, mostCells: number): NumericCells {
  const table = cellTable(Math.max(a.droppedBits, b.droppedBits), mostCells);
  for (const { values, counts } of [a, b]) addCells(table, values, counts);
  return table.cells();
}

/** The same counts on a coarser grid. */
export function coarserCells(cells: NumericCells, droppedBits: number): NumericCells {
  if (cells.droppedBits === droppedBits) return cells;
  const table = cellTable(droppedBits, cells.values.length);
  addCells(table, cells.values, cells.counts);
  return table.cells();
}

/** Whether these are ascending values of different cells of their grid. */
export function areCells({ droppedBits, values }: NumericCells): boolean {
  const words = new Int32Array(Float64Array.from(values).buffer);
  return values.every((value, cell) => {
    const half = words[2 * cell + upperHalf] as number;
    const isOnGrid = words[2 * cell + 1 - upperHalf] === 0 && (half >> droppedBits) << droppedBits === half;
    const isAscending = cell === 0 || value > (values[cell - 1] as number);
    return isOnGrid && isAscending && Number.isFinite(value) && !Object.is(value, -0);
  });
}

interface CellTable {
  /** @param half The upper half of a double. */
  add(half: number, count: number): void;
  cells(): NumericCells;
}

function addCells(table: CellTable, values: Float64Array, counts: Float64Array): void {
  const halves = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  for (let cell = 0; cell < values.length; cell++) {
    table.add(halves[2 * cell + upperHalf] as number, counts[cell] as number);
  }
}

/** An open-addressed table of cells that drops one more bit whenever there are too many of them. */
function cellTable(startBits: number, mostCells: number): CellTable {
  const sizeBits = 32 - Math.clz32(4 * Math.max(mostCells, 16) - 1);
  const slots = 1 << sizeBits;
  let keys = new Int32Array(slots);
  let counts = new Float64Array(slots);
  let [dropped, used] = [startBits, 0];

  function add(half: number, count: number): void {
    let key = half >> dropped;
    // Below the smallest cell there is one zero, not two.
    if (key << dropped === negativeZero) key = 0;
    let slot = Math.imul(key, spread) >>> (32 - sizeBits);
    for (;;) {
      const known = counts[slot] as number;
      if (known === 0) break;
      if (keys[slot] === key) {
        counts[slot] = known + count;
        return;
      }
      slot = (slot + 1) & (slots - 1);
    }
    keys[slot] = key;
    counts[slot] = count;
    used++;
    if (used > mostCells) coarsen();
  }

  function coarsen(): void {
    const [oldKeys, oldCounts, oldDropped] = [keys, counts, dropped];
    keys = new Int32Array(slots);
    counts = new Float64Array(slots);
    used = 0;
    dropped++;
    for (let slot = 0; slot < slots; slot++) {
      if ((oldCounts[slot] as number) > 0) {
        add((oldKeys[slot] as number) << oldDropped, oldCounts[slot] as number);
      }
    }
  }

  function countOf(key: number): number {
    let slot = Math.imul(key, spread) >>> (32 - sizeBits);
    while (keys[slot] !== key || counts[slot] === 0) slot = (slot + 1) & (slots - 1);
    return counts[slot] as number;
  }

  function cells(): NumericCells {
    const values = new Float64Array(used);
    const halves = new Int32Array(values.buffer);
    let filled = 0;
    for (let slot = 0; slot < slots; slot++) {
      if (counts[slot] === 0) continue;
      halves[2 * filled + upperHalf] = (keys[slot] as number) << dropped;
      filled++;
    }
    values.sort();
    const inOrder = Float64Array.from({ length: used }, (_, cell) =>
      countOf((halves[2 * cell + upperHalf] as number) >> dropped),
    );
    return { droppedBits: dropped, values, counts: inOrder };
  }

  return { add, cells };
}
