/** Finds the place of a hashed column among those that were learned. */
export interface ColumnIndex {
  /** Place in the sorted list of learned columns, or -1 for a column never seen. */
  find(column: number): number;
}

/** An open-addressing table over the sorted, distinct columns: as small as the model, however wide the hash. */
export function columnIndex(columns: Uint32Array): ColumnIndex {
  let bits = 4;
  // Two thirds full at most: a table that fits a cache is quicker than one with fewer collisions.
  while (2 ** bits < columns.length * 1.5) bits++;
  const shift = 32 - bits;
  const mask = 2 ** bits - 1;
  // Column and place side by side, so that a look-up touches one cache line.
  const slots = new Int32Array(2 * 2 ** bits).fill(-1);

  columns.forEach((column, place) => {
    let slot = Math.imul(column, 0x9e3779b1) >>> shift;
    while (slots[2 * slot] !== -1) slot = (slot + 1) & mask;
    slots[2 * slot] = column;
    slots[2 * slot + 1] = place;
  });

  return {
    find(column) {
      let slot = Math.imul(column, 0x9e3779b1) >>> shift;
      for (;;) {
        const found = slots[2 * slot] as number;
        if (found === column) return slots[2 * slot + 1] as number;
        if (found === -1) return -1;
        slot = (slot + 1) & mask;
      }
    },
  };
}

/** Numbers columns in the order in which they are first seen. */
export interface ColumnNumbers {
  /** The number of a column, given now if it has none yet. */
  of(column: number): number;
  /** The columns by number. */
  columns(): readonly number[];
}

/** An open-addressing table that doubles as it fills. */
export function columnNumbers(): ColumnNumbers {
  const columns: number[] = [];
  let bits = 10;
  let slots = new Int32Array(2 ** bits).fill(-1);

  function free(column: number): number {
    const mask = 2 ** bits - 1;
    let slot = Math.imul(column, 0x9e3779b1) >>> (32 - bits);
    while (slots[slot] !== -1 && columns[slots[slot] as number] !== column) slot = (slot + 1) & mask;
    return slot;
  }

  return {
    of(column) {
      const slot = free(column);
      const known = slots[slot] as number;
      if (known !== -1) return known;
      slots[slot] = columns.length;
      columns.push(column);
      if (columns.length * 2 > slots.length) {
        bits++;
        slots = new Int32Array(2 ** bits).fill(-1);
        for (const [number, each] of columns.entries()) slots[free(each)] = number;
      }
      return columns.length - 1;
    },
    columns: () => columns,
  };
}
