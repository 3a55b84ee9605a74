import type { ArtifactContent } from '@titans/core';
import { median } from 'simple-statistics';
import type { FittedRegressor, Regressor } from '../../estimators/estimator.js';
import { readArtifact } from '../../estimators/restoring.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';

const kind = 'titans/usual-amount';
const version = 1;

/** What a row usually amounts to, as its column `usual_amount` says, moved by the median error; their median where it says nothing. */
export function usualRegressor(): Regressor {
  return {
    name: 'usual amount',
    async fit(x, target) {
      const errors = usualOf(x).map((usual, row) => (target[row] as number) - usual);
      const known = errors.filter((error) => !Number.isNaN(error));
      return fittedUsual(median([...target]), known.length === 0 ? 0 : median([...known]));
    },
  };
}

function fittedUsual(overall: number, shift: number): FittedRegressor {
  return Object.freeze({
    predict: (x: FeatureMatrix) => usualOf(x).map((usual) => (Number.isNaN(usual) ? overall : usual + shift)),
    toArtifact: (): ArtifactContent => ({ kind, version, data: { overall, shift }, arrays: {} }),
  });
}

/** Restores what a fitted {@link usualRegressor} wrote. */
export function restoreUsualRegressor(content: ArtifactContent): FittedRegressor {
  const artifact = readArtifact(content, kind, version);
  return fittedUsual(artifact.number('overall'), artifact.number('shift'));
}

function usualOf(x: FeatureMatrix): Float64Array {
  const position = x.features.findIndex((feature) => feature.name === 'usual_amount');
  return x.columns[position] ?? new Float64Array(x.rows).fill(Number.NaN);
}
