import { andersonDarlingStatistic, midrankSum } from '../tests/anderson-darling.js';
import { cramerVonMisesStatistic } from '../tests/cramer-von-mises.js';
import { energy, wasserstein } from '../tests/distances.js';
import { tiedKolmogorovSmirnov } from '../tests/kolmogorov-smirnov.js';
import { largestGap } from '../tests/kolmogorov-tied.js';
import { mannWhitneyStatistic, mannWhitneyTest } from '../tests/mann-whitney.js';
import { type CellCounts, permutationPValue } from '../tests/permutation.js';
import { binned, quantileEdges } from '../tests/population-stability.js';
import type { SamplePair } from '../tests/sample-pair.js';
import { type CategoricalTestName, categoryOutcome, withBudget } from './categorical-tests.js';
import type { DriftTestContext, DriftTestOutcome, NumericDriftTest } from './drift-test.js';

/** Bins of tests that compare shares of bins. */
const binCount = 10;
/** Above so many rows in either sample Mann–Whitney's statistic is normal. */
const fewRows = 20;

/** Tests of numbers by name. Their p-values are those given the ties. */
export const numericTests: Readonly<Record<NumericTestName, NumericDriftTest>> = Object.freeze({
  'kolmogorov-smirnov': numericTest('kolmogorov-smirnov', (pair) => tiedKolmogorovSmirnov(pair, 0.5)),
  'cramer-von-mises': numericTest('cramer-von-mises', (pair, { seed }) =>
    drawn(pair, cramerVonMisesStatistic(pair), cramerVonMisesStatistic, seed),
  ),
  'anderson-darling': numericTest('anderson-darling', (pair, { seed }) =>
    drawn(pair, andersonDarlingStatistic(pair), midrankSum, seed),
  ),
  'mann-whitney': numericTest('mann-whitney', (pair, { seed }) => mannWhitney(pair, seed)),
  wasserstein: numericTest('wasserstein', (pair, { seed }) =>
    drawn(pair, wasserstein(pair), wasserstein, seed),
  ),
  energy: numericTest('energy', (pair, { seed }) => drawn(pair, energy(pair), energy, seed)),
  'population-stability': ofBins('population-stability'),
  'jensen-shannon': ofBins('jensen-shannon'),
  hellinger: ofBins('hellinger'),
  'total-variation': ofBins('total-variation'),
});

/** Names of the tests of numbers. */
export type NumericTestName =
  | 'kolmogorov-smirnov'
  | 'cramer-von-mises'
  | 'anderson-darling'
  | 'mann-whitney'
  | 'wasserstein'
  | 'energy'
  | 'population-stability'
  | 'jensen-shannon'
  | 'hellinger'
  | 'total-variation';

/** The largest difference of the shares of values up to a place. */
function numericEffect(pair: SamplePair): number {
  return largestGap(pair) / pair.referenceRows / pair.currentRows;
}

type Answer = Omit<DriftTestOutcome, 'effect'>;

function numericTest(
  name: NumericTestName,
  answer: (pair: SamplePair, context: DriftTestContext) => Answer,
): NumericDriftTest {
  return Object.freeze<NumericDriftTest>({
    name,
    kind: 'numeric',
    compare: ({ pair }, context) => {
      const { statistic, pValue, method } = answer(pair, context);
      return { statistic, pValue, method, effect: numericEffect(pair) };
    },
  });
}

/** A test of shares, between deciles of both samples together: which these are does not tell one from the other. */
function ofBins(name: NumericTestName & CategoricalTestName): NumericDriftTest {
  return numericTest(name, (pair, { seed }) => {
    const pooled = pair.reference.map((count, cell) => count + (pair.current[cell] as number));
    return categoryOutcome(name, binned(pair, quantileEdges(pair.values, pooled, binCount)), seed);
  });
}

function drawn(pair: SamplePair, statistic: number, of: (pair: SamplePair) => number, seed: number): Answer {
  const { values } = pair;
  const pValue = permutationPValue(pair, (counts) => of({ ...counts, values }), withBudget(pair, seed));
  return { statistic, pValue, method: 'permutation' };
}

function mannWhitney(pair: SamplePair, seed: number): Answer {
  const { values, reference, current, referenceRows, currentRows } = pair;
  const statistic = mannWhitneyStatistic(pair);
  if (Math.min(referenceRows, currentRows) <= fewRows) {
    const middle = (referenceRows * currentRows) / 2;
    const distance = (counts: CellCounts): number => Math.abs(mannWhitneyStatistic(counts) - middle);
    return { ...drawn(pair, statistic, distance, seed), statistic };
  }
  const { pValue } = mannWhitneyTest(
    { values, counts: reference },
    { values, counts: current },
    { method: 'asymptotic', continuity: false },
  );
  return { statistic, pValue, method: 'asymptotic' };
}
