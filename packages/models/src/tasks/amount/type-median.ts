import type { ArtifactContent } from '@titans/core';
import { median } from 'simple-statistics';
import type { FittedRegressor, Regressor } from '../../estimators/estimator.js';
import { readArtifact } from '../../estimators/restoring.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';

const kind = 'titans/type-median';
const version = 1;

/** The median of the target among the rows of the same type; of all rows where a type has none. What others must beat. */
export function typeMedian(): Regressor {
  return {
    name: 'median of the type',
    async fit(x, target) {
      const types = typesOf(x);
      const overall = median([...target]);
      const medians = Float64Array.from({ length: 2 }, (_, type) => {
        const values = target.filter((_, row) => types[row] === type);
        return values.length === 0 ? overall : median([...values]);
      });
      return fittedTypeMedian(overall, medians);
    },
  };
}

function fittedTypeMedian(overall: number, medians: Float64Array): FittedRegressor {
  return Object.freeze({
    predict: (x: FeatureMatrix) => typesOf(x).map((type) => medians[type] ?? overall),
    toArtifact: (): ArtifactContent => ({ kind, version, data: { overall }, arrays: { medians } }),
  });
}

/** Restores what a fitted {@link typeMedian} wrote. */
export function restoreTypeMedian(content: ArtifactContent): FittedRegressor {
  const artifact = readArtifact(content, kind, version);
  return fittedTypeMedian(artifact.number('overall'), artifact.float64('medians'));
}

function typesOf(x: FeatureMatrix): Float64Array {
  const position = x.features.findIndex((feature) => feature.name === 'type');
  return x.columns[position] ?? new Float64Array(x.rows).fill(Number.NaN);
}
