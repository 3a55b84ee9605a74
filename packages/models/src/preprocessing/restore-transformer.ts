import { type ArtifactContent, type JsonValue, TitansError } from '@titans/core';
import { requireObject } from '../calibration/checked-values.js';
import type { ColumnMethod } from './column-method.js';
import { restoreColumnwise } from './columnwise.js';
import type { FittedTransformer } from './feature-transformer.js';
import { columnTransformerKind, restoreColumnTransformer } from './fitted-column-transformer.js';
import { frequencyMethod } from './frequency-encoder.js';
import { hashingMethod } from './hashing-encoder.js';
import { kBinsMethod } from './k-bins-discretizer.js';
import { maxAbsMethod } from './max-abs-scaler.js';
import { minMaxMethod } from './min-max-scaler.js';
import { oneHotMethod } from './one-hot-encoder.js';
import { ordinalMethod } from './ordinal-encoder.js';
import { powerMethod } from './power-transformer.js';
import { quantileMethod } from './quantile-transformer.js';
import { robustMethod } from './robust-scaler.js';
import { imputerMethod } from './simple-imputer.js';
import { standardMethod } from './standard-scaler.js';
import { restoredTargetMethod } from './target-encoder.js';
import { restoreTransformerPipeline, transformerPipelineKind } from './transformer-pipeline.js';

/** Options of {@link restoreTransformer}. */
export interface RestoreTransformerOptions {
  /** Restores transformers of your own, by the `kind` of their artifacts. */
  readonly others?: Readonly<Record<string, (content: ArtifactContent) => FittedTransformer>>;
}

type Parameters = Readonly<Record<string, JsonValue>>;

/** Each checks its parameters as its factory does, so the casts promise nothing that is not checked. */
const methods: Readonly<Record<string, (parameters: Parameters) => ColumnMethod>> = {
  'titans/standard-scaler': (parameters) => standardMethod(parameters),
  'titans/robust-scaler': (parameters) => robustMethod(parameters),
  'titans/min-max-scaler': (parameters) => minMaxMethod(parameters),
  'titans/max-abs-scaler': (parameters) => maxAbsMethod(parameters),
  'titans/quantile-transformer': (parameters) => quantileMethod(parameters),
  'titans/power-transformer': (parameters) => powerMethod(parameters),
  'titans/k-bins-discretizer': (parameters) => kBinsMethod(parameters),
  'titans/one-hot-encoder': (parameters) => oneHotMethod(parameters),
  'titans/ordinal-encoder': (parameters) => ordinalMethod(parameters),
  'titans/hashing-encoder': (parameters) => hashingMethod(parameters),
  'titans/frequency-encoder': (parameters) => frequencyMethod(parameters),
  'titans/target-encoder': (parameters) => restoredTargetMethod(parameters),
  'titans/simple-imputer': (parameters) => imputerMethod(parameters),
};

/**
 * Restores what the `toArtifact` of any fitted transformer wrote, with the transformers inside it.
 *
 * @throws TitansError `ARTIFACT_KIND` for another kind, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 * @example
 * ```ts
 * import { restoreTransformer, standardScaler } from '@titans/models/preprocessing';
 *
 * const x = {
 *   rows: 2,
 *   features: [{ name: 'day', kind: 'numeric' as const, inputs: ['date' as const] }],
 *   columns: [Float64Array.of(1, 3)],
 * };
 * const fitted = await standardScaler().fit(x);
 * restoreTransformer(fitted.toArtifact()).transform(x).columns[0]; // -1, 1
 * ```
 */
export function restoreTransformer(
  content: ArtifactContent,
  options: RestoreTransformerOptions = {},
): FittedTransformer {
  requireObject('content', content);
  const { kind } = content;
  const restore = (inner: ArtifactContent): FittedTransformer => restoreTransformer(inner, options);
  if (options.others && Object.hasOwn(options.others, kind)) {
    return (options.others[kind] as (content: ArtifactContent) => FittedTransformer)(content);
  }
  if (kind === transformerPipelineKind) return restoreTransformerPipeline(content, restore);
  if (kind === columnTransformerKind) return restoreColumnTransformer(content, restore);
  if (Object.hasOwn(methods, kind)) {
    return restoreColumnwise(content, methods[kind] as (parameters: Parameters) => ColumnMethod);
  }
  throw new TitansError(
    'ARTIFACT_KIND',
    `The artifact is a "${kind}", which is no transformer of this release. Give options.others for your own.`,
    { details: { kind } },
  );
}
