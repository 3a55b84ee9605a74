import type { ArtifactContent } from '@titans/core';
import type { AnomalyDetector, FitOptions, FittedAnomalyDetector } from '../estimators/estimator.js';
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

/** {@link anomalyDetectorPipeline} as an estimator. */
export interface AnomalyDetectorPipeline<F extends FittedAnomalyDetector = FittedAnomalyDetector>
  extends AnomalyDetector {
  fit(x: FeatureMatrix, options?: FitOptions): Promise<FittedAnomalyDetectorPipeline<F>>;
}

/** An anomaly detector with the transformers before it. */
export interface FittedAnomalyDetectorPipeline<F extends FittedAnomalyDetector = FittedAnomalyDetector>
  extends FittedAnomalyDetector,
    PipelineParts<F> {}

const kind = 'titans/anomaly-detector-pipeline';

/**
 * Transformers before an anomaly detector, together one detector. Transformers that need a target cannot be used.
 *
 * @param steps One transformer or several in order.
 * @throws TitansError `INVALID_ARGUMENT` for no transformer; `fit` whatever its parts throw.
 */
export function anomalyDetectorPipeline<F extends FittedAnomalyDetector>(
  steps: TransformerSteps,
  detector: {
    readonly name: string;
    fit(x: FeatureMatrix, options?: FitOptions): Promise<F>;
  },
): AnomalyDetectorPipeline<F> {
  const transformer = asTransformer(steps);
  requireFit('detector', detector);
  return Object.freeze({
    name: `${transformer.name} → ${detector.name}`,
    fit: async (x: FeatureMatrix, options: FitOptions = {}) =>
      fitted(
        await fitBoth<F>(transformer, x, undefined, options, (transformed, inner) =>
          detector.fit(transformed, inner),
        ),
      ),
  });
}

function fitted<F extends FittedAnomalyDetector>(parts: PipelineParts<F>): FittedAnomalyDetectorPipeline<F> {
  const { transformer, model } = parts;
  return Object.freeze({
    ...parts,
    score: (x: FeatureMatrix) => model.score(transformer.transform(x)),
    toArtifact: () => pipelineToArtifact(kind, parts),
  });
}

/**
 * Restores what the `toArtifact` of a {@link FittedAnomalyDetectorPipeline} wrote.
 *
 * @param restoreModel Restores the detector, for example `restoreIsolationForest`.
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreAnomalyDetectorPipeline<F extends FittedAnomalyDetector>(
  content: ArtifactContent,
  restoreModel: (content: ArtifactContent) => F,
  options: RestoreTransformerOptions = {},
): FittedAnomalyDetectorPipeline<F> {
  return fitted(readPipeline(content, kind, restoreModel, options));
}
