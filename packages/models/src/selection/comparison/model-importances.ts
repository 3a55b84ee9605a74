import { predictRows, rowCount } from '../../evaluation/predict-folds.js';
import { isFeatureMatrix } from '../../evaluation/select-rows.js';
import { permutationImportance } from '../../explain/permutation-importance.js';
import { measureRows } from '../metrics.js';
import type { ModelImportance } from './comparison-report.js';
import type { ComparisonSetup, DoneModel } from './measure-model.js';
import { intervalWherePossible } from './test-figures.js';

/** What the model loses in the metric on the held-out rows without each feature; `null` without features or repeats. */
export async function modelImportances<X>(
  { fitted }: DoneModel<X>,
  { test, metric, seed, signal }: ComparisonSetup<X>,
  repeats: number,
): Promise<readonly ModelImportance[] | null> {
  const { x } = test;
  if (repeats === 0 || !isFeatureMatrix(x)) return null;
  const rows = Int32Array.from({ length: rowCount(test) }, (_, row) => row);
  const found = await intervalWherePossible(() =>
    permutationImportance(
      // What is added to a matrix of the caller's own stays beside the columns that are shuffled.
      (shuffled) => predictRows(fitted, { ...x, ...shuffled }),
      x,
      (predictions) => measureRows(metric, test, rows, predictions),
      {
        repeats,
        seed,
        better: metric.direction === 'maximise' ? 'higher' : 'lower',
        ...(signal === undefined ? {} : { signal }),
      },
    ),
  );
  return (
    found &&
    Object.freeze(
      found.map(({ feature, importance, standardDeviation }) =>
        Object.freeze({
          feature,
          mean: importance,
          standardDeviation: Number.isNaN(standardDeviation) ? null : standardDeviation,
        }),
      ),
    )
  );
}
