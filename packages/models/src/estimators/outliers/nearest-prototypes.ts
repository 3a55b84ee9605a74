import { type ArtifactContent, createRandom } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { quantile } from '../../statistics/quantile.js';
import type { AnomalyDetector, FitOptions, FittedAnomalyDetector } from '../estimator.js';
import { requireFitOptions } from '../fit-options.js';
import { checkRow } from '../isolation-forest/path-scores.js';
import { pace } from '../pace.js';
import { integerWithin, oneOf, refuseUnknownParameters } from '../parameters.js';
import { readArtifact } from '../restoring.js';
import { checkTrainingMatrix, columnsAsTrained, refuseWeights } from '../training-data.js';
import { type FeatureScale, featureScale, type Scaling, scaled, scalings } from './feature-scale.js';
import {
  blocksOf,
  drawDistinct,
  meanNearestDistance,
  type PrototypeBlocks,
  type Prototypes,
  shiftToNeighbours,
} from './prototypes.js';

/** Parameters of {@link nearestPrototypes}. */
export interface NearestPrototypesParameters {
  /** Sets of prototypes whose distances are averaged, 1 to 1,000; 20 unless told. */
  readonly members?: number;
  /** Prototypes of each member, 1 to 10,000; 32 unless told, or as many as there are rows if they are fewer. */
  readonly prototypes?: number;
  /** Rows that each prototype is the mean of, 2 to 1,000; 5 unless told. */
  readonly neighbours?: number;
  /** Rows drawn for each member, among which neighbours are looked for, 2 to 100,000; 1,024 unless told. */
  readonly sampleSize?: number;
  /**
   * What features are divided by to be comparable: their standard deviation, the distance of their quartiles (`robust`,
   * unless told; the standard deviation where the quartiles are one), or their range.
   */
  readonly scaling?: Scaling;
}

/** {@link nearestPrototypes} as an estimator. */
export interface NearestPrototypes extends AnomalyDetector {
  fit(x: FeatureMatrix, options?: FitOptions): Promise<FittedNearestPrototypes>;
}

/** Fitted {@link nearestPrototypes}. */
export interface FittedNearestPrototypes extends FittedAnomalyDetector {
  readonly featureNames: readonly string[];
  /** The mean distance to the nearest prototype that half of the training rows are within, in scaled units. */
  readonly medianDistance: number;
  /**
   * The score of one row as it comes, without a matrix around it.
   *
   * @param values One per feature in the order of `featureNames`; NaN where one is missing.
   * @throws TitansError `SHAPE_MISMATCH` for another number of values, `DATA_NOT_FINITE` for an infinite one.
   */
  scoreRow(values: ArrayLike<number>): number;
}

interface PrototypeModel {
  readonly featureNames: readonly string[];
  readonly scales: readonly FeatureScale[];
  readonly prototypes: Prototypes;
  readonly medianDistance: number;
}

const kind = 'titans/nearest-prototypes';
const version = 1;
/** Rows that the median distance is taken of. */
const judgedRows = 2_048;

/**
 * The distance to the nearest of a few rows drawn at random, averaged over many draws (Sugiyama and Borgwardt 2013; Ting
 * et al. 2017): drawn rows are dense where rows are, so that what is far from all of them stands out, also where no
 * single feature is unusual. Each drawn row is moved to the mean of its neighbours (Yang, Rahardja and Fränti 2021), so
 * that a drawn anomaly does not hide those like it and the model keeps no row. The score is distance ÷ (distance +
 * median distance of the training rows): 0.5 at the median.
 *
 * Missing values are permitted and left out of distances, and so are features that training had no value of. Categorical codes are treated as numbers. Weights are refused.
 * Scoring a row takes `members` × `prototypes` distances, whatever the training rows.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range or weights. `fit` also throws
 * `SHAPE_MISMATCH`, `DATA_INSUFFICIENT`, `DATA_NOT_FINITE` for infinite values, and `ABORTED`.
 */
export function nearestPrototypes(parameters: NearestPrototypesParameters = {}): NearestPrototypes {
  refuseUnknownParameters('nearestPrototypes', parameters, [
    'members',
    'prototypes',
    'neighbours',
    'sampleSize',
    'scaling',
  ]);
  const members = integerWithin('members', parameters.members ?? 20, 1, 1_000);
  const most = integerWithin('prototypes', parameters.prototypes ?? 32, 1, 10_000);
  const neighbours = integerWithin('neighbours', parameters.neighbours ?? 5, 2, 1_000);
  const sampleSize = integerWithin('sampleSize', parameters.sampleSize ?? 1_024, 2, 100_000);
  const scaling = oneOf('scaling', parameters.scaling ?? 'robust', scalings);

  return Object.freeze({
    name: `nearest-prototypes-${scaling}`,
    async fit(x: FeatureMatrix, options: FitOptions = {}) {
      requireFitOptions(options);
      checkTrainingMatrix(x, 'permit-nan');
      refuseWeights(options.weights, 'nearestPrototypes');
      const step = pace(options, 'nearest prototypes', 'rounds');
      const random = createRandom(options.seed ?? 0, 'nearest prototypes');
      const scales = x.columns.map((column) => featureScale(column, scaling));
      const width = scales.length;
      const perMember = Math.min(most, x.rows);
      const points = new Float64Array(members * perMember * width);
      for (let member = 0; member < members; member++) {
        const rows = drawDistinct(random.stream(String(member)), x.rows, Math.max(sampleSize, perMember));
        const into = points.subarray(member * perMember * width, (member + 1) * perMember * width);
        shiftToNeighbours(sampleOf(x, scales, rows), width, neighbours, into);
        await step(member + 1, members);
      }
      const prototypes = { width, members, perMember, points };
      const judged = drawDistinct(random.stream('median'), x.rows, judgedRows);
      const distances = distancesOf(x.columns, scales, blocksOf(prototypes), judged);
      // Where half of the rows are alike, the mean tells how far the others are.
      const mean = distances.reduce((sum, each) => sum + each, 0) / distances.length;
      const medianDistance = quantile(distances, 0.5) || mean || 1;
      const featureNames = Object.freeze(x.features.map(({ name }) => name));
      return fitted({ featureNames, scales, prototypes, medianDistance });
    },
  });
}

