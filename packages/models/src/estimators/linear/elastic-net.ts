import type { ArtifactContent } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions, FittedRegressor, Regressor } from '../estimator.js';
import { requireFitOptions } from '../fit-options.js';
import { type Pace, pace } from '../pace.js';
import {
  integerWithin,
  numberBetween,
  numberWithin,
  oneOf,
  refuseUnknownParameters,
  trueOrFalse,
} from '../parameters.js';
import { readArtifact } from '../restoring.js';
import { checkTarget, rowWeights } from '../training-data.js';
import { coordinateDescent, type DescentLimits, type DescentResult } from './coordinate-descent.js';
import { type Gram, gramOf } from './gram.js';
import {
  checkLinearMatrix,
  fitLinearEncoding,
  type LinearEncoding,
  type MissingValues,
  restoreLinearEncoding,
  tooLarge,
} from './linear-encoding.js';

/** Parameters of {@link elasticNet} but the strength of its penalty. */
export interface ElasticNetShape {
  /** How much of the penalty is on absolute coefficients, 0 (ridge) to 1 (lasso); 0.5 unless told. */
  readonly l1Ratio?: number;
  /** Whether a constant is learned, which is not penalised; `true` unless told. */
  readonly intercept?: boolean;
  /** Whether numbers are standardised before they are penalised; `true` unless told. Categories never are. */
  readonly standardise?: boolean;
  /**
   * `refuse`: a missing value is an error. `mean`: a missing number becomes the mean of its column, a missing category
   * none of the categories. `refuse` unless told.
   */
  readonly missing?: MissingValues;
  /** Stop when the duality gap is at most this share of the variance of the target; 1e-8 unless told. */
  readonly tolerance?: number;
  /** At most so many passes over the coefficients; 10,000 unless told. */
  readonly maxIterations?: number;
}

/** Parameters of {@link elasticNet}. */
export interface ElasticNetParameters extends ElasticNetShape {
  /** Strength of the penalty, above 0, as `alpha` of scikit-learn's `ElasticNet`; 1 unless told. */
  readonly alpha?: number;
}

/** {@link elasticNet} as an estimator. */
export interface ElasticNet extends Regressor {
  fit(x: FeatureMatrix, target: Float64Array, options?: FitOptions): Promise<FittedElasticNet>;
}

/** A fitted elastic net. */
export interface FittedElasticNet extends FittedRegressor {
  readonly featureNames: readonly string[];
  /** What each coefficient belongs to: a numeric feature, or `feature=category`. */
  readonly columnNames: readonly string[];
  /** Change of the prediction per standard deviation of a number (per unit if not standardised), or for a category. */
  readonly coefficients: Float64Array;
  readonly intercept: number;
  readonly alpha: number;
  /** How far the loss is from its minimum at most, as a share of the variance of the target. */
  readonly dualityGap: number;
  /** Whether the tolerance was reached within the iterations. */
  readonly converged: boolean;
}

/** The parameters with what was not told. */
export interface ElasticNetSettings extends DescentLimits {
  readonly l1Ratio: number;
  readonly intercept: boolean;
  readonly standardise: boolean;
  readonly missing: MissingValues;
}

const kind = 'titans/elastic-net';
const version = 1;
const mostColumns = 2048;
export const elasticNetShape = [
  'l1Ratio',
  'intercept',
  'standardise',
  'missing',
  'tolerance',
  'maxIterations',
] as const;

/**
 * Least squares under the elastic net penalty (Zou and Hastie 2005): minimises mean (target − prediction)² ÷ 2 +
 * alpha · (l1Ratio · |coefficients|₁ + (1 − l1Ratio) ÷ 2 · |coefficients|²), so that columns that explain little get
 * coefficient 0. Equals scikit-learn's `ElasticNet` behind a `StandardScaler` (unless told not to standardise) and
 * `OneHotEncoder`, with the same weights.
 *
 * At most 2,048 columns after encoding. Fitting gathers rows × columns² products once and descends over those. The seed
 * has no effect. A category not seen in training contributes nothing.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range. `fit` also throws `SHAPE_MISMATCH`,
 * `DATA_INSUFFICIENT`, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for a code of a category below 0 or with a fraction,
 * `LIMIT_EXCEEDED` for too many columns, and `ABORTED`.
 * @example
 * ```ts
 * import { elasticNet } from '@titans/models/estimators';
 *
 * const numeric = (name: string) => ({ name, kind: 'numeric' as const, inputs: ['date' as const] });
 * const matrix = {
 *   rows: 4,
 *   features: [numeric('day'), numeric('noise')],
 *   columns: [Float64Array.of(1, 2, 3, 4), Float64Array.of(1, -1, -1, 1)],
 * };
 * const fitted = await elasticNet({ alpha: 0.1 }).fit(matrix, Float64Array.of(3, 5, 7, 9));
 * fitted.coefficients; // of noise: 0
 * ```
 */
