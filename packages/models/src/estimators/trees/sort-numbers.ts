const digitBits = 11;
const digits = 1 << digitBits;
const passes = 6;
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
 * The numbers of a column in ascending order without NaN. Longer columns are sorted by their bits, 11 at a time
 * (radix sort), which takes time proportional to their length.
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
  let [low, high, nextLow, nextHigh] = halves;
  const [lowWord, highWord] = isLittleEndian ? [0, 1] : [1, 0];
  for (let i = 0; i < count; i++) {
    // Bits of a double in the order of its value: all flipped for a negative one, only the sign for others.
    const top = words[2 * i + highWord] as number;
    const flip = top >>> 31 === 1 ? 0xffffffff : 0;
    low[i] = (words[2 * i + lowWord] as number) ^ flip;
    high[i] = top ^ (flip | 0x80000000);
  }
  const ends = new Uint32Array(digits);
  for (let pass = 0; pass < passes; pass++) {
    const shift = pass * digitBits;
    ends.fill(0);
    for (let i = 0; i < count; i++) {
      const digit = digitOf(low[i] as number, high[i] as number, shift);
      ends[digit] = (ends[digit] as number) + 1;
    }
    // Where all share a digit there is nothing to move.
    if (ends[digitOf(low[0] as number, high[0] as number, shift)] === count) continue;
    let from = 0;
    for (let digit = 0; digit < digits; digit++) {
      const size = ends[digit] as number;
      ends[digit] = from;
      from += size;
    }
    for (let i = 0; i < count; i++) {
      const digit = digitOf(low[i] as number, high[i] as number, shift);
      const to = ends[digit] as number;
      ends[digit] = to + 1;
      nextLow[to] = low[i] as number;
      nextHigh[to] = high[i] as number;
    }
    [low, high, nextLow, nextHigh] = [nextLow, nextHigh, low, high];
  }
  for (let i = 0; i < count; i++) {
    const top = high[i] as number;
    const flip = top >>> 31 === 1 ? 0 : 0xffffffff;
    words[2 * i + lowWord] = (low[i] as number) ^ flip;
    words[2 * i + highWord] = top ^ (flip | 0x80000000);
  }
  return numbers;
}

function digitOf(low: number, high: number, shift: number): number {
  if (shift >= 32) return (high >>> (shift - 32)) & (digits - 1);
  const bits = low >>> shift;
  return (shift + digitBits > 32 ? bits | (high << (32 - shift)) : bits) & (digits - 1);
}

const isLittleEndian: boolean = /* @__PURE__ */ (() =>
  new Uint8Array(new Uint16Array([1]).buffer)[0] === 1)();
