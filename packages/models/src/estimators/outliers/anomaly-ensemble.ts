import { createRandom, type Random, TitansError } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { AnomalyDetector, FitOptions } from '../estimator.js';
import { requireFitOptions } from '../fit-options.js';
import { isolationForest } from '../isolation-forest/isolation-forest.js';
import { pace } from '../pace.js';
import { integerWithin, numberWithin, refuseUnknownParameters } from '../parameters.js';
import { requireFit } from '../require-fit.js';
import { checkTrainingMatrix, refuseWeights } from '../training-data.js';
import {
  evidenceOf,
  type FittedAnomalyEnsemble,
  fittedEnsemble,
  type Member,
  memberScores,
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
/** Below so many rows a detector knows those it learned from too well for their scores to say how seldom one is. */
const fewRows = 2_048;
const mostFolds = 5;

/**
 * Several detectors as one, without labels. Their scores have different units, so each is turned into the share of the
 * training rows that score at least as high; the evidence of a row is the weighted mean of the negative logarithms of
 * these tails, and its score 1 less their geometric mean. Unlike a mean of ranks, this lets a detector that finds a row
 * extreme be heard among others that find it ordinary (Fisher's rule for tails).
 *
 * No detector is right for all data and no scaling either, and without labels neither can be chosen: an isolation forest
 * and distances in three scalings were taken as unlike each other.
 *
 * The detectors also learn without each fifth of fewer than 2,048 rows, six times in all: what rows are judged to be that
 * were not learned from is what `tailProbability` compares with.
 *
 * The default members permit missing values and treat categorical codes as numbers. Weights of rows are refused.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range, no detector, or weights. `fit` also throws
 * what the detectors throw, `DATA_NOT_FINITE` for scores that are no finite numbers, `SHAPE_MISMATCH`, `DATA_INSUFFICIENT`, `DATA_NOT_FINITE` for infinite values, and `ABORTED`.
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
  const detectors = [...listOf('detectors', parameters.detectors ?? standardDetectors())];
  integerWithin('the number of detectors', detectors.length, 1, 1_000);
  for (const detector of detectors) requireFit('detectors', detector);
  const given = listOf('detectorWeights', parameters.detectorWeights ?? detectors.map(() => 1));
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
      requireFitOptions(options);
      checkTrainingMatrix(x, 'permit-nan');
      refuseWeights(options.weights, 'anomalyEnsemble');
      const { onProgress: _, ...inner } = options;
      const random = createRandom(options.seed ?? 0, name);
      const folds = x.rows < fewRows ? drawFolds(x.rows, random.stream('folds')) : [];
      const step = pace(options, name, 'steps');
      const steps = detectors.length * (1 + folds.length);
      let done = 0;
      const learn = async (rows: FeatureMatrix, calibration: FeatureMatrix) => {
        const members: Member[] = [];
        for (const [index, detector] of detectors.entries()) {
          const fitted = await detector.fit(rows, inner);
          const tail = scoreTail(memberScores(detector.name, fitted, calibration));
          const weight = (weights[index] as number) / sum(weights);
          members.push({ name: detector.name, weight, fitted, tail });
          await step(++done, steps);
        }
        return members;
      };
      const calibration = selectRows(x, calibrationRows, random);
      const members = await learn(x, calibration);
      const totals = folds.length > 0 ? new Float64Array(x.rows) : evidenceOf(members, calibration);
      for (const heldOut of folds) {
        const others = takeRows(
          x,
          Uint32Array.from(folds.filter((fold) => fold !== heldOut).flatMap((fold) => [...fold])),
        );
        const without = await learn(others, selectRows(others, calibrationRows, random));
        evidenceOf(without, takeRows(x, heldOut)).forEach((evidence, i) => {
          totals[heldOut[i] as number] = evidence;
        });
      }
      const featureNames = Object.freeze(x.features.map((feature) => feature.name));
      return fittedEnsemble({ featureNames, members, total: scoreTail(totals) });
    },
  });
}

/** Disjoint lists of all rows, of sizes as equal as can be; none for one row. */
function drawFolds(rows: number, random: Random): readonly Uint32Array[] {
  if (rows < 2) return [];
  const shuffled = random.shuffle(Uint32Array.from({ length: rows }, (_, row) => row));
  const count = Math.min(mostFolds, rows);
  return Array.from({ length: count }, (_, fold) => shuffled.filter((_, i) => i % count === fold));
}

function listOf<T>(field: string, given: readonly T[]): readonly T[] {
  if (Array.isArray(given)) return given;
  throw new TitansError('INVALID_ARGUMENT', `${field} must be a list.`, { details: { field } });
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
function selectRows(x: FeatureMatrix, wanted: number, random: Random): FeatureMatrix {
  return x.rows <= wanted ? x : takeRows(x, drawDistinct(random, x.rows, wanted));
}

function takeRows(x: FeatureMatrix, rows: Uint32Array): FeatureMatrix {
  const columns = x.columns.map((column) => Float64Array.from(rows, (row) => column[row] as number));
  return { rows: rows.length, features: x.features, columns };
}
