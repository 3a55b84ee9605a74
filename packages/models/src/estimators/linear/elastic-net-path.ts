import { TitansError } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions } from '../estimator.js';
import { integerWithin, numberBetween, refuseUnknownParameters } from '../parameters.js';
import {
  type ElasticNetShape,
  elasticNetProblem,
  elasticNetSettings,
  elasticNetShape,
  type FittedElasticNet,
} from './elastic-net.js';

/** Parameters of {@link elasticNetPath}. */
export interface ElasticNetPathParameters extends ElasticNetShape {
  /** The strengths of the penalty, in any order. Unless told, a geometric series from the least that leaves no coefficient. */
  readonly alphas?: readonly number[];
  /** How many strengths, where they are not told; 100 unless told. */
  readonly steps?: number;
  /** The weakest penalty as a share of the strongest, where they are not told; 1e-3 unless told. */
  readonly weakest?: number;
}

/**
 * Elastic nets of many strengths from one pass over the rows, strongest first, each started from the one before
 * (Friedman, Hastie and Tibshirani 2010, section 2.5): hardly dearer than one of them. `elasticNet` says what is learned.
 *
 * @returns One model per strength, strongest penalty first.
 * @throws TitansError what `elasticNet` and its `fit` throw; `INVALID_ARGUMENT` for `l1Ratio` 0 without `alphas`, as
 * no strength then leaves no coefficient.
 * @example
 * ```ts
 * import { elasticNetPath } from '@titans/models/estimators';
 *
 * const numeric = (name: string) => ({ name, kind: 'numeric' as const, inputs: ['date' as const] });
 * const matrix = {
 *   rows: 4,
 *   features: [numeric('day'), numeric('noise')],
 *   columns: [Float64Array.of(1, 2, 3, 4), Float64Array.of(1, -1, -1, 1)],
 * };
 * for (const { alpha, coefficients } of await elasticNetPath(matrix, Float64Array.of(3, 5, 7, 9), { steps: 5 })) {
 *   console.log(alpha, coefficients);
 * }
 * ```
 */
export async function elasticNetPath(
  x: FeatureMatrix,
  target: Float64Array,
  parameters: ElasticNetPathParameters = {},
  options: FitOptions = {},
): Promise<readonly FittedElasticNet[]> {
  refuseUnknownParameters('elasticNetPath', parameters, ['alphas', 'steps', 'weakest', ...elasticNetShape]);
  const settings = elasticNetSettings(parameters);
  const steps = integerWithin('steps', parameters.steps ?? 100, 2, 10_000);
  const weakest = numberBetween('weakest', parameters.weakest ?? 1e-3, 0, 1);
  const told = parameters.alphas?.map((alpha) => numberBetween('alphas', alpha, 0, Number.POSITIVE_INFINITY));
  if (told === undefined && settings.l1Ratio === 0) {
    throw new TitansError('INVALID_ARGUMENT', 'With l1Ratio 0, alphas must be told.', {
      details: { field: 'alphas' },
    });
  }
  const problem = await elasticNetProblem(settings, x, target, options);
  const { gram, targetScale } = problem;
  const steepest = gram.target.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // A constant target has no strongest penalty: any leaves no coefficient.
  const strongest = (targetScale * steepest) / settings.l1Ratio || 1;
  const alphas =
    told?.toSorted((a, b) => b - a) ??
    Array.from({ length: steps }, (_, step) => strongest * weakest ** (step / (steps - 1)));
  const path: FittedElasticNet[] = [];
  let start = new Float64Array(gram.width);
  for (const alpha of alphas) {
    const solved = await problem.solve(alpha, start);
    start = solved.coefficients.slice();
    path.push(problem.fitted(alpha, solved));
  }
  return Object.freeze(path);
}
