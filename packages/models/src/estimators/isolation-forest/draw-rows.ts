import type { Random } from '@titans/core';

/** Draws distinct rows into the list that it was made with; the same draws give the same rows whatever came before. */
export type RowDrawer = (random: Random) => void;

/**
 * Makes what draws `into.length` of `rows` rows, each set of them equally likely (Floyd's method, Bentley 1987): one
 * draw per row, whatever their number.
 */
export function rowDrawer(rows: number, into: Uint32Array): RowDrawer {
  const isDrawn = new Uint8Array(rows);
  const count = into.length;
  return (random) => {
    for (let i = 0; i < count; i++) {
      const last = rows - count + i;
      const drawn = Math.floor(random.float() * (last + 1));
      const row = isDrawn[drawn] === 1 ? last : drawn;
      isDrawn[row] = 1;
      into[i] = row;
    }
    for (let i = 0; i < count; i++) isDrawn[into[i] as number] = 0;
  };
}
