/** Ciura's gaps: enough for the few hundred items that are sorted here. */
const gaps = [301, 132, 57, 23, 10, 4, 1];

/** Sorts the first `count` keys ascending and carries the items along. In place; for a few hundred at most. */
export function sortPairs(keys: Float64Array, items: Uint32Array, count: number): void {
  for (const gap of gaps) {
    for (let i = gap; i < count; i++) {
      const key = keys[i] as number;
      const item = items[i] as number;
      let at = i;
      while (at >= gap && (keys[at - gap] as number) > key) {
        keys[at] = keys[at - gap] as number;
        items[at] = items[at - gap] as number;
        at -= gap;
      }
      keys[at] = key;
      items[at] = item;
    }
  }
}
