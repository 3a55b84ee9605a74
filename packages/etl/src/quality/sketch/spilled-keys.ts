import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TitansError } from '@titans/core';
import { systemCodeOf } from '../../errors/system-code.js';
import { type BloomFilter, bloomFilter } from './bloom-filter.js';

/** Sorted keys in a temporary file, with a filter of them in memory. */
export interface SpilledKeys {
  /** Whether the key is one of them. */
  has(high: number, low: number): boolean;
  close(): void;
}

const keyBytes = 8;
const keysPerRead = 1_024;
/** Which of the two words of a key is the high one in memory. */
export const highWord: 0 | 1 = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;
/** Neighbouring reads share a key, so that none falls between two. */
const step = keysPerRead - 1;
const keysPerWrite = 65_536;

/**
 * Writes keys into a temporary file, which the system removes when it is closed or the process ends.
 *
 * @param sorted Hashes of 64 bits in rising order.
 * @throws TitansError `STORE_UNAVAILABLE` if the file system refuses.
 */
export function spillKeys(sorted: BigUint64Array): SpilledKeys {
  const file = guarded('write', () => writeKeys(sorted));
  const filter = filterOf(sorted);
  const count = sorted.length;
  const read = new BigUint64Array(keysPerRead);
  const bytes = new Uint8Array(read.buffer);

  /** Reads the keys from `first` on; how many there are. */
  function readFrom(first: number): number {
    const wanted = Math.min(keysPerRead, count - first) * keyBytes;
    return guarded('read', () => readSync(file, bytes, 0, wanted, first * keyBytes)) / keyBytes;
  }

  return {
    has(high, low) {
      if (!filter.mayHave(high, low)) return false;
      const key = (BigInt(high) << 32n) | BigInt(low);
      // Hashes are spread evenly: a key of theirs stands near its share of the way.
      let first = place(Math.floor((high / 2 ** 32) * count) - keysPerRead / 2, count);
      for (;;) {
        const length = readFrom(first);
        const isBefore = key < (read[0] as bigint);
        const isAfter = key > (read[length - 1] as bigint);
        if (isBefore && first > 0) first = place(first - step, count);
        else if (isAfter && first + length < count) first = place(first + step, count);
        else return isAmong(read, length, key);
      }
    },
    close: () => closeSync(file),
  };
}

/** Where to read from, so that the file is not left. */
function place(first: number, count: number): number {
  return Math.max(0, Math.min(first, count - keysPerRead));
}

function isAmong(sorted: BigUint64Array, length: number, key: bigint): boolean {
  let [from, to] = [0, length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sorted[middle] as bigint) < key) from = middle + 1;
    else to = middle;
  }
  return from < length && sorted[from] === key;
}

function writeKeys(sorted: BigUint64Array): number {
  const path = join(tmpdir(), `titans-keys-${randomUUID()}`);
  const file = openSync(path, 'wx+', 0o600);
  try {
    // Nobody else can open it then, and it is gone however the process ends.
    unlinkSync(path);
    for (let from = 0; from < sorted.length; from += keysPerWrite) {
      const part = sorted.subarray(from, from + keysPerWrite);
      let left = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
      while (left.length > 0) left = left.subarray(writeSync(file, left));
    }
    return file;
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function filterOf(keys: BigUint64Array): BloomFilter {
  const filter = bloomFilter(keys.length);
  const words = new Uint32Array(keys.buffer, keys.byteOffset, 2 * keys.length);
  for (let at = 0; at < words.length; at += 2) {
    filter.add(words[at + highWord] as number, words[at + 1 - highWord] as number);
  }
  return filter;
}

function guarded<T>(action: 'read' | 'write', work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const reason = systemCodeOf(cause) ?? String(cause);
    throw new TitansError(
      'STORE_UNAVAILABLE',
      `Cannot ${action} a temporary file in ${tmpdir()} for keys that memory has no room for: ${reason}. Check the permissions and the space there, or set TMPDIR.`,
      { cause },
    );
  }
}
