import { TitansError } from '@titans/core';
import { highWord, type SpilledKeys, spillKeys } from './spilled-keys.js';
import { hashText } from './value-hash.js';

/** Remembers which keys were seen: a million at 10 to 20 bytes each in memory, the others in temporary files. */
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
  /** Removes the temporary files, if there are any; the set is of no use then. */
  close(): void;
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
 * @param keysInMemory When there are more, 2²⁰ unless told, they move into a temporary file, 8 bytes each; 1.4 bytes of each
 * stay in memory, so that nearly no key has to be looked for in a file.
 * @throws TitansError `LIMIT_EXCEEDED` when thousands of keys are added that were made to collide, `STORE_UNAVAILABLE` if a
 * temporary file cannot be written.
 */
export function keySet(keysInMemory: number = 2 ** 20): KeySet {
  // Open addressing with linear probing over pairs of words; a pair of zeros is a free slot.
  const tables = Array.from({ length: 2 ** partitionBits }, () => new Uint32Array(2 * firstCapacity));
  const sizes = new Int32Array(tables.length);
  const hash = new Uint32Array(2);
  const spilled: SpilledKeys[] = [];
  let sorted: BigUint64Array<ArrayBuffer> | null = null;
  let held = 0;
  let size = 0;

  function spill(): void {
    sorted ??= new BigUint64Array(keysInMemory);
    sortKeys(tables, sorted);
    spilled.push(spillKeys(sorted));
    for (const slots of tables) slots.fill(0);
    sizes.fill(0);
    held = 0;
  }

  function addHash(high: number, low: number): boolean {
    const kept = high === 0 && low === 0 ? 1 : low;
    const partition = high >>> (32 - partitionBits);
    const slots = tables[partition] as Uint32Array;
    for (const keys of spilled) if (keys.has(high, kept)) return false;
    if (!insert(slots, high, kept)) return false;
    const filled = (sizes[partition] as number) + 1;
    sizes[partition] = filled;
    if (2 * filled > fullShare * slots.length) tables[partition] = grown(slots);
    size++;
    if (++held >= keysInMemory) spill();
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
    close() {
      for (const keys of spilled.splice(0)) keys.close();
    },
  };
}

/** Puts the keys of all tables into `keys` in rising order: a table has those that begin with its number. */
function sortKeys(tables: readonly Uint32Array[], keys: BigUint64Array<ArrayBuffer>): void {
  const words = new Uint32Array(keys.buffer);
  let to = 0;
  for (const slots of tables) {
    const from = to;
    for (let at = 0; at < slots.length; at += 2) {
      const [high, low] = [slots[at] as number, slots[at + 1] as number];
      if (high === 0 && low === 0) continue;
      words[2 * to + highWord] = high;
      words[2 * to + 1 - highWord] = low;
      to++;
    }
    keys.subarray(from, to).sort();
  }
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
