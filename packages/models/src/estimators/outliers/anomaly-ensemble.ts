import { createRandom } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { AnomalyDetector, FitOptions } from '../estimator.js';
import { isolationForest } from '../isolation-forest/isolation-forest.js';
import { pace } from '../pace.js';
import { integerWithin, numberWithin, refuseUnknownParameters } from '../parameters.js';
import { requireFit } from '../require-fit.js';
import { checkTrainingMatrix, refuseWeights } from '../training-data.js';
import {
  type FittedAnomalyEnsemble,
  fittedEnsemble,
  type Member,
  memberEvidence,
} from './fitted-ensemble.js';
import { nearestPrototypes } from './nearest-prototypes.js';
import { drawDistinct } from './prototypes.js';
import { scoreTail } from './tail-evidence.js';

/** Parameters of {@link anomalyEnsemble}. */
export interface AnomalyEnsembleParameters {
  /**
   * What is combined: an isolation forest and `nearestPrototypes` of each scaling unless told. To be restored, others
   * than those of this package need to be named to `restoreAnomalyEnsemble`.
   */
  readonly detectors?: readonly AnomalyDetector[];
  /** What the evidence of each detector counts, 0 to 1,000; 1 unless told. */
  readonly detectorWeights?: readonly number[];
  /** Training rows, drawn at random, whose scores say how seldom a score is, 10 to 10 million; 32,768 unless told. */
  readonly calibrationRows?: number;
}

/** {@link anomalyEnsemble} as an estimator. */
export interface AnomalyEnsemble extends AnomalyDetector {
  fit(x: FeatureMatrix, options?: FitOptions): Promise<FittedAnomalyEnsemble>;
}

const name = 'anomaly-ensemble';

/**
 * Several detectors as one, without labels. Their scores have different units, so each is turned into the share of the
 * training rows that score at least as high; the evidence of a row is the weighted mean of the negative logarithms of
 * these tails, and its score 1 less their geometric mean. Unlike a mean of ranks, this lets a detector that finds a row
 * extreme be heard among others that find it ordinary (Fisher's rule for tails).
 *
 * No detector is right for all data and no scaling either, and without labels neither can be chosen: an isolation forest
 * and distances in three scalings were taken as unlike each other.
 *
 * The default members permit missing values and treat categorical codes as numbers. Weights of rows are refused.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range, no detector, or weights. `fit` also throws
 * what the detectors throw, `SHAPE_MISMATCH`, `DATA_INSUFFICIENT`, `DATA_NOT_FINITE` for infinite values, and `ABORTED`.
 * @example
 * ```ts
 * import { anomalyEnsemble } from '@titans/models/estimators';
 *
 * const matrix = {
 *   rows: 6,
 *   features: [
 *     { name: 'amount', kind: 'numeric' as const, inputs: ['amount' as const] },
 *     { name: 'balance', kind: 'numeric' as const, inputs: ['balance' as const] },
 *   ],
 *   columns: [Float64Array.of(1, 2, 3, 4, 5, 5), Float64Array.of(1, 2, 3, 4, 5, 1)],
 * };
 * const fitted = await anomalyEnsemble().fit(matrix, { seed: 7 });
 * fitted.score(matrix); // the last is the highest
 * fitted.contributions([5, 1]); // what each detector says of it
 * ```
 */
export function anomalyEnsemble(parameters: AnomalyEnsembleParameters = {}): AnomalyEnsemble {
  refuseUnknownParameters('anomalyEnsemble', parameters, ['detectors', 'detectorWeights', 'calibrationRows']);
  const detectors = [...(parameters.detectors ?? standardDetectors())];
  integerWithin('the number of detectors', detectors.length, 1, 1_000);
  for (const detector of detectors) requireFit('detectors', detector);
  const given = parameters.detectorWeights ?? detectors.map(() => 1);
  integerWithin('the number of detectorWeights', given.length, detectors.length, detectors.length);
  const weights = given.map((weight) => numberWithin('detectorWeights', weight, 0, 1_000));
  numberWithin('the sum of detectorWeights', sum(weights), Number.MIN_VALUE, Number.MAX_VALUE);
  const calibrationRows = integerWithin(
    'calibrationRows',
    parameters.calibrationRows ?? 32_768,
    10,
    10_000_000,
  );

  return Object.freeze({
    name,
    async fit(x: FeatureMatrix, options: FitOptions = {}) {
      checkTrainingMatrix(x, 'permit-nan');
      refuseWeights(options.weights, 'anomalyEnsemble');
      const { onProgress: _, ...inner } = options;
      const step = pace(options, name, 'steps');
      const calibration = selectRows(x, calibrationRows, options.seed ?? 0);
      const members: Member[] = [];
      const totals = new Float64Array(calibration.rows);
      for (const [index, detector] of detectors.entries()) {
        const fitted = await detector.fit(x, inner);
        const scores = fitted.score(calibration);
        const weight = (weights[index] as number) / sum(weights);
        const member = { name: detector.name, weight, fitted, tail: scoreTail(scores) };
        members.push(member);
        for (let row = 0; row < totals.length; row++)
          totals[row] = (totals[row] as number) + memberEvidence(member, scores[row] as number);
        await step(members.length, detectors.length);
      }
      const featureNames = Object.freeze(x.features.map((feature) => feature.name));
      return fittedEnsemble({ featureNames, members, total: scoreTail(totals) });
    },
  });
}

function standardDetectors(): readonly AnomalyDetector[] {
  return [
    isolationForest(),
    nearestPrototypes({ scaling: 'standard' }),
    nearestPrototypes({ scaling: 'robust' }),
    nearestPrototypes({ scaling: 'range' }),
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** So many rows drawn at random, or all in their order. */
function selectRows(x: FeatureMatrix, wanted: number, seed: number): FeatureMatrix {
  if (x.rows <= wanted) return x;
  const rows = drawDistinct(createRandom(seed, name), x.rows, wanted);
  const columns = x.columns.map((column) => Float64Array.from(rows, (row) => column[row] as number));
  return { rows: rows.length, features: x.features, columns };
}
