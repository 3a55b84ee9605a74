import { isTitansError } from '@titans/core';
import { type BootstrapOptions, bootstrapInterval } from '../../evaluation/bootstrap.js';
import { type LearningData, rowCount, valuesPerRow } from '../../evaluation/predict-folds.js';
import { measureRows } from '../metrics.js';
import type { AnyMetric } from '../run-search.js';
import type { TestFigure } from './comparison-report.js';

/** Any figure of some of the held-out rows, as the bootstrap asks for it. */
export function figureOfRows<X>(
  metric: AnyMetric,
  test: LearningData<X>,
  predictions: Float64Array,
): (rows: Int32Array) => number {
  if ('labels' in test && 'prepare' in metric && metric.prepare) {
    return metric.prepare(test.labels, predictions, test.classes);
  }
  const width = valuesPerRow(test);
  return (rows) => {
    const drawn = new Float64Array(rows.length * width);
    rows.forEach((row, i) => {
      for (let k = 0; k < width; k++) drawn[i * width + k] = predictions[row * width + k] as number;
    });
    return measureRows(metric, test, rows, drawn);
  };
}

/** Every metric of the held-out rows with its interval. */
export async function testFigures<X>(
  metrics: readonly AnyMetric[],
  test: LearningData<X>,
  predictions: Float64Array,
  options: BootstrapOptions,
): Promise<readonly TestFigure[]> {
  const figures: TestFigure[] = [];
  for (const metric of metrics) {
    const { name, direction } = metric;
    const measure = figureOfRows(metric, test, predictions);
    const estimate = measure(Int32Array.from({ length: rowCount(test) }, (_, row) => row));
    const interval = Number.isFinite(estimate)
      ? await intervalWherePossible(() => bootstrapInterval(measure, rowCount(test), options))
      : null;
    figures.push(
      Object.freeze({
        name,
        direction,
        estimate: Number.isFinite(estimate) ? estimate : null,
        lower: interval?.lower ?? null,
        upper: interval?.upper ?? null,
      }),
    );
  }
  return Object.freeze(figures);
}

/** `null` where most resamples do not define the figure, such as the ROC-AUC of a class with one row. */
export async function intervalWherePossible<T>(make: () => Promise<T>): Promise<T | null> {
  try {
    return await make();
  } catch (error) {
    if (isTitansError(error, 'DATA_INSUFFICIENT') || isTitansError(error, 'DATA_NOT_FINITE')) return null;
    throw error;
  }
}
