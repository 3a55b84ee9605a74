/** Says of a key that it was not added, or that it may have been. */
export interface BloomFilter {
  add(high: number, low: number): void;
  /** False for a key that was not added; true for 1 in 100 of those too. */
  mayHave(high: number, low: number): boolean;
}

const wordsPerBlock = 8;
const bitsPerKey = 11;
/** Of the filter of Apache Parquet. */
const salts = Int32Array.of(
  ...[0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d],
  ...[0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31],
);

/**
 * A split block Bloom filter (Putze, Sanders and Singler 2007, as Apache Parquet specifies it): a key sets one bit in
 * each of the eight words of one block.
 *
 * @param keys So many will be added, in 1.4 bytes each; keys are hashes of 64 bits, as two words.
 */
export function bloomFilter(keys: number): BloomFilter {
  const blocks = Math.max(1, Math.ceil((keys * bitsPerKey) / (32 * wordsPerBlock)));
  const words = new Int32Array(blocks * wordsPerBlock);
  const blockOf = (high: number): number => Math.floor((high / 2 ** 32) * blocks) * wordsPerBlock;
  return {
    add(high, low) {
      const block = blockOf(high);
      for (let i = 0; i < wordsPerBlock; i++) {
        const bit = 1 << (Math.imul(low, salts[i] as number) >>> 27);
        words[block + i] = (words[block + i] as number) | bit;
      }
    },
    mayHave(high, low) {
      const block = blockOf(high);
      for (let i = 0; i < wordsPerBlock; i++) {
        const bit = 1 << (Math.imul(low, salts[i] as number) >>> 27);
        if (((words[block + i] as number) & bit) === 0) return false;
      }
      return true;
    },
  };
}
