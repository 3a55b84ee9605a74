import { type ArtifactContent, TitansError } from '@titans/core';
import { requireFitOptions } from '../estimators/fit-options.js';
import { nested, nestedContent } from '../estimators/nested-artifact.js';
import { requireFit } from '../estimators/require-fit.js';
import { readArtifact } from '../estimators/restoring.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import {
  type FeatureTransformer,
  type FittedAndTransformed,
  type FittedTransformer,
  fitTransform,
  type TransformerFitOptions,
} from './feature-transformer.js';
import { stageOf } from './stages.js';

export const transformerPipelineKind = 'titans/transformer-pipeline';
const version = 1;

/**
 * Transformers one after the other, each learning from what the one before gives, as one transformer. What is given of
 * rows learned from is out of fold where a transformer looks at the target.
 *
 * @throws TitansError `INVALID_ARGUMENT` without a transformer.
 * @example
 * ```ts
 * import { simpleImputer, standardScaler, transformerPipeline } from '@titans/models/preprocessing';
 *
 * const numbers = transformerPipeline([simpleImputer({ numeric: 'median' }), standardScaler()]);
 * const fitted = await numbers.fit({
 *   rows: 3,
 *   features: [{ name: 'day', kind: 'numeric', inputs: ['date'] }],
 *   columns: [Float64Array.of(1, Number.NaN, 3)],
 * });
 * console.log(fitted.outputFeatures);
 * ```
 */
export function transformerPipeline(transformers: readonly FeatureTransformer[]): FeatureTransformer {
  if (!Array.isArray(transformers) || transformers.length === 0) {
    throw new TitansError('INVALID_ARGUMENT', 'A pipeline needs a list of transformers. Give at least one.', {
      details: { field: 'transformers' },
    });
  }
  for (const [index, transformer] of transformers.entries()) {
    requireFit(`transformers[${index}]`, transformer);
  }
  const steps: readonly FeatureTransformer[] = Object.freeze([...transformers]);
  const inside = (index: number, options: TransformerFitOptions): TransformerFitOptions => ({
    ...options,
    ...stageOf(options, `step ${index + 1}/${steps.length}`),
  });
  const last = steps.length - 1;

  /** Fits all steps but the last, of which only `fitTransform` needs what comes out. */
  async function fitFirst(
    x: FeatureMatrix,
    options: TransformerFitOptions,
  ): Promise<{ readonly fitted: readonly FittedTransformer[]; readonly before: FeatureMatrix }> {
    requireFitOptions(options);
    const fitted: FittedTransformer[] = [];
    let before = x;
    for (const [index, step] of steps.slice(0, last).entries()) {
      const found = await fitTransform(step, before, inside(index, options));
      fitted.push(found.fitted);
      before = found.transformed;
    }
    return { fitted, before };
  }

  return Object.freeze({
    name: 'transformer-pipeline',
    async fit(x: FeatureMatrix, options: TransformerFitOptions = {}): Promise<FittedTransformer> {
      const { fitted, before } = await fitFirst(x, options);
      const ending = steps[last] as FeatureTransformer;
      return fittedPipeline([...fitted, await ending.fit(before, inside(last, options))]);
    },
    async fitTransform(x: FeatureMatrix, options: TransformerFitOptions = {}): Promise<FittedAndTransformed> {
      const { fitted, before } = await fitFirst(x, options);
      const ending = steps[last] as FeatureTransformer;
      const found = await fitTransform(ending, before, inside(last, options));
      return Object.freeze({
        fitted: fittedPipeline([...fitted, found.fitted]),
        transformed: found.transformed,
      });
    },
  });
}

function fittedPipeline(steps: readonly FittedTransformer[]): FittedTransformer {
  const [first, last] = [steps[0] as FittedTransformer, steps.at(-1) as FittedTransformer];
  return Object.freeze({
    inputFeatures: first.inputFeatures,
    outputFeatures: last.outputFeatures,
    transform: (x: FeatureMatrix) => steps.reduce((matrix, step) => step.transform(matrix), x),
    toArtifact(): ArtifactContent {
      const parts = steps.map((step, index) => nested(`step${index}`, step.toArtifact()));
      return {
        kind: transformerPipelineKind,
        version,
        data: {
          steps: steps.length,
          ...Object.fromEntries(parts.map(({ data }, index) => [`step${index}`, data])),
        },
        arrays: Object.assign({}, ...parts.map(({ arrays }) => arrays)),
      };
    },
  });
}

export function restoreTransformerPipeline(
  content: ArtifactContent,
  restore: (content: ArtifactContent) => FittedTransformer,
): FittedTransformer {
  const artifact = readArtifact(content, transformerPipelineKind, version);
  const count = artifact.number('steps');
  if (!(Number.isInteger(count) && count >= 1 && count <= 1000)) throw artifact.corrupt('it has no steps');
  const steps = Array.from({ length: count }, (_, index) =>
    restore(nestedContent(content, artifact, `step${index}`)),
  );
  return fittedPipeline(steps);
}
