/** A number for each n-gram that some name has, small enough to be a place in an array. */
export interface NgramNumbers {
  /** The number of a column, −1 where it has none. */
  find(column: number): number;
  /** The number of a column, given now if it has none yet. */
  of(column: number): number;
  /** Takes the number of a column away, to be given to another. */
  remove(column: number): void;
}

/** Column and number side by side, so that a look-up touches one cache line. */
const perEntry = 2;
const empty = -1;

/** The share of the table that is filled at most. */
const fullest = 0.7;

/** An open-addressing table. */
export function ngramNumbers(): NgramNumbers {
  let bits = 11;
  let table = new Int32Array(perEntry * 2 ** bits).fill(empty);
  let given = 0;
  const free: number[] = [];

  const homeOf = (column: number): number => Math.imul(column, 0x9e3779b1) >>> (32 - bits);

  /** Where a column is, or the empty place where it would be. */
  function placeOf(column: number): number {
    const mask = 2 ** bits - 1;
    let place = homeOf(column);
    for (;;) {
      const there = table[perEntry * place];
      if (there === column || there === empty) return perEntry * place;
      place = (place + 1) & mask;
    }
  }

  function grow(): void {
    const before = table;
    bits++;
    table = new Int32Array(perEntry * 2 ** bits).fill(empty);
    for (let at = 0; at < before.length; at += perEntry) {
      const column = before[at] as number;
      if (column === empty) continue;
      const place = placeOf(column);
      table[place] = column;
      table[place + 1] = before[at + 1] as number;
    }
  }

  return {
    find: (column) => table[placeOf(column) + 1] as number,
    of(column) {
      let place = placeOf(column);
      if (table[place] === column) return table[place + 1] as number;
      if (given - free.length >= fullest * 2 ** bits) {
        grow();
        place = placeOf(column);
      }
      const number = free.pop() ?? given++;
      table[place] = column;
      table[place + 1] = number;
      return number;
    },
    remove(column) {
      const place = placeOf(column);
      if (table[place] !== column) return;
      free.push(table[place + 1] as number);
      const mask = 2 ** bits - 1;
      let hole = place / perEntry;
      // What a search would no longer reach across the hole moves into it (Knuth, volume 3, algorithm 6.4R).
      for (let at = (hole + 1) & mask; table[perEntry * at] !== empty; at = (at + 1) & mask) {
        const home = homeOf(table[perEntry * at] as number);
        if (((at - home) & mask) < ((at - hole) & mask)) continue;
        table[perEntry * hole] = table[perEntry * at] as number;
        table[perEntry * hole + 1] = table[perEntry * at + 1] as number;
        hole = at;
      }
      table[perEntry * hole] = empty;
      table[perEntry * hole + 1] = empty;
    },
  };
}
