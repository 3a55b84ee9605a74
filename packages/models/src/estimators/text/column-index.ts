/** Finds the place of a hashed column among those that were learned. */
export interface ColumnIndex {
  /** Place in the sorted list of learned columns, or -1 for a column never seen. */
  find(column: number): number;
}

/** An open-addressing table over the sorted, distinct columns: as small as the model, however wide the hash. */
export function columnIndex(columns: Uint32Array): ColumnIndex {
  let bits = 4;
  while (2 ** bits < columns.length * 2) bits++;
  const shift = 32 - bits;
  const mask = 2 ** bits - 1;
  const slots = new Int32Array(2 ** bits).fill(-1);
  const slotOf = (column: number): number => Math.imul(column, 0x9e3779b1) >>> shift;

  columns.forEach((column, place) => {
    let slot = slotOf(column);
    while (slots[slot] !== -1) slot = (slot + 1) & mask;
    slots[slot] = place;
  });

  return {
    find(column) {
      let slot = slotOf(column);
      for (;;) {
        const place = slots[slot] as number;
        if (place === -1 || columns[place] === column) return place;
        slot = (slot + 1) & mask;
      }
    },
  };
}