export function elasticNet(parameters: ElasticNetParameters = {}): ElasticNet {
  refuseUnknownParameters('elasticNet', parameters, ['alpha', ...elasticNetShape]);
  const settings = elasticNetSettings(parameters);
  const alpha = numberBetween('alpha', parameters.alpha ?? 1, 0, Number.POSITIVE_INFINITY);
  return Object.freeze({
    name: 'elastic-net',
    async fit(x: FeatureMatrix, target: Float64Array, options: FitOptions = {}) {
      const problem = await elasticNetProblem(settings, x, target, options);
      const solved = await problem.solve(alpha, new Float64Array(problem.gram.width));
      return problem.fitted(alpha, solved);
    },
  });
}

/** @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range. */
export function elasticNetSettings(parameters: ElasticNetShape): ElasticNetSettings {
  return Object.freeze({
    l1Ratio: numberWithin('l1Ratio', parameters.l1Ratio ?? 0.5, 0, 1),
    intercept: trueOrFalse('intercept', parameters.intercept ?? true),
    standardise: trueOrFalse('standardise', parameters.standardise ?? true),
    missing: oneOf('missing', parameters.missing ?? 'refuse', ['refuse', 'mean']),
    tolerance: numberBetween('tolerance', parameters.tolerance ?? 1e-8, 0, 1),
    maxIterations: integerWithin('maxIterations', parameters.maxIterations ?? 10_000, 1, 10_000_000),
  });
}

/** What one elastic net, or a whole path of them, is solved from. */
export interface ElasticNetProblem {
  readonly gram: Gram;
  /** What the target was divided by, so that no square of it overflows. */
  readonly targetScale: number;
  solve(alpha: number, start: Float64Array): Promise<DescentResult>;
  fitted(alpha: number, solved: DescentResult): FittedElasticNet;
}

/** Checks the data and gathers their second moments. */
export async function elasticNetProblem(
  settings: ElasticNetSettings,
  x: FeatureMatrix,
  target: Float64Array,
  options: FitOptions,
): Promise<ElasticNetProblem> {
  requireFitOptions(options);
  const { l1Ratio, intercept, standardise, missing } = settings;
  checkLinearMatrix(x, missing);
  checkTarget(target, x.rows);
  const weights = rowWeights(options.weights, x.rows);
  const scaling = standardise ? 'standardise' : 'none';
  const encoding = fitLinearEncoding('An elastic net', x, weights, { missing, scaling }, mostColumns);
  const targetScale = target.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const scaled = target.map((value) => value / targetScale);
  const gram = await gramOf(
    encoding,
    x,
    scaled,
    weights,
    intercept,
    pace(options, 'elastic net: moments', 'rows'),
  );
  const step: Pace = pace(options, 'elastic net', 'rounds');
  let rounds = 0;
  return {
    gram,
    targetScale,
    async solve(alpha, start) {
      const penalty = { l1: (alpha * l1Ratio) / targetScale, l2: alpha * (1 - l1Ratio) };
      const from = rounds;
      const solved = await coordinateDescent(gram, penalty, start, settings, (done) => {
        rounds = from + done;
        return step(rounds);
      });
      await step(rounds);
      return solved;
    },
    fitted(alpha, { coefficients: scaledCoefficients, dualityGap, converged }) {
      const coefficients = scaledCoefficients.map((coefficient) => coefficient * targetScale);
      let constant = gram.targetMean * targetScale;
      for (let j = 0; j < coefficients.length; j++) {
        constant -= (gram.columnMeans[j] as number) * (coefficients[j] as number);
      }
      if (!(Number.isFinite(constant) && coefficients.every(Number.isFinite))) throw tooLarge();
      return fittedElasticNet(encoding, { alpha, intercept: constant, dualityGap, converged }, coefficients);
    },
  };
}

function fittedElasticNet(
  encoding: LinearEncoding,
  parts: Pick<FittedElasticNet, 'alpha' | 'intercept' | 'dualityGap' | 'converged'>,
  coefficients: Float64Array,
): FittedElasticNet {
  const intercepts = Float64Array.of(parts.intercept);
  return Object.freeze({
    ...parts,
    featureNames: encoding.featureNames,
    columnNames: encoding.columnNames,
    coefficients,
    predict: (x: FeatureMatrix) => encoding.scores(x, intercepts, coefficients),
    toArtifact: () => ({
      kind,
      version,
      data: { ...encoding.toData(), ...parts },
      arrays: { ...encoding.toArrays(), coefficients },
    }),
  });
}

/**
 * Restores what {@link FittedElasticNet}'s `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreElasticNet(content: ArtifactContent): FittedElasticNet {
  const artifact = readArtifact(content, kind, version);
  const encoding = restoreLinearEncoding(artifact);
  const coefficients = artifact.float64('coefficients');
  if (coefficients.length !== encoding.width)
    throw artifact.corrupt('it has another number of coefficients than columns');
  const parts = {
    alpha: artifact.number('alpha'),
    intercept: artifact.number('intercept'),
    dualityGap: artifact.number('dualityGap'),
    converged: artifact.json('converged') === true,
  };
  return fittedElasticNet(encoding, parts, coefficients);
}
