type NumberArray = Float64Array | Int32Array | Uint32Array | Uint8Array;

/** A typed array that grows by doubling; a forest has millions of nodes, for which a plain list takes too much. */
export interface GrowingArray<A extends NumberArray> {
  /** Its first `length` items are in use. Replaced when it grows, so do not keep it across a push. */
  items: A;
  length: number;
  /** Appends an item; returns its place. */
  push(item: number): number;
}

export function growingArray<A extends NumberArray>(type: new (length: number) => A): GrowingArray<A> {
  const array: GrowingArray<A> = {
    items: new type(64),
    length: 0,
    push(item) {
      if (array.length === array.items.length) {
        const grown = new type(array.length * 2);
        grown.set(array.items);
        array.items = grown;
      }
      array.items[array.length] = item;
      return array.length++;
    },
  };
  return array;
}
