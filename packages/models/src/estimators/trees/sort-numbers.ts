const digitBits = 11;
const digits = 1 << digitBits;
/** Of one half of a number. */
const passes = 3;
/** Up to so many numbers of one upper half are put in order one by one. */
const mostInserted = 16;
/** Below so many numbers the sort of the engine is as fast. */
const fewest = 2_000;

/** Memory for sorting columns of up to some length, one after the other. */
export interface SortingRoom {
  readonly kept: Float64Array;
  /** Lower and upper halves of numbers, twice. */
  readonly halves: readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
}

export function sortingRoom(length: number): SortingRoom {
  const half = (): Uint32Array => new Uint32Array(length < fewest ? 0 : length);
  return { kept: new Float64Array(length), halves: [half(), half(), half(), half()] };
}

/**
 * The numbers of a column in ascending order without NaN. Longer columns are sorted by the upper half of their bits, 11
 * at a time (radix sort), which takes time proportional to their length; by the lower half before, where many differ in
 * that alone.
 *
 * @param room Holds the result until it is used again.
 */
export function sortedNumbers(
  column: Float64Array,
  { kept, halves }: SortingRoom = sortingRoom(column.length),
): Float64Array {
  let count = 0;
  for (let i = 0; i < column.length; i++) {
    const value = column[i] as number;
    // Adding 0 makes -0 the 0 that it equals.
    if (!Number.isNaN(value)) kept[count++] = value + 0;
  }
  const numbers = kept.subarray(0, count);
  return count < fewest ? numbers.sort() : sortByBits(numbers, halves);
}

function sortByBits(numbers: Float64Array, halves: SortingRoom['halves']): Float64Array {
  const count = numbers.length;
  const words = new Uint32Array(numbers.buffer, numbers.byteOffset, count * 2);
  const [low, high, nextLow, nextHigh] = halves;
  const [lowWord, highWord] = isLittleEndian ? [0, 1] : [1, 0];
  for (let i = 0; i < count; i++) {
    // Bits of a double in the order of its value: all flipped for a negative one, only the sign for others.
    const top = words[2 * i + highWord] as number;
    const flip = top >>> 31 === 1 ? 0xffffffff : 0;
    low[i] = (words[2 * i + lowWord] as number) ^ flip;
    high[i] = top ^ (flip | 0x80000000);
  }
  const given: Halves = { keys: high, others: low };
  const room: Halves = { keys: nextHigh, others: nextLow };
  let sorted = sortByHalf(given, room, count);
  if (!insertByLowerHalf(sorted.keys, sorted.others, count)) {
    const here = exchanged(sorted);
    const there = exchanged(sorted === given ? room : given);
    const byLower = sortByHalf(here, there, count);
    sorted = sortByHalf(exchanged(byLower), exchanged(byLower === here ? there : here), count);
  }
  for (let i = 0; i < count; i++) {
    const top = sorted.keys[i] as number;
    const flip = top >>> 31 === 1 ? 0 : 0xffffffff;
    words[2 * i + lowWord] = (sorted.others[i] as number) ^ flip;
    words[2 * i + highWord] = top ^ (flip | 0x80000000);
  }
  return numbers;
}

/** One half of numbers, and the other that goes with it. */
interface Halves {
  readonly keys: Uint32Array;
  readonly others: Uint32Array;
}

function exchanged({ keys, others }: Halves): Halves {
  return { keys: others, others: keys };
}

/** Sorts by one half, those that share it in the order in which they stood; returns where the result is. */
function sortByHalf(from: Halves, room: Halves, count: number): Halves {
  let [here, there] = [from, room];
  const ends = new Uint32Array(digits);
  for (let pass = 0; pass < passes; pass++) {
    const shift = pass * digitBits;
    const { keys, others } = here;
    const { keys: nextKeys, others: nextOthers } = there;
    ends.fill(0);
    for (let i = 0; i < count; i++) {
      const digit = ((keys[i] as number) >>> shift) & (digits - 1);
      ends[digit] = (ends[digit] as number) + 1;
    }
    // Where all share a digit there is nothing to move.
    if (ends[((keys[0] as number) >>> shift) & (digits - 1)] === count) continue;
    let start = 0;
    for (let digit = 0; digit < digits; digit++) {
      const size = ends[digit] as number;
      ends[digit] = start;
      start += size;
    }
    for (let i = 0; i < count; i++) {
      const key = keys[i] as number;
      const digit = (key >>> shift) & (digits - 1);
      const to = ends[digit] as number;
      ends[digit] = to + 1;
      nextKeys[to] = key;
      nextOthers[to] = others[i] as number;
    }
    [here, there] = [there, here];
  }
  return here;
}

/** Puts numbers that share their upper half in the order of their lower; `false` where too many share one and differ. */
function insertByLowerHalf(high: Uint32Array, low: Uint32Array, count: number): boolean {
  let first = 0;
  for (let i = 1; i < count; i++) {
    if (high[i] !== high[i - 1]) {
      first = i;
      continue;
    }
    const value = low[i] as number;
    if (value >= (low[i - 1] as number)) continue;
    if (i - first > mostInserted) return false;
    let at = i;
    for (; at > first && (low[at - 1] as number) > value; at--) low[at] = low[at - 1] as number;
    low[at] = value;
  }
  return true;
}

const isLittleEndian: boolean = /* @__PURE__ */ (() =>
  new Uint8Array(new Uint16Array([1]).buffer)[0] === 1)();
