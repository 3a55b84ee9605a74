import type { RememberedRow } from './decayed-counts.js';

/** Rows, of which the one that counts least is found first. */
export interface RowHeap {
  push(row: RememberedRow): void;
  /** Takes out the id of the row that counts least, of equals the one learned first; rows that are gone are passed over. */
  pop(): number;
}

interface Ranked {
  readonly id: number;
  /** The logarithm of what it counts, up to what all rows have in common on any day. */
  readonly rank: number;
}

/**
 * A binary heap. All rows fade alike with time, so that their order never changes.
 *
 * @param isThere Whether a row is still remembered.
 */
export function rowHeap(halfLifeDays: number, isThere: (id: number) => boolean): RowHeap {
  let heap: Ranked[] = [];

  const isBefore = (a: Ranked, b: Ranked): boolean => a.rank < b.rank || (a.rank === b.rank && a.id < b.id);

  function rise(item: Ranked): void {
    let at = heap.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as Ranked;
      if (!isBefore(item, above)) break;
      heap[at] = above;
      heap[parent] = item;
      at = parent;
    }
  }

  function first(): Ranked {
    const top = heap[0] as Ranked;
    const item = heap.pop() as Ranked;
    if (heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Ranked, heap[child] as Ranked)) child++;
      if (!isBefore(heap[child] as Ranked, item)) break;
      heap[at] = heap[child] as Ranked;
      at = child;
    }
    heap[at] = item;
    return top;
  }

  let pushed = 0;
  return {
    push({ id, day, weight }) {
      rise({ id, rank: day / halfLifeDays + Math.log2(weight) });
      // Now and then without those that are gone, so that undoing for ever takes no memory for ever.
      if (++pushed < 2 * heap.length || pushed < 1024) return;
      pushed = 0;
      const left = heap.filter((item) => isThere(item.id));
      heap = [];
      for (const item of left) rise(item);
    },
    pop() {
      for (;;) {
        const { id } = first();
        if (isThere(id)) return id;
      }
    },
  };
}
