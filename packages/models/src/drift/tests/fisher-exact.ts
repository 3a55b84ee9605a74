import { hypergeometric } from '../../statistics/hypergeometric.js';
import { logGamma } from '../../statistics/log-gamma.js';
import { cellCounts, permutationOfCategories } from './contingency.js';
import type { CellCounts, PermutationOptions } from './permutation.js';
import type { TwoSampleTest } from './two-sample-test.js';

/** Tables that are as likely as the observed one, but for rounding. */
const sameProbability = 1 + 1e-9;

/**
 * Fisher's exact test, two-sided: the probability of all tables with these margins that are no more likely than the
 * observed one. Of two categories it is enumerated, as in scipy's `fisher_exact`, and the statistic is the odds ratio; of
 * more it is drawn (Freeman and Halton 1951), with rare categories pooled above 50,000 rows, and the statistic is the logarithm of the table's probability.
 *
 * @param reference Counts of each category; `current` as well.
 * @throws TitansError `SHAPE_MISMATCH`, `DATA_INSUFFICIENT`, `INVALID_ARGUMENT`.
 */
export function fisherExactTest(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  permutations: PermutationOptions = {},
): TwoSampleTest {
  const counts = cellCounts(reference, current);
  const rows = { referenceRows: counts.referenceRows, currentRows: counts.currentRows };
  if (counts.reference.length <= 2) {
    return { ...rows, statistic: oddsRatio(counts), pValue: fisherPValue(counts, 1), method: 'exact' };
  }
  return {
    ...rows,
    statistic: -tableRarity(counts),
    pValue: permutationOfCategories(counts, tableRarity, permutations),
    method: 'permutation',
  };
}

/**
 * Fisher's p-value of two categories.
 *
 * @param ownWeight What the tables that are as likely as the observed one count: 1 for the exact test, which is rarely
 * wrong as often as it may be, and ½ for the mid-p, which is so on average.
 */
export function fisherPValue(
  { reference, current, referenceRows, currentRows }: CellCounts,
  ownWeight: 1 | 0.5,
): number {
  const marked = (reference[0] as number) + (current[0] as number);
  const { from, probabilities } = hypergeometric(referenceRows + currentRows, marked, currentRows);
  const own = probabilities[(current[0] as number) - from] as number;
  let [below, equal] = [0, 0];
  for (const probability of probabilities) {
    if (probability * sameProbability < own) below += probability;
    else if (probability <= own * sameProbability) equal += probability;
  }
  return Math.min(1, below + ownWeight * equal);
}

function oddsRatio({ reference, current }: CellCounts): number {
  const [a = 0, b = 0] = reference;
  const [c = 0, d = 0] = current;
  return (a * d) / (b * c);
}

/** The larger, the less likely the table is among those with its margins. */
export function tableRarity({ reference, current }: CellCounts): number {
  let sum = 0;
  for (let cell = 0; cell < reference.length; cell++) {
    sum += logGamma((reference[cell] as number) + 1) + logGamma((current[cell] as number) + 1);
  }
  return sum;
}
