import type { ArtifactContent } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { AnomalyDetector, FitOptions } from '../estimator.js';
import { requireFitOptions } from '../fit-options.js';
import { pace } from '../pace.js';
import { integerWithin, numberWithin, oneOf, refuseUnknownParameters } from '../parameters.js';
import { readArtifact } from '../restoring.js';
import { checkTrainingMatrix, refuseWeights } from '../training-data.js';
import { edgesBelow, type Histogram, histogramOf } from './histogram.js';
import { type FittedMarginalScores, marginalScores } from './marginal-scores.js';

/** Parameters of {@link hbos}, with the names and defaults of PyOD. */
export interface HbosParameters {
  /** Bins per feature, 2 to 10,000; 10 unless told. */
  readonly bins?: number;
  /** Added to densities so that an empty bin has a logarithm, above 0 to 1; 0.1 unless told. */
  readonly alpha?: number;
  /** Bin widths beyond the histogram that still count as its outermost bin, 0 to 1; 0.5 unless told. */
  readonly tolerance?: number;
  /**
   * Where a value is looked up that lies on the edge of two bins: in the `upper` one, which counted it, unless told.
   * PyOD counts it there as well but looks it up in the `lower`, so that whole numbers may fall into empty bins.
   */
  readonly edgeValues?: EdgeValues;
}

/** The bin that has the values on its edge to the next. */
export type EdgeValues = 'upper' | 'lower';

/** {@link hbos} as an estimator. */
export interface Hbos extends AnomalyDetector {
  fit(x: FeatureMatrix, options?: FitOptions): Promise<FittedMarginalScores>;
}

interface HbosModel {
  readonly featureNames: readonly string[];
  readonly bins: number;
  readonly alpha: number;
  readonly tolerance: number;
  readonly edgeValues: EdgeValues;
  readonly histograms: readonly Histogram[];
}

const kind = 'titans/hbos';
const version = 1;
const edgeChoices = ['upper', 'lower'] as const;

/**
 * HBOS, histogram-based outlier score (Goldstein and Dengel 2012), as PyOD defines it: of every feature −log₂(density +
 * `alpha`) of the bin that its value falls into, summed over the features. A value further outside the histogram than
 * `tolerance` bins counts as in its emptiest bin. Nothing is random.
 *
 * Densities depend on the unit of a feature and `alpha` does not: features of small numbers weigh more. `decisionScores`
 * are PyOD's with `edgeValues: 'lower'`, and else differ from them for values on edges alone. `score` is 1 less the geometric mean of the densities relative to the densest bins.
 *
 * Missing values are permitted and left out. Categorical codes are treated as numbers. Weights are refused.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range or weights. `fit` also throws
 * `SHAPE_MISMATCH`, `DATA_INSUFFICIENT`, `DATA_NOT_FINITE` for infinite values, and `ABORTED`.
 */
export function hbos(parameters: HbosParameters = {}): Hbos {
  refuseUnknownParameters('hbos', parameters, ['bins', 'alpha', 'tolerance', 'edgeValues']);
  const settings = {
    bins: integerWithin('bins', parameters.bins ?? 10, 2, 10_000),
    alpha: numberWithin('alpha', parameters.alpha ?? 0.1, 1e-12, 1),
    tolerance: numberWithin('tolerance', parameters.tolerance ?? 0.5, 0, 1),
    edgeValues: oneOf('edgeValues', parameters.edgeValues ?? 'upper', edgeChoices),
  };
  return Object.freeze({
    name: 'hbos',
    async fit(x: FeatureMatrix, options: FitOptions = {}) {
      requireFitOptions(options);
      checkTrainingMatrix(x, 'permit-nan');
      refuseWeights(options.weights, 'hbos');
      const step = pace(options, 'hbos', 'steps');
      const histograms: Histogram[] = [];
      for (const column of x.columns) {
        histograms.push(histogramOf(column, settings.bins));
        await step(histograms.length, x.columns.length);
      }
      return fitted({
        ...settings,
        featureNames: Object.freeze(x.features.map(({ name }) => name)),
        histograms,
      });
    },
  });
}

function fitted(model: HbosModel): FittedMarginalScores {
  const { featureNames, bins, alpha, tolerance, edgeValues, histograms } = model;
  const penalties = histograms.map(({ density }) => density.map((each) => -Math.log2(each + alpha)));
  const lowest = Float64Array.from(penalties, (list) => list.reduce((least, each) => Math.min(least, each)));
  const highest = Float64Array.from(penalties, (list) => list.reduce((most, each) => Math.max(most, each)));
  const penalty = (feature: number, value: number): number => {
    const { edges } = histograms[feature] as Histogram;
    const list = penalties[feature] as Float64Array;
    const at = edgesBelow(edges, value);
    if (at === 0) {
      const isNear =
        (edges[0] as number) - value <= ((edges[1] as number) - (edges[0] as number)) * tolerance;
      return (isNear ? list[0] : highest[feature]) as number;
    }
    if (at === bins + 1) {
      const width = (edges[bins] as number) - (edges[bins - 1] as number);
      return (
        value - (edges[bins] as number) <= width * tolerance ? list[bins - 1] : highest[feature]
      ) as number;
    }
    const isOnEdge = edgeValues === 'upper' && at < bins && edges[at] === value;
    return list[isOnEdge ? at : at - 1] as number;
  };
  return Object.freeze({
    ...marginalScores({ featureNames, penalty, lowest, unit: Math.LN2 }),
    toArtifact: () => ({
      kind,
      version,
      data: { featureNames, bins, alpha, tolerance, edgeValues },
      arrays: {
        edges: Float64Array.from(histograms.flatMap(({ edges }) => [...edges])),
        density: Float64Array.from(histograms.flatMap(({ density }) => [...density])),
      },
    }),
  });
}

/**
 * Restores what `toArtifact` of a fitted {@link hbos} wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreHbos(content: ArtifactContent): FittedMarginalScores {
  const artifact = readArtifact(content, kind, version);
  const featureNames = artifact.texts('featureNames');
  const [bins, alpha] = [artifact.number('bins'), artifact.number('alpha')];
  const [edges, density] = [artifact.float64('edges'), artifact.float64('density')];
  const width = featureNames.length;
  if (!(Number.isInteger(bins) && bins >= 2 && alpha > 0))
    throw artifact.corrupt('"bins" or "alpha" is out of range');
  if (edges.length !== width * (bins + 1) || density.length !== width * bins)
    throw artifact.corrupt('its histograms do not belong to the features');
  if (!edges.every(Number.isFinite) || !density.every((each) => each >= 0 && Number.isFinite(each)))
    throw artifact.corrupt('a histogram holds what is no density');
  const edgeValues = edgeChoices.find((choice) => choice === artifact.text('edgeValues'));
  if (!edgeValues) throw artifact.corrupt('"edgeValues" is unknown');
  const histograms = featureNames.map((_, feature) => ({
    edges: edges.slice(feature * (bins + 1), (feature + 1) * (bins + 1)),
    density: density.slice(feature * bins, (feature + 1) * bins),
  }));
  const tolerance = artifact.number('tolerance');
  return fitted({ featureNames, bins, alpha, tolerance, edgeValues, histograms });
}
