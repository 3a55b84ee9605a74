/** Numbers distinct texts of UTF-8 bytes in the order in which they first appear. */
export interface ByteIndex {
  /** The number of a text, from 0; the next free one for a text that is new. */
  numberOf(bytes: Uint8Array, from: number, to: number): number;
  size(): number;
  /** Bytes of all texts that are known. */
  heldBytes(): number;
  /** Forgets all texts. */
  clear(): void;
}

/** Longer runs of taken slots do not happen by chance: only texts made to collide come there. */
const longestProbe = 64;
const smallestSlots = 256;

/**
 * Starts an index without texts: an open-addressing table over copies of their bytes, so that a text is decoded only
 * when it is new. Texts made to collide go to a `Map`, so that they cost no more here than anywhere else.
 */
export function byteIndex(): ByteIndex {
  let keys = new Uint8Array(4096);
  let keyEnds = new Int32Array(smallestSlots >> 1);
  let hashes = new Int32Array(smallestSlots >> 1);
  let slots = new Int32Array(smallestSlots);
  let collided = new Map<string, number>();
  let count = 0;

  return {
    numberOf,
    size: () => count,
    heldBytes: () => (count === 0 ? 0 : (keyEnds[count - 1] as number)),
    clear() {
      slots.fill(0);
      collided.clear();
      count = 0;
    },
  };

  function numberOf(bytes: Uint8Array, from: number, to: number): number {
    let hash = to - from;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x9e37_79b1);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x85eb_ca6b);
    hash ^= hash >>> 13;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let probe = 0; probe < longestProbe; probe++) {
      const taken = slots[slot] as number;
      if (taken === 0) return add(bytes, from, to, hash, slot);
      if (hashes[taken - 1] === hash && isSame(taken - 1, bytes, from, to)) return taken - 1;
      slot = (slot + 1) & mask;
    }
    return collided.get(latin1(bytes, from, to)) ?? add(bytes, from, to, hash, -1);
  }

  function isSame(number: number, bytes: Uint8Array, from: number, to: number): boolean {
    let at = number === 0 ? 0 : (keyEnds[number - 1] as number);
    if ((keyEnds[number] as number) - at !== to - from) return false;
    for (let i = from; i < to; i++) if (bytes[i] !== keys[at++]) return false;
    return true;
  }

  function add(bytes: Uint8Array, from: number, to: number, hash: number, slot: number): number {
    let at = count === 0 ? 0 : (keyEnds[count - 1] as number);
    if (at + to - from > keys.length) {
      const larger = new Uint8Array(Math.max(keys.length * 2, at + to - from));
      larger.set(keys);
      keys = larger;
    }
    for (let i = from; i < to; i++) keys[at++] = bytes[i] as number;
    keyEnds[count] = at;
    hashes[count] = hash;
    if (slot === -1) collided.set(latin1(bytes, from, to), count);
    else slots[slot] = count + 1;
    if (++count === hashes.length) grow();
    return count - 1;
  }

  /** Doubles the slots, of which at most half are taken, and fills them again. */
  function grow(): void {
    hashes = doubled(hashes);
    keyEnds = doubled(keyEnds);
    slots = new Int32Array(hashes.length * 2);
    collided = new Map();
    const mask = slots.length - 1;
    for (let number = 0; number < count; number++) {
      let slot = (hashes[number] as number) & mask;
      let probe = 0;
      while (probe < longestProbe && slots[slot] !== 0) {
        slot = (slot + 1) & mask;
        probe++;
      }
      if (probe < longestProbe) slots[slot] = number + 1;
      else
        collided.set(
          latin1(keys, number === 0 ? 0 : (keyEnds[number - 1] as number), keyEnds[number]),
          number,
        );
    }
  }
}

function doubled(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}

function latin1(bytes: Uint8Array, from: number, to: number | undefined): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to);
}
