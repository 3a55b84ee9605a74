import { type ArtifactContent, TitansError } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FittedAnomalyDetector } from '../estimator.js';
import { checkRow } from '../isolation-forest/path-scores.js';
import { nested, nestedContent } from '../nested-artifact.js';
import { readArtifact } from '../restoring.js';
import { columnsInOrder } from '../training-data.js';
import { exponential } from '../trees/kernel/exponential.js';
import { distributionArrays, readDistributions } from './empirical-distribution.js';
import { type RestoreDetector, restoreDetector } from './restore-detector.js';
import { type ScoreTail, tailEvidence } from './tail-evidence.js';

/** Fitted detectors that are asked together. */
export interface FittedAnomalyEnsemble extends FittedAnomalyDetector {
  readonly featureNames: readonly string[];
  /** The detectors by name, in the order of `contributions`. */
  readonly detectorNames: readonly string[];
  /**
   * The score of one row as it comes, without a matrix around it.
   *
   * @param values One per feature in the order of `featureNames`; NaN where one is missing.
   * @throws TitansError `SHAPE_MISMATCH` for another number of values, `DATA_NOT_FINITE` for an infinite one.
   */
  scoreRow(values: ArrayLike<number>): number;
  /**
   * The share of rows like those learned from whose score is at least as high, one per row: alerting below 0.001 alerts
   * on about one ordinary row in a thousand, if rows stay as they were. Below one in as many as were learned from, it is
   * extrapolated, and the more cautiously the fewer they were.
   *
   * @throws TitansError as `score` does.
   */
  tailProbability(x: FeatureMatrix): Float64Array;
  /**
   * What each detector adds to the evidence against a row, whose sum is −ln(1 − score): its weight times the negative
   * logarithm of the share of training rows that it scores as high.
   *
   * @throws TitansError as `scoreRow` does.
   */
  contributions(values: ArrayLike<number>): Float64Array;
}

/** One detector and what its scores mean. */
export interface Member {
  readonly name: string;
  /** The weights of all members sum to 1. */
  readonly weight: number;
  readonly fitted: FittedAnomalyDetector;
  readonly tail: ScoreTail;
}

interface Ensemble {
  readonly featureNames: readonly string[];
  readonly members: readonly Member[];
  /** Of the evidence of all members together. */
  readonly total: ScoreTail;
}

const kind = 'titans/anomaly-ensemble';
const version = 1;

/** What a score of a member adds to the evidence. */
function memberEvidence({ weight, tail }: Member, score: number): number {
  return weight * tailEvidence(tail, score);
}

/** What a detector says of rows. @throws TitansError `DATA_NOT_FINITE` for what is no list of finite numbers, one per row. */
export function memberScores(name: string, fitted: FittedAnomalyDetector, x: FeatureMatrix): Float64Array {
  const scores = fitted.score(x);
  if (scores.length === x.rows && scores.every(Number.isFinite)) return scores;
  throw new TitansError(
    'DATA_NOT_FINITE',
    `The detector "${name}" gave ${scores.length} scores for ${x.rows} rows, or one that is no finite number. Mend or leave it out.`,
    { details: { detector: name } },
  );
}

/** The evidence of all members against each row. */
export function evidenceOf(members: readonly Member[], x: FeatureMatrix): Float64Array {
  const sums = new Float64Array(x.rows);
  for (const member of members) {
    const scores = memberScores(member.name, member.fitted, x);
    for (let row = 0; row < sums.length; row++)
      sums[row] = (sums[row] as number) + memberEvidence(member, scores[row] as number);
  }
  return sums;
}

/** A detector that scores one row without a matrix. */
interface RowScorer extends FittedAnomalyDetector {
  scoreRow(values: ArrayLike<number>): number;
}

function scoresRows(fitted: FittedAnomalyDetector): fitted is RowScorer {
  return 'scoreRow' in fitted && typeof fitted.scoreRow === 'function';
}

