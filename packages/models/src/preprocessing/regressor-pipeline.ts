import type { ArtifactContent } from '@titans/core';
import type { FitOptions, FittedRegressor, Regressor } from '../estimators/estimator.js';
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

/** {@link regressorPipeline} as an estimator. */
export interface RegressorPipeline<F extends FittedRegressor = FittedRegressor> extends Regressor {
  fit(x: FeatureMatrix, target: Float64Array, options?: FitOptions): Promise<FittedRegressorPipeline<F>>;
}

/** A regressor with the transformers before it. */
export interface FittedRegressorPipeline<F extends FittedRegressor = FittedRegressor>
  extends FittedRegressor,
    PipelineParts<F> {}

const kind = 'titans/regressor-pipeline';

/**
 * Transformers before a regressor, together one regressor: whatever is fitted is fitted on the rows that `fit` is given,
 * so that cross-validation measures all of it and nothing leaks from the tested rows.
 *
 * @param steps One transformer or several in order.
 * @throws TitansError `INVALID_ARGUMENT` for no transformer; `fit` whatever its parts throw.
 * @example
 * ```ts
 * import { ridge } from '@titans/models/estimators';
 * import { crossValidate, kFold } from '@titans/models/evaluation';
 * import { regressorPipeline, simpleImputer, targetEncoder } from '@titans/models/preprocessing';
 *
 * const x = {
 *   rows: 40,
 *   features: [{ name: 'shop', kind: 'categorical' as const, inputs: ['description' as const] }],
 *   columns: [Float64Array.from({ length: 40 }, (_, row) => row % 4)],
 * };
 * const target = x.columns[0]?.map((shop) => 10 * shop) ?? new Float64Array(0);
 * const pipeline = regressorPipeline([simpleImputer(), targetEncoder()], ridge());
 * const { overall } = await crossValidate(pipeline, { x, target }, kFold(40, { folds: 5 }));
 * console.log(overall.mae);
 * ```
 */
export function regressorPipeline<F extends FittedRegressor>(
  steps: TransformerSteps,
  regressor: {
    readonly name: string;
    fit(x: FeatureMatrix, target: Float64Array, options?: FitOptions): Promise<F>;
  },
): RegressorPipeline<F> {
  const transformer = asTransformer(steps);
  requireFit('regressor', regressor);
  return Object.freeze({
    name: `${transformer.name} → ${regressor.name}`,
    async fit(x: FeatureMatrix, target: Float64Array, options: FitOptions = {}) {
      return fitted(
        await fitBoth<F>(transformer, x, target, options, (transformed, inner) =>
          regressor.fit(transformed, target, inner),
        ),
      );
    },
  });
}

function fitted<F extends FittedRegressor>(parts: PipelineParts<F>): FittedRegressorPipeline<F> {
  const { transformer, model } = parts;
  return Object.freeze({
    ...parts,
    predict: (x: FeatureMatrix) => model.predict(transformer.transform(x)),
    toArtifact: () => pipelineToArtifact(kind, parts),
  });
}

/**
 * Restores what the `toArtifact` of a {@link FittedRegressorPipeline} wrote.
 *
 * @param restoreModel Restores the regressor, for example `restoreRidge`.
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreRegressorPipeline<F extends FittedRegressor>(
  content: ArtifactContent,
  restoreModel: (content: ArtifactContent) => F,
  options: RestoreTransformerOptions = {},
): FittedRegressorPipeline<F> {
  return fitted(readPipeline(content, kind, restoreModel, options));
}
