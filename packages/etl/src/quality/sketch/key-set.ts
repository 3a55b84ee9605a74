import { TitansError } from '@titans/core';
import { hashText } from './value-hash.js';

/** Remembers which keys were seen, at 10 to 20 bytes for each. */
export interface KeySet {
  readonly size: number;
  /** Adds a key; whether it was new. */
  add(key: string): boolean;
  /** Adds a key by its hash of 64 bits, as two unsigned words. */
  addHash(high: number, low: number): boolean;
}

const partitionBits = 8;
const firstCapacity = 16;
const fullShare = 0.8;

/**
 * Starts an empty set that keeps a 64-bit hash of each key and not the key. Two different keys are taken for the same
 * with probability n²/2⁶⁵: about 3 in a million for ten million keys. The keys are spread over 256 tables that grow one
 * by one, so that growing never needs the memory twice.
 *
 * @param mostKeys At most so many, 2²⁵ (33 million, some 500 MB) unless told: better an error than a machine without memory.
 * @throws TitansError `LIMIT_EXCEEDED` when more keys are added.
 */
export function keySet(mostKeys: number = 2 ** 25): KeySet {
  const tables = Array.from({ length: 2 ** partitionBits }, () => hashTable());
  const hash = new Uint32Array(2);
  let size = 0;

  function addHash(high: number, low: number): boolean {
    const table = tables[high >>> (32 - partitionBits)] as HashTable;
    if (!table.add(high, low)) return false;
    if (++size > mostKeys) {
      throw new TitansError('LIMIT_EXCEEDED', `There are more than ${mostKeys} distinct values.`);
    }
    return true;
  }

  return {
    get size() {
      return size;
    },
    addHash,
    add(key) {
      hashText(key, hash, 0);
      return addHash(hash[0] as number, hash[1] as number);
    },
  };
}

interface HashTable {
  add(high: number, low: number): boolean;
}

/** Open addressing with linear probing over pairs of words; a pair of zeros is a free slot. */
function hashTable(): HashTable {
  let slots = new Uint32Array(2 * firstCapacity);
  let mask = firstCapacity - 1;
  let size = 0;

  function add(high: number, low: number): boolean {
    const kept = high === 0 && low === 0 ? 1 : low;
    if (!insert(high, kept)) return false;
    if (++size > fullShare * (mask + 1)) grow();
    return true;
  }

  function insert(high: number, low: number): boolean {
    let slot = low & mask;
    for (;;) {
      const otherHigh = slots[2 * slot] as number;
      const otherLow = slots[2 * slot + 1] as number;
      if (otherHigh === high && otherLow === low) return false;
      if (otherHigh === 0 && otherLow === 0) break;
      slot = (slot + 1) & mask;
    }
    slots[2 * slot] = high;
    slots[2 * slot + 1] = low;
    return true;
  }

  function grow(): void {
    const old = slots;
    mask = 2 * mask + 1;
    slots = new Uint32Array(2 * (mask + 1));
    for (let at = 0; at < old.length; at += 2) {
      const high = old[at] as number;
      const low = old[at + 1] as number;
      if (high !== 0 || low !== 0) insert(high, low);
    }
  }

  return { add };
}
