import type { WorkOptions } from '@titans/core';
import { selectMatrixRows } from '../evaluation/select-rows.js';
import type { Split } from '../evaluation/splits/split.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import type {
  FittedAndTransformed,
  FittedTransformer,
  TransformerFitOptions,
} from './feature-transformer.js';
import { stageOf } from './stages.js';

/** Learns from a matrix. */
type Fit = (x: FeatureMatrix, options: TransformerFitOptions) => Promise<FittedTransformer>;

/**
 * Learns from all rows, and transforms the rows of each fold by what was learned from the other folds.
 *
 * @param fits `fit` learns from all rows, `fitFold` from those of other folds; both give the same features.
 * @param splitsOf Folds of so many rows, each row tested once.
 */
export async function outOfFold(
  { fit, fitFold }: { readonly fit: Fit; readonly fitFold: Fit },
  x: FeatureMatrix,
  splitsOf: (rows: number) => readonly Split[],
  options: TransformerFitOptions,
): Promise<FittedAndTransformed> {
  const fitted = await fit(x, options);
  const splits = splitsOf(x.rows);
  const columns = fitted.outputFeatures.map(() => new Float64Array(x.rows));
  for (const [fold, { train, test }] of splits.entries()) {
    // Rows of weight 0 count as no rows: so the other folds are learned from without a copy of their rows.
    const weights = new Float64Array(x.rows);
    for (const row of train) weights[row] = options.weights?.[row] ?? 1;
    const work: WorkOptions = stageOf(options, `fold ${fold + 1}/${splits.length}`);
    const others = await fitFold(x, { ...options, ...work, weights });
    const { columns: found } = others.transform(selectMatrixRows(x, test));
    columns.forEach((column, index) => {
      const answers = found[index] as Float64Array;
      for (let at = 0; at < test.length; at++) column[test[at] as number] = answers[at] as number;
    });
  }
  return Object.freeze({
    fitted,
    transformed: { rows: x.rows, features: fitted.outputFeatures, columns },
  });
}
