import { type ArtifactContent, TitansError, throwIfAborted } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { Classifier, FitOptions, FittedClassifier } from '../estimator.js';
import { requireFitOptions } from '../fit-options.js';
import { outputLabels, presentClasses } from '../present-classes.js';
import { readArtifact } from '../restoring.js';
import { checkLabels, checkTrainingMatrix, columnsAsTrained, rowWeights } from '../training-data.js';
import { boost } from './boost.js';
import { boostedArrays, restoreBoosted } from './boosted-artifact.js';
import { withCompactTrees } from './boosted-migrations.js';
import { sigmoid } from './boosting-losses.js';
import { type BoostingParameters, checkBoostingParameters } from './boosting-parameters.js';
import { leafAdder } from './kernel/binned-walk.js';
import type { LossPlan } from './loss-plan.js';
import { importancesFrom, type TreeEnsemble, treeEnsembleBuilder } from './tree-ensemble.js';

/** {@link gradientBoostingClassifier} as an estimator. */
export interface GradientBoostingClassifier extends Classifier {
  fit(
    x: FeatureMatrix,
    labels: Int32Array,
    classes: readonly string[],
    options?: FitOptions,
  ): Promise<FittedGradientBoostingClassifier>;
}

/** Fitted gradient boosting for classes. */
export interface FittedGradientBoostingClassifier extends FittedClassifier {
  readonly featureNames: readonly string[];
  /** Share of the total gain that splits by each feature brought; they sum to 1, or are 0 if nothing was split. */
  readonly importances: Float64Array;
  /** Raw score of each output before the first tree: one for two classes, else one per class that had a row. */
  readonly baseline: Float64Array;
  /** Tree `t` adds to output `t mod outputs`. */
  readonly ensemble: TreeEnsemble;
}

interface Parts {
  readonly featureNames: readonly string[];
  readonly classes: readonly string[];
  /** Classes that had a row, ascending. */
  readonly present: Int32Array;
  readonly baseline: Float64Array;
  readonly ensemble: TreeEnsemble;
  readonly importances: Float64Array;
}

const kind = 'titans/gradient-boosting-classifier';
const version = 2;
/** To the next version, by version. */
const migrations = { 1: withCompactTrees };

/**
 * Gradient boosting of histogram trees for classes: logistic loss for two classes, softmax with one tree per class
 * and round for more. See {@link gradientBoosting} for the trees. `monotone` speaks of the probability of the second of
 * two classes, and is refused for more.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range. `fit` also throws `SHAPE_MISMATCH`,
 * `DATA_INSUFFICIENT`, `DATA_NOT_FINITE` and `ABORTED`.
 * @example
 * ```ts
 * import { gradientBoostingClassifier } from '@titans/models/estimators';
 *
 * const matrix = {
 *   rows: 4,
 *   features: [{ name: 'amount', kind: 'numeric' as const, inputs: ['amount' as const] }],
 *   columns: [Float64Array.of(-5, -4, 3, 9)],
 * };
 * const fitted = await gradientBoostingClassifier({ minSamplesLeaf: 1 }).fit(matrix, Int32Array.of(0, 0, 1, 1), ['out', 'in']);
 * fitted.predictProbabilities(matrix); // Float64Array of 4 × 2
 * ```
 */
