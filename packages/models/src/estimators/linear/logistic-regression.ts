import type { ArtifactContent } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { Classifier, FitOptions, FittedClassifier } from '../estimator.js';
import { requireFitOptions } from '../fit-options.js';
import { pace } from '../pace.js';
import {
  integerWithin,
  numberBetween,
  numberWithin,
  oneOf,
  refuseUnknownParameters,
  trueOrFalse,
} from '../parameters.js';
import { outputLabels, presentClasses } from '../present-classes.js';
import { readArtifact } from '../restoring.js';
import { checkLabels, rowWeights } from '../training-data.js';
import {
  checkLinearMatrix,
  fitLinearEncoding,
  type LinearEncoding,
  type MissingValues,
  restoreLinearEncoding,
  tooLarge,
} from './linear-encoding.js';
import { logisticLoss } from './logistic-loss.js';
import { quasiNewton } from './quasi-newton.js';

/** Parameters of {@link logisticRegression}. */
export interface LogisticRegressionParameters {
  /** Strength of the penalty l2 ÷ 2 · |coefficients|² beside the sum of −ln p: 1 ÷ `C` of scikit-learn. Above 0; 1 unless told. */
  readonly l2?: number;
  /** Strength of the penalty l1 · |coefficients|₁, which makes coefficients 0; 0 unless told. */
  readonly l1?: number;
  /** Whether numbers are standardised before they are penalised; `true` unless told. Categories never are. */
  readonly standardise?: boolean;
  /**
   * `refuse`: a missing value is an error. `mean`: a missing number becomes the mean of its column, a missing category
   * none of the categories. `refuse` unless told.
   */
  readonly missing?: MissingValues;
  /** Stop when no component of the gradient of the mean loss is larger; 1e-9 unless told. */
  readonly tolerance?: number;
  /** At most so many steps; 1,000 unless told. */
  readonly maxIterations?: number;
}

/** {@link logisticRegression} as an estimator. */
export interface LogisticRegression extends Classifier {
  fit(
    x: FeatureMatrix,
    labels: Int32Array,
    classes: readonly string[],
    options?: FitOptions,
  ): Promise<FittedLogisticRegression>;
}

/** A fitted logistic regression. */
export interface FittedLogisticRegression extends FittedClassifier {
  readonly featureNames: readonly string[];
  /** What each coefficient belongs to: a numeric feature, or `feature=category`. */
  readonly columnNames: readonly string[];
  /**
   * Row-major outputs × columns. Of two classes with rows there is one output, the log-odds of the latter; of more, one
   * for each; of one class, none.
   */
  readonly coefficients: Float64Array;
  /** One per output. */
  readonly intercepts: Float64Array;
  /** Whether the tolerance was reached within the steps. */
  readonly converged: boolean;
}

interface Settings {
  readonly l1: number;
  readonly l2: number;
  readonly standardise: boolean;
  readonly missing: MissingValues;
  readonly tolerance: number;
  readonly maxIterations: number;
}

const kind = 'titans/logistic-regression';
const version = 1;
const mostColumns = 8192;

/**
 * Logistic regression, of two classes by their log-odds and of more by the softmax, under a squared or an elastic net
 * penalty. Minimises Σ weight · −ln p(class) + l2 ÷ 2 · |coefficients|² + l1 · |coefficients|₁; intercepts are not
 * penalised. Numbers are standardised, each category becomes a column of 0 and 1. Equals scikit-learn's
 * `LogisticRegression` with `C` = 1 ÷ l2, or with `C` = 1 ÷ (l1 + l2) and `l1_ratio` = l1 ÷ (l1 + l2).
 *
 * At most 8,192 columns after encoding, which are held at once: 8 bytes each per row. Each step goes once or twice
 * through all of them. The seed has no effect. A category not seen in training contributes nothing.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range. `fit` also throws `SHAPE_MISMATCH`,
 * `DATA_INSUFFICIENT`, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for a label that is no code or for a code of a category
 * below 0 or with a fraction, `LIMIT_EXCEEDED` for too many columns, and `ABORTED`.
 * @example
 * ```ts
 * import { logisticRegression } from '@titans/models/estimators';
 *
 * const matrix = {
 *   rows: 4,
 *   features: [{ name: 'amount', kind: 'numeric' as const, inputs: ['amount' as const] }],
 *   columns: [Float64Array.of(4, 5, 60, 75)],
 * };
 * const fitted = await logisticRegression().fit(matrix, Int32Array.of(0, 0, 1, 1), ['coffee', 'fuel']);
 * fitted.predictProbabilities(matrix); // Float64Array of 4 × 2
 * ```
 */
