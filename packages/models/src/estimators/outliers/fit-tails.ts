import type { ArtifactContent } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions } from '../estimator.js';
import { requireFitOptions } from '../fit-options.js';
import { pace } from '../pace.js';
import { readArtifact } from '../restoring.js';
import { checkTrainingMatrix, refuseWeights } from '../training-data.js';
import {
  countBetween,
  distributionArrays,
  type EmpiricalDistribution,
  empiricalDistribution,
  lastAtMost,
  readDistributions,
} from './empirical-distribution.js';
import { type FittedMarginalScores, marginalScores } from './marginal-scores.js';
import { signOfSkewness } from './skewness.js';

/** What was learned of a feature. */
interface FeatureTails {
  readonly distribution: EmpiricalDistribution;
  /** -1, 0 or 1. */
  readonly skewness: number;
}

/** What tells apart the detectors that look at the tails of each feature. */
export interface TailDetectorKind {
  readonly name: string;
  readonly kind: string;
  readonly version: number;
  /** How unusual a value is, from the negative logarithms of its tails and that of the side to which they are skewed. */
  penalty(left: number, right: number, skewed: number): number;
}

/** @throws TitansError as the detectors say. */
export async function fitTails(
  detector: TailDetectorKind,
  x: FeatureMatrix,
  options: FitOptions,
): Promise<FittedMarginalScores> {
  requireFitOptions(options);
  checkTrainingMatrix(x, 'permit-nan');
  refuseWeights(options.weights, detector.name);
  const step = pace(options, detector.name, 'steps');
  const tails: FeatureTails[] = [];
  for (const column of x.columns) {
    tails.push({ distribution: empiricalDistribution(column), skewness: signOfSkewness(column) });
    await step(tails.length, x.columns.length);
  }
  return fittedTails(detector, Object.freeze(x.features.map(({ name }) => name)), tails);
}

function fittedTails(
  detector: TailDetectorKind,
  featureNames: readonly string[],
  tails: readonly FeatureTails[],
): FittedMarginalScores {
  return Object.freeze({
    ...marginalScores({
      featureNames,
      penalty: (feature, value) => penaltyOf(detector, tails[feature] as FeatureTails, value),
      lowest: new Float64Array(featureNames.length),
      unit: 1,
    }),
    toArtifact: () => ({
      kind: detector.kind,
      version: detector.version,
      data: { featureNames },
      arrays: {
        ...distributionArrays(tails.map(({ distribution }) => distribution)),
        skewness: Int32Array.from(tails, ({ skewness }) => skewness),
      },
    }),
  });
}

/** A value beyond all that were learned from is taken for one in `count` + 1. A feature without a value tells nothing. */
function penaltyOf(
  detector: TailDetectorKind,
  { distribution, skewness }: FeatureTails,
  value: number,
): number {
  const { count, values, below, upTo } = distribution;
  if (count === 0) return 0;
  const at = lastAtMost(distribution, value);
  const isKept = at >= 0 && values[at] === value;
  const less = isKept ? (below[at] as number) : countBetween(distribution, at, value);
  const most = isKept ? (upTo[at] as number) : less;
  const beyond = count / (count + 1);
  const left = -Math.log(Math.max(most, beyond) / count);
  const right = -Math.log(Math.max(count - less, beyond) / count);
  const skewed = skewness < 0 ? left : skewness > 0 ? right : left + right;
  return detector.penalty(left, right, skewed);
}

/** @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`. */
export function restoreTails(detector: TailDetectorKind, content: ArtifactContent): FittedMarginalScores {
  const artifact = readArtifact(content, detector.kind, detector.version);
  const featureNames = artifact.texts('featureNames');
  const skewness = artifact.int32('skewness');
  if (skewness.length !== featureNames.length || skewness.some((sign) => sign * sign > 1))
    throw artifact.corrupt('"skewness" does not belong to the features');
  const tails = readDistributions(artifact, featureNames.length).map((distribution, index) => ({
    distribution,
    skewness: skewness[index] as number,
  }));
  return fittedTails(detector, featureNames, tails);
}