/** The rows as scaled values, a missing one as the centre. */
function sampleOf(
  { columns }: FeatureMatrix,
  scales: readonly FeatureScale[],
  rows: Uint32Array,
): Float64Array {
  const sample = new Float64Array(rows.length * columns.length);
  columns.forEach((column, feature) => {
    const scale = scales[feature] as FeatureScale;
    for (let i = 0; i < rows.length; i++) {
      const value = scaled(scale, column[rows[i] as number] as number);
      sample[i * columns.length + feature] = Number.isNaN(value) ? 0 : value;
    }
  });
  return sample;
}

/** Mean distances to the nearest prototypes, of some rows or all. */
function distancesOf(
  columns: readonly Float64Array[],
  scales: readonly FeatureScale[],
  blocks: PrototypeBlocks,
  rows: Uint32Array | null,
): Float64Array {
  const count = rows === null ? (columns[0]?.length ?? 0) : rows.length;
  const distances = new Float64Array(count);
  const row = new Float64Array(columns.length);
  for (let i = 0; i < count; i++) {
    const at = rows === null ? i : (rows[i] as number);
    for (let feature = 0; feature < columns.length; feature++)
      row[feature] = scaled(
        scales[feature] as FeatureScale,
        (columns[feature] as Float64Array)[at] as number,
      );
    distances[i] = meanNearestDistance(blocks, row);
  }
  return distances;
}

function fitted(model: PrototypeModel): FittedNearestPrototypes {
  const { featureNames, scales, prototypes, medianDistance } = model;
  const blocks = blocksOf(prototypes);
  const scoreOf = (distance: number): number => distance / (distance + medianDistance);
  return Object.freeze({
    featureNames,
    medianDistance,
    score: (x: FeatureMatrix) =>
      distancesOf(columnsAsTrained(x, featureNames, 'permit-nan'), scales, blocks, null).map(scoreOf),
    scoreRow(values: ArrayLike<number>) {
      checkRow(values, featureNames, 'permit-nan');
      const row = new Float64Array(featureNames.length);
      for (let feature = 0; feature < row.length; feature++)
        row[feature] = scaled(scales[feature] as FeatureScale, values[feature] as number);
      return scoreOf(meanNearestDistance(blocks, row));
    },
    toArtifact: () => ({
      kind,
      version,
      data: { featureNames, members: prototypes.members, medianDistance },
      arrays: {
        units: Float64Array.from(scales, ({ unit }) => unit),
        centres: Float64Array.from(scales, ({ centre }) => centre),
        spreads: Float64Array.from(scales, ({ spread }) => spread),
        points: prototypes.points.slice(),
      },
    }),
  });
}

/**
 * Restores what `toArtifact` of {@link FittedNearestPrototypes} wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreNearestPrototypes(content: ArtifactContent): FittedNearestPrototypes {
  const artifact = readArtifact(content, kind, version);
  const featureNames = artifact.texts('featureNames');
  const width = featureNames.length;
  const [members, medianDistance] = [artifact.number('members'), artifact.number('medianDistance')];
  const [units, centres, spreads] = ['units', 'centres', 'spreads'].map((name) => artifact.float64(name)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const points = artifact.float64('points').slice();
  const perMember = points.length / members / width;
  if (!(Number.isInteger(perMember) && perMember >= 1 && Number.isInteger(members) && members >= 1))
    throw artifact.corrupt('its prototypes do not belong to the features');
  if ([units, centres, spreads].some((part) => part.length !== width))
    throw artifact.corrupt('its scales do not belong to the features');
  if (![...units, ...spreads, medianDistance].every((each) => each > 0 && Number.isFinite(each)))
    throw artifact.corrupt('a scale is not above 0');
  if (!points.every(Number.isFinite) || centres.some((each) => Math.abs(each) === Number.POSITIVE_INFINITY))
    throw artifact.corrupt('a prototype is not finite');
  const scales = featureNames.map((_, feature) => ({
    unit: units[feature] as number,
    centre: centres[feature] as number,
    spread: spreads[feature] as number,
  }));
  return fitted({ featureNames, scales, prototypes: { width, members, perMember, points }, medianDistance });
}