export function logisticRegression(parameters: LogisticRegressionParameters = {}): LogisticRegression {
  refuseUnknownParameters('logisticRegression', parameters, [
    'l2',
    'l1',
    'standardise',
    'missing',
    'tolerance',
    'maxIterations',
  ]);
  const settings: Settings = Object.freeze({
    l2: numberBetween('l2', parameters.l2 ?? 1, 0, Number.POSITIVE_INFINITY),
    l1: numberWithin('l1', parameters.l1 ?? 0, 0, Number.MAX_VALUE),
    standardise: trueOrFalse('standardise', parameters.standardise ?? true),
    missing: oneOf('missing', parameters.missing ?? 'refuse', ['refuse', 'mean']),
    tolerance: numberBetween('tolerance', parameters.tolerance ?? 1e-9, 0, 1),
    maxIterations: integerWithin('maxIterations', parameters.maxIterations ?? 1000, 1, 1_000_000),
  });
  return Object.freeze({
    name: 'logistic-regression',
    fit: (x: FeatureMatrix, labels: Int32Array, classes: readonly string[], options: FitOptions = {}) =>
      fit(settings, x, labels, classes, options),
  });
}

async function fit(
  settings: Settings,
  x: FeatureMatrix,
  labels: Int32Array,
  classes: readonly string[],
  options: FitOptions,
): Promise<FittedLogisticRegression> {
  requireFitOptions(options);
  const { l1, l2, standardise, missing } = settings;
  checkLinearMatrix(x, missing);
  checkLabels(labels, classes, x.rows);
  const weights = rowWeights(options.weights, x.rows);
  const scaling = standardise ? 'standardise' : 'none';
  const encoding = fitLinearEncoding('Logistic regression', x, weights, { missing, scaling }, mostColumns);
  const { width } = encoding;
  const step = pace(options, 'logistic regression', 'rounds');
  const present = presentClasses(labels, weights, classes.length);
  const outputs = present.length <= 2 ? present.length - 1 : present.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  await step(0);
  const rows = {
    columns: encoding.encodeColumns(x, 0, x.rows),
    width,
    labels: outputLabels(labels, present),
    weights,
  };
  const penalties = new Float64Array(outputs * (1 + width)).fill(l1 / total, outputs);
  const { point, converged } =
    outputs === 0
      ? { point: new Float64Array(0), converged: true }
      : await quasiNewton(
          logisticLoss(rows, outputs, l2 / total),
          penalties,
          new Float64Array(outputs * (1 + width)),
          settings,
          (steps) => step(steps),
        );
  if (!point.every(Number.isFinite)) throw tooLarge();
  return fitted(
    encoding,
    { classes: Object.freeze([...classes]), present, converged },
    point.slice(0, outputs),
    point.slice(outputs),
  );
}

interface ClassParts {
  readonly classes: readonly string[];
  /** The classes that had a row, ascending. */
  readonly present: Int32Array;
  readonly converged: boolean;
}

function fitted(
  encoding: LinearEncoding,
  { classes, present, converged }: ClassParts,
  intercepts: Float64Array,
  coefficients: Float64Array,
): FittedLogisticRegression {
  return Object.freeze({
    classes,
    featureNames: encoding.featureNames,
    columnNames: encoding.columnNames,
    intercepts,
    coefficients,
    converged,
    predictProbabilities(x: FeatureMatrix) {
      const scores = encoding.scores(x, intercepts, coefficients);
      return probabilitiesOf(scores, x.rows, present, classes.length);
    },
    toArtifact: () => ({
      kind,
      version,
      data: { ...encoding.toData(), classes, converged },
      arrays: { ...encoding.toArrays(), present, intercepts, coefficients },
    }),
  });
}

function probabilitiesOf(
  scores: Float64Array,
  rows: number,
  present: Int32Array,
  classes: number,
): Float64Array {
  const probabilities = new Float64Array(rows * classes);
  const outputs = present.length;
  // Two classes have the log-odds of the latter alone: those of the former are 0.
  const given = outputs <= 2 ? outputs - 1 : outputs;
  const own = new Float64Array(outputs);
  for (let row = 0; row < rows; row++) {
    own.fill(0);
    own.set(scores.subarray(row * given, (row + 1) * given), outputs - given);
    const highest = own.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
    let sum = 0;
    for (let k = 0; k < outputs; k++) {
      own[k] = Math.exp((own[k] as number) - highest);
      sum += own[k] as number;
    }
    for (let k = 0; k < outputs; k++) {
      probabilities[row * classes + (present[k] as number)] = (own[k] as number) / sum;
    }
  }
  return probabilities;
}

/**
 * Restores what {@link FittedLogisticRegression}'s `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreLogisticRegression(content: ArtifactContent): FittedLogisticRegression {
  const artifact = readArtifact(content, kind, version);
  const encoding = restoreLinearEncoding(artifact);
  const classes = artifact.texts('classes');
  const present = artifact.int32('present');
  const intercepts = artifact.float64('intercepts');
  const coefficients = artifact.float64('coefficients');
  const outputs = present.length <= 2 ? present.length - 1 : present.length;
  if (
    intercepts.length !== outputs ||
    coefficients.length !== outputs * encoding.width ||
    present.some((label, at) => label < 0 || label >= classes.length || label <= (present[at - 1] ?? -1))
  ) {
    throw artifact.corrupt('its arrays do not belong together');
  }
  const converged = artifact.json('converged') === true;
  return fitted(encoding, { classes, present, converged }, intercepts, coefficients);
}
