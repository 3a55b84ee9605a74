import type { ArtifactContent } from '@titans/core';
import type { FitOptions, Fitted } from '../estimators/estimator.js';
import { requireFitOptions } from '../estimators/fit-options.js';
import { nested, nestedContent } from '../estimators/nested-artifact.js';
import { readArtifact } from '../estimators/restoring.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import {
  type FeatureTransformer,
  type FittedTransformer,
  fitTransform,
  type TrainingTarget,
} from './feature-transformer.js';
import { type RestoreTransformerOptions, restoreTransformer } from './restore-transformer.js';
import { stageOf } from './stages.js';
import { transformerPipeline } from './transformer-pipeline.js';

/** Transformers before a model: one, or several of which each learns from what the one before gives. */
export type TransformerSteps = FeatureTransformer | readonly FeatureTransformer[];

/** Both parts of a fitted pipeline. */
export interface PipelineParts<F extends Fitted> {
  readonly transformer: FittedTransformer;
  /** The model, which knows the features that come out of the transformer. */
  readonly model: F;
}

/** Which artifact a pipeline writes. */
export type PipelineKind =
  | 'titans/regressor-pipeline'
  | 'titans/classifier-pipeline'
  | 'titans/anomaly-detector-pipeline';

const version = 1;

export function asTransformer(steps: TransformerSteps): FeatureTransformer {
  const isOne = typeof steps === 'object' && steps !== null && 'fit' in steps;
  return isOne ? steps : transformerPipeline(steps);
}

/** Fits the transformer, then the model on what comes out; both get the seed, the weights and the signal. */
export async function fitBoth<F extends Fitted>(
  steps: FeatureTransformer,
  x: FeatureMatrix,
  target: TrainingTarget | undefined,
  options: FitOptions,
  fitModel: (transformed: FeatureMatrix, options: FitOptions) => Promise<F>,
): Promise<PipelineParts<F>> {
  requireFitOptions(options);
  const { fitted, transformed } = await fitTransform(steps, x, {
    ...options,
    ...stageOf(options, 'preprocessing'),
    ...(target === undefined ? {} : { target }),
  });
  const model = await fitModel(transformed, { ...options, ...stageOf(options, 'model') });
  return Object.freeze({ transformer: fitted, model });
}

export function pipelineToArtifact(
  kind: PipelineKind,
  { transformer, model }: PipelineParts<Fitted>,
): ArtifactContent {
  const parts = [
    nested('transformer', transformer.toArtifact()),
    nested('model', model.toArtifact()),
  ] as const;
  return {
    kind,
    version,
    data: { transformer: parts[0].data, model: parts[1].data },
    arrays: { ...parts[0].arrays, ...parts[1].arrays },
  };
}

export function readPipeline<F extends Fitted>(
  content: ArtifactContent,
  kind: PipelineKind,
  restoreModel: (content: ArtifactContent) => F,
  options: RestoreTransformerOptions,
): PipelineParts<F> {
  const artifact = readArtifact(content, kind, version);
  return Object.freeze({
    transformer: restoreTransformer(nestedContent(content, artifact, 'transformer'), options),
    model: restoreModel(nestedContent(content, artifact, 'model')),
  });
}
