/** Blocks of whole numbers in one piece of memory, taken and given back. */
export interface IntBlocks {
  /** All blocks; another array once {@link IntBlocks.take} had to make room. */
  readonly items: Int32Array;
  /** Where a block of so many numbers begins; what it holds is left from before. */
  take(size: number): number;
  /** Gives back a block of that size. */
  free(from: number, size: number): void;
}

/** No blocks yet. Those given back are taken again by blocks of the very same size, so that sizes had better be few. */
export function intBlocks(): IntBlocks {
  const freed = new Map<number, number[]>();
  let items = new Int32Array(1024);
  let used = 0;

  return {
    get items() {
      return items;
    },
    take(size) {
      const again = freed.get(size)?.pop();
      if (again !== undefined) return again;
      const from = used;
      used += size;
      if (used > items.length) {
        const larger = new Int32Array(Math.max(used, items.length + (items.length >> 1)));
        larger.set(items);
        items = larger;
      }
      return from;
    },
    free(from, size) {
      const known = freed.get(size);
      if (known) known.push(from);
      else freed.set(size, [from]);
    },
  };
}
