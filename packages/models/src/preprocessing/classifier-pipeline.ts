import type { ArtifactContent } from '@titans/core';
import type { Classifier, FitOptions, FittedClassifier } from '../estimators/estimator.js';
import { requireFit } from '../estimators/require-fit.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import {
  asTransformer,
  fitBoth,
  type PipelineParts,
  pipelineToArtifact,
  readPipeline,
  type TransformerSteps,
} from './model-pipeline.js';
import type { RestoreTransformerOptions } from './restore-transformer.js';

/** {@link classifierPipeline} as an estimator. */
export interface ClassifierPipeline<F extends FittedClassifier = FittedClassifier> extends Classifier {
  fit(
    x: FeatureMatrix,
    labels: Int32Array,
    classes: readonly string[],
    options?: FitOptions,
  ): Promise<FittedClassifierPipeline<F>>;
}

/** A classifier with the transformers before it. */
export interface FittedClassifierPipeline<F extends FittedClassifier = FittedClassifier>
  extends FittedClassifier,
    PipelineParts<F> {}

const kind = 'titans/classifier-pipeline';

/**
 * Transformers before a classifier, together one classifier: whatever is fitted is fitted on the rows that `fit` is
 * given, so that cross-validation measures all of it and nothing leaks from the tested rows.
 *
 * @param steps One transformer or several in order.
 * @throws TitansError `INVALID_ARGUMENT` for no transformer; `fit` whatever its parts throw.
 */
export function classifierPipeline<F extends FittedClassifier>(
  steps: TransformerSteps,
  classifier: {
    readonly name: string;
    fit(x: FeatureMatrix, labels: Int32Array, classes: readonly string[], options?: FitOptions): Promise<F>;
  },
): ClassifierPipeline<F> {
  const transformer = asTransformer(steps);
  requireFit('classifier', classifier);
  return Object.freeze({
    name: `${transformer.name} → ${classifier.name}`,
    async fit(x: FeatureMatrix, labels: Int32Array, classes: readonly string[], options: FitOptions = {}) {
      return fitted(
        await fitBoth<F>(transformer, x, { labels, classes }, options, (transformed, inner) =>
          classifier.fit(transformed, labels, classes, inner),
        ),
      );
    },
  });
}

function fitted<F extends FittedClassifier>(parts: PipelineParts<F>): FittedClassifierPipeline<F> {
  const { transformer, model } = parts;
  return Object.freeze({
    ...parts,
    classes: model.classes,
    predictProbabilities: (x: FeatureMatrix) => model.predictProbabilities(transformer.transform(x)),
    toArtifact: () => pipelineToArtifact(kind, parts),
  });
}

/**
 * Restores what the `toArtifact` of a {@link FittedClassifierPipeline} wrote.
 *
 * @param restoreModel Restores the classifier, for example `restoreGradientBoostingClassifier`.
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreClassifierPipeline<F extends FittedClassifier>(
  content: ArtifactContent,
  restoreModel: (content: ArtifactContent) => F,
  options: RestoreTransformerOptions = {},
): FittedClassifierPipeline<F> {
  return fitted(readPipeline(content, kind, restoreModel, options));
}
