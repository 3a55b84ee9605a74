import { createRandom, type WorkOptions } from '@titans/core';
import { pace } from '../../estimators/pace.js';

/** Up to here every pattern of signs is tried: 65,536. */
const mostRowsExactly = 16;
const patternsDrawn = 9_999;
/** Fewer where each of them takes long. */
const patternsOfMany = 1_999;
const manyRows = 100_000;
const seed = 0;

/**
 * Whether paired differences are centred at 0, two-sided: the share of patterns of signs whose sum is at least as far from 0
 * as what was observed (Fisher 1935, §21). Exact for up to 16 differences; beyond that of drawn patterns, with the observed one
 * counted among them (Phipson and Smyth 2010). A few rows can therefore never be found to differ beyond what they can show:
 * two give 0.5 at the least.
 */
export async function signFlipTest(
  differences: Float64Array,
  { signal }: Pick<WorkOptions, 'signal'> = {},
): Promise<number> {
  const n = differences.length;
  const observed = Math.abs(differences.reduce((sum, value) => sum + value, 0));
  // Sums of the same values in another order differ in their last bits.
  const least = observed - observed * 100 * Number.EPSILON;
  if (n <= mostRowsExactly) {
    let asFar = 0;
    for (let pattern = 0; pattern < 2 ** n; pattern++) {
      let sum = 0;
      for (let row = 0; row < n; row++) {
        const value = differences[row] as number;
        sum += (pattern >>> row) & 1 ? value : -value;
      }
      if (Math.abs(sum) >= least) asFar++;
    }
    return asFar / 2 ** n;
  }
  const random = createRandom(seed, 'sign flips');
  const step = pace({ ...(signal && { signal }) }, 'comparing runs', 'steps');
  const patterns = n > manyRows ? patternsOfMany : patternsDrawn;
  let asFar = 1;
  for (let pattern = 0; pattern < patterns; pattern++) {
    await step(pattern, patterns);
    let sum = 0;
    let signs = 0;
    for (let row = 0; row < n; row++) {
      if (row % 32 === 0) signs = random.uint32();
      const value = differences[row] as number;
      sum += signs & 1 ? value : -value;
      signs >>>= 1;
    }
    if (Math.abs(sum) >= least) asFar++;
  }
  return asFar / (patterns + 1);
}