export function gradientBoostingClassifier(parameters: BoostingParameters = {}): GradientBoostingClassifier {
  const settings = checkBoostingParameters('gradientBoostingClassifier', parameters, []);
  return Object.freeze({
    name: 'boosting-classifier',
    async fit(x: FeatureMatrix, labels: Int32Array, classes: readonly string[], options: FitOptions = {}) {
      requireFitOptions(options);
      checkTrainingMatrix(x, 'permit-nan');
      checkLabels(labels, classes, x.rows);
      const weights = rowWeights(options.weights, x.rows);
      const present = presentClasses(labels, weights, classes.length);
      const outputs = outputLabels(labels, present);
      const names = {
        featureNames: Object.freeze(x.features.map(({ name }) => name)),
        classes: Object.freeze([...classes]),
        present,
      };
      if (present.length > 2 && Object.keys(settings.monotone).length > 0) {
        throw new TitansError(
          'INVALID_ARGUMENT',
          `monotone orders the probability of the second of two classes, but there are ${present.length}. Leave it out.`,
          { details: { field: 'monotone' } },
        );
      }
      if (present.length === 1) {
        throwIfAborted(options.signal, 'gradient boosting');
        const ensemble = treeEnsembleBuilder(1).build();
        return fitted({
          ...names,
          baseline: new Float64Array(1),
          ensemble,
          importances: new Float64Array(x.columns.length),
        });
      }
      const loss: LossPlan =
        present.length === 2
          ? { kind: 'logistic', labels: outputs }
          : { kind: 'softmax', labels: outputs, outputs: present.length };
      return fitted({ ...names, ...(await boost(settings, x, loss, weights, options)) });
    },
  });
}

function fitted(parts: Parts): FittedGradientBoostingClassifier {
  const { featureNames, classes, present, baseline, ensemble, importances } = parts;
  const outputs = baseline.length;
  const addLeaves = leafAdder(ensemble, featureNames.length, outputs);

  function predictProbabilities(x: FeatureMatrix): Float64Array {
    const columns = columnsAsTrained(x, featureNames, 'permit-nan');
    const raw = new Float64Array(x.rows * outputs);
    for (let i = 0; i < raw.length; i++) raw[i] = baseline[i % outputs] as number;
    addLeaves(columns, x.rows, raw);
    const probabilities = new Float64Array(x.rows * classes.length);
    for (let row = 0; row < x.rows; row++) {
      writeProbabilities(raw, row * outputs, present, probabilities, row * classes.length);
    }
    return probabilities;
  }

  return Object.freeze({
    featureNames,
    classes,
    importances,
    baseline,
    ensemble,
    predictProbabilities,
    toArtifact: () => ({
      kind,
      version,
      data: { featureNames, classes },
      arrays: { ...boostedArrays(ensemble), present, baseline, importances },
    }),
  });
}

/** Probabilities of the classes present, from the raw scores of one row. */
function writeProbabilities(
  raw: Float64Array,
  from: number,
  present: Int32Array,
  probabilities: Float64Array,
  into: number,
): void {
  const place = (k: number): number => into + (present[k] as number);
  if (present.length === 1) {
    probabilities[place(0)] = 1;
  } else if (present.length === 2) {
    probabilities[place(0)] = sigmoid(-(raw[from] as number));
    probabilities[place(1)] = sigmoid(raw[from] as number);
  } else {
    let highest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < present.length; k++) highest = Math.max(highest, raw[from + k] as number);
    let sum = 0;
    for (let k = 0; k < present.length; k++) {
      const exponential = Math.exp((raw[from + k] as number) - highest);
      probabilities[place(k)] = exponential;
      sum += exponential;
    }
    for (let k = 0; k < present.length; k++) {
      probabilities[place(k)] = (probabilities[place(k)] as number) / sum;
    }
  }
}

/**
 * Restores what {@link FittedGradientBoostingClassifier}'s `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreGradientBoostingClassifier(
  content: ArtifactContent,
): FittedGradientBoostingClassifier {
  const artifact = readArtifact(content, kind, version, migrations);
  const featureNames = artifact.texts('featureNames');
  const classes = artifact.texts('classes');
  const present = artifact.int32('present');
  const baseline = artifact.float64('baseline');
  const outputs = present.length <= 2 ? 1 : present.length;
  if (
    present.length === 0 ||
    baseline.length !== outputs ||
    present.some((label) => !(label >= 0 && label < classes.length))
  ) {
    throw artifact.corrupt('its classes contradict each other');
  }
  const ensemble = restoreBoosted(artifact, featureNames.length);
  return fitted({
    featureNames,
    classes,
    present,
    baseline,
    ensemble,
    importances: importancesFrom(artifact, featureNames.length),
  });
}
