import { TitansError } from '@titans/core';
import { hashText } from './value-hash.js';

/** Remembers which keys were seen, at 10 to 20 bytes for each. */
export interface KeySet {
  readonly size: number;
  /** Adds a key; whether it was new. */
  add(key: string): boolean;
  /** Adds a key by its hash of 64 bits, as two unsigned words. */
  addHash(high: number, low: number): boolean;
  /**
   * Adds the keys of rows, in order; the rows whose key was not new.
   *
   * @param hashes Two words for each row, high before low.
   * @param hasKey 1 for rows that have a key.
   */
  addRows(hashes: Uint32Array, hasKey: Uint8Array): number[];
}

const partitionBits = 8;
const firstCapacity = 16;
const fullShare = 0.8;
/** At random, runs of filled slots stay below a thousand; longer ones are made, to take time. */
const mostProbes = 4096;

/**
 * Starts an empty set that keeps a 64-bit hash of each key and not the key. Two different keys are taken for the same
 * with probability n²/2⁶⁵: about 3 in a million for ten million keys. The keys are spread over 256 tables that grow one
 * by one, so that growing never needs the memory twice.
 *
 * @param mostKeys At most so many, 2²⁵ (33 million, some 500 MB) unless told: better an error than a machine without memory.
 * @throws TitansError `LIMIT_EXCEEDED` when more keys are added, or thousands that were made to collide.
 */
export function keySet(mostKeys: number = 2 ** 25): KeySet {
  // Open addressing with linear probing over pairs of words; a pair of zeros is a free slot.
  const tables = Array.from({ length: 2 ** partitionBits }, () => new Uint32Array(2 * firstCapacity));
  const sizes = new Int32Array(tables.length);
  const hash = new Uint32Array(2);
  let size = 0;

  function addHash(high: number, low: number): boolean {
    const kept = high === 0 && low === 0 ? 1 : low;
    const partition = high >>> (32 - partitionBits);
    const slots = tables[partition] as Uint32Array;
    if (!insert(slots, high, kept)) return false;
    const filled = (sizes[partition] as number) + 1;
    sizes[partition] = filled;
    if (2 * filled > fullShare * slots.length) tables[partition] = grown(slots);
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
    // The loop is here, since words handed to another function one by one become objects on the heap.
    addRows(hashes, hasKey) {
      const rows: number[] = [];
      for (let row = 0; row < hasKey.length; row++) {
        if (hasKey[row] === 1 && !addHash(hashes[2 * row] as number, hashes[2 * row + 1] as number))
          rows.push(row);
      }
      return rows;
    },
    add(key) {
      hashText(key, hash, 0);
      return addHash(hash[0] as number, hash[1] as number);
    },
  };
}

/** Puts a hash into its slot; whether it was not there. */
function insert(slots: Uint32Array, high: number, low: number): boolean {
  const last = slots.length - 2;
  let at = (low << 1) & last;
  for (let probes = 0; probes < mostProbes; probes++) {
    const otherLow = slots[at + 1] as number;
    const otherHigh = slots[at] as number;
    if (otherLow === low && otherHigh === high) return false;
    if (otherLow === 0 && otherHigh === 0) {
      slots[at] = high;
      slots[at + 1] = low;
      return true;
    }
    at = (at + 2) & last;
  }
  throw new TitansError(
    'LIMIT_EXCEEDED',
    'Thousands of values have nearly the same hash: they were made to.',
  );
}

function grown(slots: Uint32Array): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(2 * slots.length);
  for (let at = 0; at < slots.length; at += 2) {
    const high = slots[at] as number;
    const low = slots[at + 1] as number;
    if (high !== 0 || low !== 0) insert(wider, high, low);
  }
  return wider;
}