/** Scores rows by all members together. */
export function fittedEnsemble(ensemble: Ensemble): FittedAnomalyEnsemble {
  const { featureNames, members, total } = ensemble;
  const features = featureNames.map((name) => ({ name, kind: 'numeric' as const, inputs: [] }));

  function evidence(x: FeatureMatrix): Float64Array {
    columnsInOrder(x, featureNames);
    return evidenceOf(members, x);
  }

  function contributions(values: ArrayLike<number>): Float64Array {
    checkRow(values, featureNames, 'permit-nan');
    const parts = new Float64Array(members.length);
    members.forEach((member, index) => {
      parts[index] = memberEvidence(member, scoreOfRow(member.fitted, values));
    });
    return parts;
  }

  function scoreOfRow(fitted: FittedAnomalyDetector, values: ArrayLike<number>): number {
    if (scoresRows(fitted)) return fitted.scoreRow(values);
    const columns = Array.from(values, (value) => Float64Array.of(value));
    return fitted.score({ rows: 1, features, columns })[0] as number;
  }

  return Object.freeze({
    featureNames,
    detectorNames: Object.freeze(members.map(({ name }) => name)),
    contributions,
    score: (x: FeatureMatrix) => evidence(x).map(scoreOf),
    scoreRow: (values: ArrayLike<number>) =>
      scoreOf(contributions(values).reduce((sum, part) => sum + part, 0)),
    tailProbability: (x: FeatureMatrix) =>
      evidence(x).map((found) => exponential(-tailEvidence(total, found))),
    toArtifact: () => toArtifact(ensemble),
  });
}

function scoreOf(evidence: number): number {
  return 1 - exponential(-evidence);
}

function toArtifact({ featureNames, members, total }: Ensemble): ArtifactContent {
  const inner = members.map(({ fitted }, index) => nested(memberKey(index), fitted.toArtifact()));
  const tails = [...members.map(({ tail }) => tail), total];
  return {
    kind,
    version,
    data: {
      featureNames,
      detectorNames: members.map(({ name }) => name),
      ...Object.fromEntries(inner.map(({ data }, index) => [memberKey(index), data] as const)),
    },
    arrays: {
      weights: Float64Array.from(members, ({ weight }) => weight),
      excesses: Float64Array.from(tails, ({ excess }) => excess),
      ...distributionArrays(tails.map(({ distribution }) => distribution)),
      ...Object.assign({}, ...inner.map(({ arrays }) => arrays)),
    },
  };
}

function memberKey(index: number): string {
  return `detector${index + 1}`;
}

/**
 * Restores what `toArtifact` of {@link FittedAnomalyEnsemble} wrote.
 *
 * @param others How detectors are restored that are not of this package, by the kind of their artifact.
 * @throws TitansError `ARTIFACT_KIND`, also for a detector that nothing restores, `ARTIFACT_VERSION` or
 * `ARTIFACT_CORRUPT`.
 */
export function restoreAnomalyEnsemble(
  content: ArtifactContent,
  others: Readonly<Record<string, RestoreDetector>> = {},
): FittedAnomalyEnsemble {
  const artifact = readArtifact(content, kind, version);
  const [featureNames, names] = [artifact.texts('featureNames'), artifact.texts('detectorNames')];
  const [weights, excesses] = [artifact.float64('weights'), artifact.float64('excesses')];
  if (names.length === 0 || weights.length !== names.length || excesses.length !== names.length + 1)
    throw artifact.corrupt('its weights do not belong to the detectors');
  if (!weights.every((weight) => weight >= 0 && weight <= 1) || !excesses.every((excess) => excess > 0))
    throw artifact.corrupt('a weight or an excess is out of range');
  const tails = readDistributions(artifact, names.length + 1).map((distribution, index) => {
    if (distribution.count === 0) throw artifact.corrupt('a detector has no scores to compare with');
    return { distribution, excess: excesses[index] as number };
  });
  const members = names.map((name, index) => ({
    name,
    weight: weights[index] as number,
    fitted: restoreDetector(nestedContent(content, artifact, memberKey(index)), others),
    tail: tails[index] as ScoreTail,
  }));
  return fittedEnsemble({ featureNames, members, total: tails[names.length] as ScoreTail });
}
