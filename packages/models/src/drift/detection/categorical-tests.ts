import {
  chiSquaredStatistic,
  gStatistic,
  limitTest,
  mostDealtOfRare,
  occurringCategories,
  permutationOfCategories,
  pooledRareCategories,
  smallestExpected,
} from '../tests/contingency.js';
import { jensenShannon, squaredHellinger, totalVariation } from '../tests/divergences.js';
import { fisherPValue, tableRarity } from '../tests/fisher-exact.js';
import { type CellCounts, mostDealt, type PermutationOptions } from '../tests/permutation.js';
import { populationStability } from '../tests/population-stability.js';
import type { CategoricalDriftTest, DriftTestOutcome } from './drift-test.js';

/** Names of the tests of categories. */
export type CategoricalTestName =
  | 'chi-squared'
  | 'g'
  | 'fisher-exact'
  | 'population-stability'
  | 'jensen-shannon'
  | 'hellinger'
  | 'total-variation';

/** How a statistic of two rows of counts is turned into a p-value. */
interface Statistic {
  readonly of: (counts: CellCounts) => number;
  /** What it is times in the limit of χ²; without one its p-value is always drawn. */
  readonly perChiSquared?: (counts: CellCounts) => number;
  /** Expected rows in the smaller sample from which the limit holds in every category. */
  readonly leastExpected: number;
}

const perRow = ({ referenceRows, currentRows }: CellCounts): number => 1 / referenceRows + 1 / currentRows;

/** Cochran's 5 for Pearson's statistic; those with logarithms and roots come to their limit later. */
const statistics: Readonly<Record<CategoricalTestName, Statistic>> = {
  'chi-squared': { of: chiSquaredStatistic, perChiSquared: () => 1, leastExpected: 5 },
  g: { of: gStatistic, perChiSquared: () => 1, leastExpected: 20 },
  'fisher-exact': { of: tableRarity, leastExpected: 0 },
  'population-stability': { of: populationStability, perChiSquared: perRow, leastExpected: 50 },
  'jensen-shannon': {
    of: jensenShannon,
    perChiSquared: (counts) => perRow(counts) / 8,
    leastExpected: 20,
  },
  hellinger: {
    of: squaredHellinger,
    perChiSquared: (counts) => perRow(counts) / 8,
    leastExpected: 20,
  },
  'total-variation': { of: totalVariation, leastExpected: 0 },
};

/** Rows dealt for one p-value at most: about half a second. */
const dealtInAll = 2e7;
/** Tables of two categories with more rows than this are left to the limit. */
const mostEnumerated = 100_000;

/** Tests of categories by name. Their p-values keep the level with rare and unseen categories. */
export const categoricalTests: Readonly<Record<CategoricalTestName, CategoricalDriftTest>> = Object.freeze({
  'chi-squared': categoricalTest('chi-squared'),
  g: categoricalTest('g'),
  'fisher-exact': categoricalTest('fisher-exact'),
  'population-stability': categoricalTest('population-stability'),
  'jensen-shannon': categoricalTest('jensen-shannon'),
  hellinger: categoricalTest('hellinger'),
  'total-variation': categoricalTest('total-variation'),
});

function categoricalTest(name: CategoricalTestName): CategoricalDriftTest {
  return Object.freeze<CategoricalDriftTest>({
    name,
    kind: 'categorical',
    compare: ({ counts }, { seed }) => ({
      ...categoryOutcome(name, counts, seed),
      effect: totalVariation(counts),
    }),
  });
}

/**
 * One of the tests, with the p-value that its size permits: of two categories Fisher's mid-p, of well-filled ones the
 * limit, of small samples the permutation distribution, and of large ones with rare categories the limit with these
 * pooled.
 */
export function categoryOutcome(
  name: CategoricalTestName,
  counts: CellCounts,
  seed: number,
): Omit<DriftTestOutcome, 'effect'> {
  const statistic = statistics[name];
  const value = statistic.of(counts);
  const occurring = occurringCategories(counts);
  if (occurring < 2) return { statistic: value, pValue: 1, method: 'exact' };
  if (occurring === 2 && Math.min(counts.referenceRows, counts.currentRows) <= mostEnumerated) {
    const pValue = fisherPValue(withoutEmpty(counts), 0.5);
    return { statistic: value, pValue, method: 'exact', test: 'fisher-exact' };
  }
  const { perChiSquared, leastExpected } = statistic;
  const isSmall = Math.min(counts.referenceRows, counts.currentRows) <= mostDealt;
  if (perChiSquared === undefined || (isSmall && smallestExpected(counts) < leastExpected)) {
    const pValue = permutationOfCategories(counts, statistic.of, withBudget(counts, seed, mostDealtOfRare));
    return { statistic: value, pValue, method: 'permutation' };
  }
  const pooled =
    smallestExpected(counts) < leastExpected ? pooledRareCategories(counts, leastExpected) : counts;
  const scaled = statistic.of(pooled) / perChiSquared(pooled);
  const { pValue } = limitTest(pooled, () => scaled);
  return { statistic: value, pValue, method: 'asymptotic' };
}

/** Fewer draws for larger samples, so that a p-value takes bounded time. */
export function withBudget(
  { referenceRows, currentRows }: CellCounts,
  seed: number,
  mostRows: number = mostDealt,
): PermutationOptions {
  const rows = Math.min(referenceRows, currentRows, mostRows);
  return { seed, permutations: Math.max(999, Math.min(9_999, Math.floor(dealtInAll / rows))) };
}

function withoutEmpty({ reference, current, referenceRows, currentRows }: CellCounts): CellCounts {
  const occurs = (_: number, cell: number): boolean =>
    (reference[cell] as number) + (current[cell] as number) > 0;
  return { reference: reference.filter(occurs), current: current.filter(occurs), referenceRows, currentRows };
}
