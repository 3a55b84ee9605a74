/** Keeps the last so many items, by ids that rise. */
export interface EventRing<T> {
  /** @param id Larger than every one before. */
  push(id: number, item: T): void;
  /** The oldest items after an id, in order, at most so many. */
  after(id: number, most: number): readonly { readonly id: number; readonly item: T }[];
  /** Id of the last item that is no longer kept; 0 if all are. */
  readonly lastDropped: number;
}

/** A ring of `capacity` items. Finding a place in it takes the logarithm of that. */
export function eventRing<T>(capacity: number): EventRing<T> {
  const slots: { readonly id: number; readonly item: T }[] = [];
  /** Where the oldest is, once the ring is full. */
  let start = 0;
  let lastDropped = 0;
  const at = (index: number): { readonly id: number; readonly item: T } | undefined =>
    slots[(start + index) % slots.length];

  function firstAfter(id: number): number {
    let low = 0;
    let high = slots.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((at(middle)?.id ?? 0) > id) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  return {
    push(id, item) {
      if (slots.length < capacity) {
        slots.push({ id, item });
        return;
      }
      lastDropped = slots[start]?.id ?? 0;
      slots[start] = { id, item };
      start = (start + 1) % capacity;
    },
    after(id, most) {
      const found = [];
      for (let index = firstAfter(id); index < slots.length && found.length < most; index++) {
        const slot = at(index);
        if (slot !== undefined) found.push(slot);
      }
      return found;
    },
    get lastDropped() {
      return lastDropped;
    },
  };
}
