import type { ArtifactContent } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions, FittedClassifier } from '../estimator.js';
import { requireFitOptions } from '../fit-options.js';
import { outputLabels, presentClasses } from '../present-classes.js';
import { readArtifact } from '../restoring.js';
import { checkLabels, checkTrainingMatrix, columnsAsTrained, rowWeights } from '../training-data.js';
import { growForest } from './forest.js';
import { outOfBagAccuracy } from './forest-out-of-bag.js';
import { type ClassWeights, type ForestSettings, weighByClass } from './forest-parameters.js';
import type { SplitChoice } from './forest-splits.js';
import {
  addLeafValues,
  ensembleArrays,
  importancesFrom,
  restoreEnsemble,
  type TreeEnsemble,
} from './tree-ensemble.js';

/** A fitted forest for classes. */
export interface FittedForestClassifier extends FittedClassifier {
  readonly featureNames: readonly string[];
  /** Share of the total decrease in Gini impurity by feature; they sum to 1, or are 0 if nothing was split. */
  readonly importances: Float64Array;
  /** Accuracy of the predictions of each row by the trees that did not draw it; `null` unless asked for. */
  readonly outOfBagScore: number | null;
  /** Leaves hold the share of each class that had a row. */
  readonly ensemble: TreeEnsemble;
}

/** What tells apart the forests for classes. */
export interface ForestClassifierKind {
  readonly name: string;
  readonly choice: SplitChoice;
}

interface Parts
  extends Pick<
    FittedForestClassifier,
    'featureNames' | 'classes' | 'importances' | 'outOfBagScore' | 'ensemble'
  > {
  /** Classes that had a row, ascending. */
  readonly present: Int32Array;
}

const version = 2;

/** Checks what is given and grows the forest. */
export async function fitForestClassifier(
  kind: ForestClassifierKind,
  settings: ForestSettings,
  classWeights: ClassWeights | null,
  x: FeatureMatrix,
  labels: Int32Array,
  classes: readonly string[],
  options: FitOptions,
): Promise<FittedForestClassifier> {
  requireFitOptions(options);
  checkTrainingMatrix(x, 'permit-nan');
  checkLabels(labels, classes, x.rows);
  const given = rowWeights(options.weights, x.rows);
  const weights = rowWeights(weighByClass(given, labels, classes, classWeights), x.rows);
  const present = presentClasses(labels, weights, classes.length);
  const places = outputLabels(labels, present);
  const answers = { kind: 'classes', labels: places, outputs: present.length } as const;
  const task = { ...kind, settings, answers, featureFraction: 1 / Math.sqrt(x.columns.length) };
  const { ensemble, importances, outOfBag } = await growForest(task, x, weights, options);
  return fitted(kind, {
    featureNames: Object.freeze(x.features.map(({ name }) => name)),
    classes: Object.freeze([...classes]),
    present,
    importances,
    outOfBagScore: outOfBag && outOfBagAccuracy(outOfBag, places, present.length),
    ensemble,
  });
}

function fitted({ name }: ForestClassifierKind, parts: Parts): FittedForestClassifier {
  const { featureNames, classes, present, ensemble, importances, outOfBagScore } = parts;
  const outputs = present.length;
  return Object.freeze({
    featureNames,
    classes,
    importances,
    outOfBagScore,
    ensemble,
    predictProbabilities(x: FeatureMatrix) {
      const columns = columnsAsTrained(x, featureNames, 'permit-nan');
      const sums = new Float64Array(x.rows * outputs);
      addLeafValues(ensemble, columns, x.rows, outputs, sums);
      const probabilities = new Float64Array(x.rows * classes.length);
      for (let row = 0; row < x.rows; row++) {
        for (let k = 0; k < outputs; k++) {
          const share = (sums[row * outputs + k] as number) / ensemble.roots.length;
          probabilities[row * classes.length + (present[k] as number)] = share;
        }
      }
      return probabilities;
    },
    toArtifact: () => ({
      kind: `titans/${name}`,
      version,
      data: { featureNames, classes, outOfBagScore },
      arrays: { ...ensembleArrays(ensemble), present, importances },
    }),
  });
}

/** @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`. */
export function restoreForestClassifier(
  kind: ForestClassifierKind,
  content: ArtifactContent,
): FittedForestClassifier {
  const artifact = readArtifact(content, `titans/${kind.name}`, version);
  const featureNames = artifact.texts('featureNames');
  const classes = artifact.texts('classes');
  const present = artifact.int32('present');
  if (present.length === 0 || present.some((label) => !(label >= 0 && label < classes.length))) {
    throw artifact.corrupt('its classes contradict each other');
  }
  const outOfBagScore = artifact.json('outOfBagScore');
  if (outOfBagScore !== null && typeof outOfBagScore !== 'number') {
    throw artifact.corrupt('"outOfBagScore" is no number');
  }
  const ensemble = restoreEnsemble(artifact, present.length, featureNames.length);
  if (ensemble.roots.length === 0) throw artifact.corrupt('it has no tree');
  const importances = importancesFrom(artifact, featureNames.length);
  return fitted(kind, { featureNames, classes, present, importances, outOfBagScore, ensemble });
}
