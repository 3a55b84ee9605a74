/** Numbers distinct values in the order in which they first appear. */
export interface ValueIndex<T> {
  /** The number of a value, from 0; the next free one for a value that is new. */
  codeOf(value: T): number;
  /** The values by number. */
  readonly values: readonly T[];
}

/** Longer runs of taken slots do not happen by chance: only values made to collide come there. */
const longestProbe = 64;
const smallestSlots = 64;

/**
 * Starts an index without values. An open-addressing table of numbers is several times as fast as a `Map` for a
 * million texts and takes a fraction of its memory; values made to collide go to a `Map`, so that they cost no more
 * here than anywhere else.
 *
 * @param keyOf Tells which values are the same; each is itself unless told.
 */
export function valueIndex<T>(keyOf?: (value: T) => unknown): ValueIndex<T> {
  const values: T[] = [];
  const keys: unknown[] = keyOf === undefined ? values : [];
  /** Number from 1 (0 where the slot is free) and hash of each slot, side by side since both are looked at together. */
  let slots = new Int32Array(2 * smallestSlots);
  let mask = smallestSlots - 1;
  let collided = new Map<unknown, number>();
  return { codeOf, values };

  function codeOf(value: T): number {
    const key = keyOf === undefined ? value : keyOf(value);
    const hash = hashOf(typeof key === 'string' ? key : String(key));
    let slot = hash & mask;
    for (let probe = 0; probe < longestProbe; probe++) {
      const number = slots[2 * slot] as number;
      if (number === 0) return add(value, key, hash, slot);
      if (slots[2 * slot + 1] === hash && keys[number - 1] === key) return number - 1;
      slot = (slot + 1) & mask;
    }
    return collided.get(key) ?? add(value, key, hash, -1);
  }

  function add(value: T, key: unknown, hash: number, slot: number): number {
    const code = values.push(value) - 1;
    if (keyOf !== undefined) keys.push(key);
    if (slot === -1) collided.set(key, code);
    else {
      slots[2 * slot] = code + 1;
      slots[2 * slot + 1] = hash;
    }
    if (2 * values.length > mask) grow();
    return code;
  }

  /** Doubles the slots, of which at most half are taken, and fills them again. */
  function grow(): void {
    const taken = slots;
    const unplaced = collided;
    slots = new Int32Array(2 * taken.length);
    mask = 2 * mask + 1;
    collided = new Map();
    for (let slot = 0; slot < taken.length; slot += 2) {
      if (taken[slot] !== 0) place(taken[slot] as number, taken[slot + 1] as number);
    }
    for (const [key, code] of unplaced) place(code + 1, hashOf(String(key)));
  }

  function place(number: number, hash: number): void {
    let slot = hash & mask;
    for (let probe = 0; probe < longestProbe; probe++) {
      if (slots[2 * slot] === 0) {
        slots[2 * slot] = number;
        slots[2 * slot + 1] = hash;
        return;
      }
      slot = (slot + 1) & mask;
    }
    collided.set(keys[number - 1], number - 1);
  }
}

function hashOf(text: string): number {
  let hash = text.length;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x9e37_79b1);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x85eb_ca6b);
  return hash ^ (hash >>> 13);
}
