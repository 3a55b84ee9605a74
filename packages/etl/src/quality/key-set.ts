import { TitansError } from '@titans/core';

/** Remembers which keys were seen, at about 16 bytes for each. */
export interface KeySet {
  readonly size: number;
  /** Adds a key; whether it was new. */
  add(key: string): boolean;
}

const mostKeys = 2 ** 25;

/**
 * Starts an empty set that keeps a 64-bit hash of each key (two FNV-1a hashes, finalised as in MurmurHash3) and not
 * the key. Two different keys are taken for the same with probability n²/2⁶⁵: about 3 in a million for ten million.
 *
 * @throws TitansError `LIMIT_EXCEEDED` when more than 33 million keys are added.
 */
export function keySet(): KeySet {
  let capacity = 1024;
  let high = new Uint32Array(capacity);
  let low = new Uint32Array(capacity);
  let size = 0;

  function add(key: string): boolean {
    const a = hash(key, 0x811c9dc5);
    const b = hash(key, 0x9e3779b9) || 1;
    if (!insert(a, b)) return false;
    size++;
    if (size > mostKeys) {
      throw new TitansError('LIMIT_EXCEEDED', `There are more than ${mostKeys} distinct values.`);
    }
    if (size * 2 > capacity) grow();
    return true;
  }

  /** A slot with low 0 is free, so no key has low 0. */
  function insert(a: number, b: number): boolean {
    let slot = a & (capacity - 1);
    while (low[slot] !== 0) {
      if (low[slot] === b && high[slot] === a) return false;
      slot = (slot + 1) & (capacity - 1);
    }
    high[slot] = a;
    low[slot] = b;
    return true;
  }

  function grow(): void {
    const [oldHigh, oldLow] = [high, low];
    capacity *= 2;
    high = new Uint32Array(capacity);
    low = new Uint32Array(capacity);
    for (let slot = 0; slot < oldLow.length; slot++) {
      const b = oldLow[slot] as number;
      if (b !== 0) insert(oldHigh[slot] as number, b);
    }
  }

  return {
    get size() {
      return size;
    },
    add,
  };
}

function hash(key: string, start: number): number {
  let value = start;
  for (let i = 0; i < key.length; i++) {
    const unit = key.charCodeAt(i);
    value = Math.imul(value ^ (unit & 0xff), 0x01000193);
    value = Math.imul(value ^ (unit >>> 8), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
