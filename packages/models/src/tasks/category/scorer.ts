import { quantileSorted } from 'simple-statistics';
import type { FitOptions } from '../../estimators/estimator.js';
import type { FittedTextClassifier } from '../../estimators/text/fitted-text-classifier.js';
import { textClassifier } from '../../estimators/text/text-classifier.js';
import type { TextMatrix } from '../../estimators/text/text-matrix.js';

/** A classifier and the range of amounts within which it was learned. */
export interface CategoryScorer {
  readonly classifier: FittedTextClassifier;
  /** Ends of `amount_log`; what lies outside counts as lying on the end. */
  readonly amountRange: { readonly low: number; readonly high: number };
}

const outerShare = 0.1;
const amountFeature = 'amount_log';

/**
 * Fits a linear support vector machine, which needs few rows and is quick to fit. Amounts outside the inner 80 % of
 * the training rows are moved to its ends: a linear model would else be surest about the amounts it knows least.
 */
export async function fitScorer(
  input: TextMatrix,
  labels: Int32Array,
  classes: readonly string[],
  options: FitOptions,
): Promise<CategoryScorer> {
  const amountRange = rangeOf(input);
  const classifier = await textClassifier({ loss: 'hinge' }).fit(
    within(input, amountRange),
    labels,
    classes,
    options,
  );
  return { classifier, amountRange };
}

/** Row-major rows × classes; −∞ for a class without a row in training. */
export function scoresOf({ classifier, amountRange }: CategoryScorer, input: TextMatrix): Float64Array {
  return classifier.decisionScores(within(input, amountRange));
}

/** The input with amounts moved into the range. */
export function within(input: TextMatrix, { low, high }: CategoryScorer['amountRange']): TextMatrix {
  const { dense } = input;
  if (dense === undefined) return input;
  const columns = dense.columns.map((column, index) =>
    dense.features[index]?.name === amountFeature
      ? column.map((value) => Math.min(Math.max(value, low), high))
      : column,
  );
  return { texts: input.texts, dense: { ...dense, columns } };
}

function rangeOf({ dense }: TextMatrix): CategoryScorer['amountRange'] {
  const position = dense?.features.findIndex((feature) => feature.name === amountFeature) ?? -1;
  const sorted = [...(dense?.columns[position] ?? [])]
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b);
  if (sorted.length === 0) return { low: 0, high: 0 };
  return { low: quantileSorted(sorted, outerShare), high: quantileSorted(sorted, 1 - outerShare) };
}
