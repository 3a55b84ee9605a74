import { createRandom, throwIfAborted, type WorkOptions } from '@titans/core';
import type { Classifier } from '../../estimators/estimator.js';
import { integerWithin } from '../../estimators/parameters.js';
import { textClassifier } from '../../estimators/text/text-classifier.js';
import type { TextMatrix } from '../../estimators/text/text-matrix.js';
import { gradientBoostingClassifier } from '../../estimators/trees/gradient-boosting-classifier.js';
import { selectKnownRows } from '../../evaluation/select-rows.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { normalCdf } from '../../statistics/normal.js';
import { joinedMatrix, joinedTexts } from './joined-rows.js';
import { mannWhitneyStatistic, rankVariance } from './mann-whitney.js';
import { samplePair } from './sample-pair.js';
import type { TwoSampleTest } from './two-sample-test.js';

/** Options of the domain-classifier tests. */
export interface DomainClassifierOptions<X> extends WorkOptions {
  /** What learns to tell current rows from those of the reference; boosting of small trees, or a linear model of texts. */
  readonly classifier?: Classifier<X>;
  /** Parts of the rows, 3 to 20; 5 unless told. */
  readonly folds?: number;
  /** 0 unless told. */
  readonly seed?: number;
}

/** What a domain classifier finds: the statistic is the area under its ROC curve, ½ where it cannot tell. */
export type DomainClassifierResult = TwoSampleTest;

/**
 * Whether a classifier can tell current rows from those of the reference: a test of all features at once, which finds
 * any change that can be learned (Lopez-Paz and Oquab 2017). It needs rows, so it is not for sketches.
 *
 * Rows are divided into parts, and each part but the first is judged by a classifier of the parts before it. Judged so, the
 * ranks of each part are as good as dealt given all before it where nothing has changed, so that their sums add up to a
 * martingale whose variance is known, and the p-value is right whatever the classifier; parts that take turns in
 * judging each other would not be independent.
 *
 * @throws TitansError `SHAPE_MISMATCH`, `DATA_INSUFFICIENT`, `INVALID_ARGUMENT`, `ABORTED`, and what `classifier` throws.
 * @example
 * ```ts
 * import { domainClassifierTest } from '@titans/models/drift';
 *
 * const matrix = (values: number[]) => ({
 *   rows: values.length,
 *   features: [{ name: 'amount', kind: 'numeric' as const, inputs: [] }],
 *   columns: [Float64Array.from(values)],
 * });
 * const { pValue } = await domainClassifierTest(matrix([1, 2, 3, 4, 5, 6]), matrix([4, 5, 6, 7, 8, 9]));
 * ```
 */
export function domainClassifierTest(
  reference: FeatureMatrix,
  current: FeatureMatrix,
  options: DomainClassifierOptions<FeatureMatrix> = {},
): Promise<DomainClassifierResult> {
  const classifier = options.classifier ?? gradientBoostingClassifier({ rounds: 50, maxLeaves: 8 });
  return judged(joinedMatrix(reference, current), reference.rows, current.rows, classifier, options);
}

/** {@link domainClassifierTest} of texts, by a linear model of their n-grams. */
export function textDomainClassifierTest(
  reference: readonly string[],
  current: readonly string[],
  options: DomainClassifierOptions<TextMatrix> = {},
): Promise<DomainClassifierResult> {
  const joined = joinedTexts({ texts: reference }, { texts: current });
  const classifier = options.classifier ?? textClassifier({ loss: 'logistic', hashBits: 18 });
  return judged(joined, reference.length, current.length, classifier, options);
}

const sides = ['reference', 'current'] as const;

async function judged<X>(
  x: X,
  referenceRows: number,
  currentRows: number,
  classifier: Classifier<X>,
  options: DomainClassifierOptions<X>,
): Promise<DomainClassifierResult> {
  const folds = integerWithin('folds', options.folds ?? 5, 3, 20);
  integerWithin('rows of each sample', Math.min(referenceRows, currentRows), folds, Number.MAX_SAFE_INTEGER);
  const seed = options.seed ?? 0;
  const parts = dealt(referenceRows, currentRows, folds, seed);
  let [pairs, won, excess, variance] = [0, 0, 0, 0];
  for (let fold = 1; fold < folds; fold++) {
    throwIfAborted(options.signal, 'domain classifier');
    options.onProgress?.({ stage: 'domain classifier', done: fold - 1, total: folds - 1, unit: 'steps' });
    const known = Int32Array.from(parts.slice(0, fold).flat());
    const asked = Int32Array.from(parts[fold] as number[]);
    const labels = known.map((row) => (row < referenceRows ? 0 : 1));
    const fitted = await classifier.fit(selectKnownRows(x, known), labels, sides, {
      seed,
      ...(options.signal && { signal: options.signal }),
    });
    const probabilities = fitted.predictProbabilities(selectKnownRows(x, asked));
    const ranks = rankSums(asked, probabilities, referenceRows);
    pairs += ranks.pairs;
    won += ranks.won;
    excess += ranks.won - ranks.pairs / 2;
    variance += ranks.variance;
  }
  return {
    statistic: won / pairs,
    pValue: variance === 0 ? 1 : normalCdf(-excess / Math.sqrt(variance)),
    method: 'asymptotic',
    referenceRows,
    currentRows,
  };
}

/** Rows of every part: the same share of both sides in each. */
function dealt(referenceRows: number, currentRows: number, folds: number, seed: number): number[][] {
  const random = createRandom(seed, 'domain classifier');
  const parts: number[][] = Array.from({ length: folds }, () => []);
  for (const [first, rows] of [
    [0, referenceRows],
    [referenceRows, currentRows],
  ] as const) {
    const order = random.shuffle(Int32Array.from({ length: rows }, (_, row) => first + row));
    for (const [place, row] of order.entries()) parts[place % folds]?.push(row);
  }
  return parts;
}

/** Pairs of a current and a reference row in which the current one is thought likelier to be current. */
function rankSums(
  rows: Int32Array,
  probabilities: Float64Array,
  referenceRows: number,
): { readonly pairs: number; readonly won: number; readonly variance: number } {
  const scores: [number[], number[]] = [[], []];
  for (const [place, row] of rows.entries()) {
    scores[row < referenceRows ? 0 : 1].push(probabilities[2 * place + 1] as number);
  }
  const pair = samplePair(scores[1], scores[0]);
  const pairs = pair.referenceRows * pair.currentRows;
  return { pairs, won: mannWhitneyStatistic(pair), variance: rankVariance(pair) };
}
