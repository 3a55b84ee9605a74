/** Rows that a block has at most, and codes that there are at most: together an entry has 24 bits. */
export const mostOrdered = 4096;
const placeBits = 12;

/** Puts the rows of a small node in the order of their codes. */
export interface CodeOrder {
  /** What was ordered last: `code << 12 | row`, ascending by code. */
  readonly entries: Int32Array;
  /** Orders `rows[from]` to `rows[to − 1]`; codes are below 4096, rows too. */
  order(codes: Uint16Array, rows: Uint32Array, from: number, to: number): void;
}

/** Rows up to which insertion beats buckets. */
const mostInserted = 20;

/**
 * Takes time in proportion to the rows: each falls into the bucket of its code, and bits of two levels tell which
 * buckets are not empty, so that nothing is compared and no empty bucket is looked at.
 */
export function codeOrder(): CodeOrder {
  const entries = new Int32Array(mostOrdered + 1);
  const heads = new Int32Array(4096).fill(-1);
  const next = new Int32Array(mostOrdered);
  const words = new Int32Array(128);
  const summary = new Int32Array(4);

  function insert(codes: Uint16Array, rows: Uint32Array, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const row = rows[i] as number;
      const entry = ((codes[row] as number) << placeBits) | row;
      let at = i - from;
      while (at > 0 && (entries[at - 1] as number) > entry) {
        entries[at] = entries[at - 1] as number;
        at--;
      }
      entries[at] = entry;
    }
  }

  function order(codes: Uint16Array, rows: Uint32Array, from: number, to: number): void {
    if (to - from <= mostInserted) {
      insert(codes, rows, from, to);
      return;
    }
    for (let i = from; i < to; i++) {
      const row = rows[i] as number;
      const code = codes[row] as number;
      const word = code >>> 5;
      next[row] = heads[code] as number;
      heads[code] = row;
      words[word] = (words[word] as number) | (1 << (code & 31));
      summary[word >>> 5] = (summary[word >>> 5] as number) | (1 << (word & 31));
    }
    let at = 0;
    for (let group = 0; group < 4; group++) {
      for (let open = summary[group] as number; open !== 0; open &= open - 1) {
        const word = (group << 5) | (31 - Math.clz32(open & -open));
        for (let bits = words[word] as number; bits !== 0; bits &= bits - 1) {
          const code = (word << 5) | (31 - Math.clz32(bits & -bits));
          for (let row = heads[code] as number; row >= 0; row = next[row] as number) {
            entries[at++] = (code << placeBits) | row;
          }
          heads[code] = -1;
        }
        words[word] = 0;
      }
      summary[group] = 0;
    }
  }

  return { entries, order };
}

/** The code of an entry. */
export const codeOf = (entry: number): number => entry >>> placeBits;
/** The row of an entry. */
export const rowOf = (entry: number): number => entry & (mostOrdered - 1);
