import type { FailedElements } from './failed-elements.js';
import type { LeafGame } from './leaf-game.js';

/** Finds the Shapley values at one leaf for every row of a block, once for rows that fail the same elements. */
export interface LeafMemory {
  /** Where the values of each row begin in `table`, after {@link LeafMemory.read}. */
  readonly entry: Int32Array;
  readonly table: Float64Array;
  /** @param factor By which the values are multiplied. */
  read(game: LeafGame, leaf: number, elements: number, failed: FailedElements, factor: number): void;
}

/** Sets of elements, as a multiple of the rows, up to which each has a place of its own to be looked up in. */
const setsPerRow = 8;

/** Room for a block of so many rows, and paths of up to so many elements. */
export function leafMemory(rows: number, longest: number, words: number): LeafMemory {
  const entry = new Int32Array(rows);
  const table = new Float64Array(rows * longest);
  const single = new Int32Array(words);
  // One more than the place in the table that was filled for a set.
  const seen = new Int32Array(rows < 2 ? 0 : Math.min(setsPerRow * rows, 2 ** Math.min(longest, 24)));
  return {
    entry,
    table,
    read(game, leaf, elements, { masks, from }, factor) {
      const at = from * rows;
      const isRemembered = elements < 24 && 2 ** elements <= seen.length;
      if (isRemembered) seen.fill(0, 0, 2 ** elements);
      let next = 0;
      for (let row = 0; row < rows; row++) {
        const mask = masks[at + row] as number;
        if (isRemembered && seen[mask] !== 0) {
          entry[row] = (seen[mask] as number) - 1;
          continue;
        }
        for (let word = 0; word < words; word++) single[word] = masks[at + word * rows + row] as number;
        game.attribute(leaf, single, table, next);
        for (let e = 0; e < elements; e++) table[next + e] = (table[next + e] as number) * factor;
        entry[row] = next;
        if (isRemembered) seen[mask] = next + 1;
        next += elements;
      }
    },
  };
}
