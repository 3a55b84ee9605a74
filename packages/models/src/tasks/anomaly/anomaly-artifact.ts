import type { ArtifactArray, ArtifactContent, CurrencyCode, JsonValue } from '@titans/core';
import { nested, nestedContent } from '../../estimators/nested-artifact.js';
import { type ArtifactReader, type Migrations, readArtifact } from '../../estimators/restoring.js';
import { restoreGradientBoostingClassifier } from '../../estimators/trees/gradient-boosting-classifier.js';
import { numbersIn } from '../../forecast/fitted-forecast.js';
import { measurementsFrom, measurementsToJson } from '../measurements.js';
import type { Measurement } from '../models.js';
import { lookBackNames } from './anomaly-input.js';
import { restoreDetector } from './detectors.js';
import { allKinds } from './evidence.js';
import type { FittedAnomaly } from './fitted-anomaly.js';
import type { LabelModel } from './label-model.js';
import { noPopulationArrays, populationArrays, populationIn } from './population/population-artifact.js';
import type { PopulationState } from './population/population-fold.js';
import type { ScoreMap } from './score-map.js';
import type { SurpriseScale } from './surprise-scale.js';
import type { FittedUnusual } from './unusual.js';

/** Everything an anomaly model consists of. */
export interface AnomalyParts {
  readonly fitted: FittedAnomaly;
  /** What happened across accounts up to the end of training, or of what was followed since. */
  readonly population: PopulationState;
  /** Currency of queries that name none. */
  readonly currency: CurrencyCode;
  readonly measurements: readonly Measurement[];
  readonly trainedOn: number;
}

export const anomalyKind = 'titans/anomaly-model';
const version = 4;

/** The model as data: no row, no name of a payee or account. */
export function anomalyContent(parts: AnomalyParts): ArtifactContent {
  const { fitted, population, currency, measurements, trainedOn } = parts;
  const { unusual, labels, map, mapAlone, mapPopulation, threshold, followedThreshold, budget } = fitted;
  const detector = nested('detector', unusual.detector.toArtifact());
  const trees = labels?.trees ? nested('trees', labels.trees.toArtifact()) : null;
  const populationTrees = labels?.populationTrees
    ? nested('populationTrees', labels.populationTrees.toArtifact())
    : null;
  const maps = [map, mapAlone, mapPopulation];
  const scales = [
    ...unusual.scales,
    ...maps.flatMap((one) => (one.kind === 'percentile' ? [one.scale] : [])),
  ];
  const { hours, weekdays, newPayees, newCategories, incomes } = unusual.usual;
  const probabilities = maps.flatMap((one) =>
    one.kind === 'probability' ? [{ slope: one.platt.slope, intercept: one.platt.intercept }] : [],
  );
  const learned: JsonValue =
    labels === null ? null : { intercept: labels.evidence.intercept, treeShare: labels.treeShare };
  return {
    kind: anomalyKind,
    version,
    data: {
      currency,
      trainedOn,
      threshold,
      followedThreshold,
      budget,
      measurements: measurementsToJson(measurements),
      detector: detector.data,
      typical: unusual.typical,
      newPayees,
      newCategories,
      incomes,
      probabilities,
      labels: learned,
      trees: trees === null ? null : trees.data,
      populationTrees: populationTrees === null ? null : populationTrees.data,
    },
    arrays: {
      hours,
      weekdays,
      weights: unusual.weights,
      referenceKeys: unusual.reference.keys,
      referenceMedians: unusual.reference.medians,
      referenceDeviations: unusual.reference.deviations,
      ...scaleArrays(scales),
      ...(labels === null ? {} : { coefficients: labels.evidence.coefficients }),
      ...detector.arrays,
      ...trees?.arrays,
      ...populationTrees?.arrays,
      ...populationArrays(population),
    },
  };
}

/**
 * Version 3 knew nothing of what happens across accounts, and not the budget of its threshold: a percentile is the share of
 * rows below it.
 */
const migrations: Migrations = {
  3: (content) => {
    const artifact = readArtifact(content, anomalyKind, 3);
    const threshold = artifact.number('threshold');
    const probabilities = artifact.json('probabilities');
    const isCalibrated = Array.isArray(probabilities) && probabilities.length > 0;
    const scales = scalesIn(artifact);
    const ofMap = scales[allKinds.length];
    return {
      ...content,
      data: {
        ...(content.data as Readonly<Record<string, JsonValue>>),
        followedThreshold: threshold,
        budget: isCalibrated ? null : 1 - threshold,
        probabilities: isCalibrated ? [...probabilities, probabilities[0] ?? null] : [],
        populationTrees: null,
      },
      arrays: {
        ...content.arrays,
        ...(isCalibrated || ofMap === undefined ? {} : scaleArrays([...scales, ofMap])),
        ...noPopulationArrays(),
      },
    };
  },
};

/** Scales one after the other. */
function scaleArrays(scales: readonly SurpriseScale[]): Readonly<Record<string, ArtifactArray>> {
  return {
    scaleKnots: Uint32Array.from(scales, ({ at }) => at.length),
    scaleAt: Float64Array.from(scales.flatMap(({ at }) => [...at])),
    scaleNats: Float64Array.from(scales.flatMap(({ nats }) => [...nats])),
    scaleTails: Float64Array.from(scales, ({ tail }) => tail),
    scaleMosts: Float64Array.from(scales, ({ most }) => most),
  };
}

/**
 * Reads what {@link anomalyContent} wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function anomalyPartsIn(content: ArtifactContent): AnomalyParts {
  const artifact = readArtifact(content, anomalyKind, version, migrations);
  const scales = scalesIn(artifact);
  return {
    fitted: {
      unusual: unusualIn(content, artifact, scales.slice(0, allKinds.length)),
      labels: labelsIn(content, artifact),
      map: mapIn(artifact, scales, 0),
      mapAlone: mapIn(artifact, scales, 1),
      mapPopulation: mapIn(artifact, scales, 2),
      threshold: artifact.number('threshold'),
      followedThreshold: artifact.number('followedThreshold'),
      budget: artifact.json('budget') === null ? null : artifact.number('budget'),
    },
    population: populationIn(artifact),
    currency: artifact.text('currency'),
    trainedOn: artifact.number('trainedOn'),
    measurements: measurementsFrom(artifact),
  };
}

function unusualIn(
  content: ArtifactContent,
  artifact: ArtifactReader,
  scales: readonly SurpriseScale[],
): FittedUnusual {
  const reference = {
    keys: artifact.uint32('referenceKeys'),
    medians: artifact.float64('referenceMedians'),
    deviations: artifact.float64('referenceDeviations'),
  };
  const [hours, weekdays] = [artifact.float64('hours'), artifact.float64('weekdays')];
  const weights = artifact.float64('weights');
  const typical = numbersIn(artifact.json('typical'));
  const levels = reference.keys.length;
  if (
    hours.length !== 24 ||
    weekdays.length !== 7 ||
    weights.length !== allKinds.length ||
    scales.length !== allKinds.length ||
    reference.medians.length !== levels ||
    reference.deviations.length !== levels
  ) {
    throw artifact.corrupt('its arrays have lengths that do not belong together');
  }
  if ([...lookBackNames].some((feature) => typical[feature] === undefined)) {
    throw artifact.corrupt('"typical" is incomplete');
  }
  return {
    detector: restoreDetector(nestedContent(content, artifact, 'detector')),
    reference,
    usual: {
      hours,
      weekdays,
      newPayees: artifact.number('newPayees'),
      newCategories: artifact.number('newCategories'),
      incomes: artifact.number('incomes'),
    },
    typical,
    scales,
    weights,
  };
}

function labelsIn(content: ArtifactContent, artifact: ArtifactReader): LabelModel | null {
  const found = artifact.json('labels');
  if (found === null) return null;
  const { intercept, treeShare } = numbersIn(found);
  const coefficients = artifact.float64('coefficients');
  if (intercept === undefined || treeShare === undefined || coefficients.length !== allKinds.length) {
    throw artifact.corrupt('"labels" is incomplete');
  }
  const trees =
    artifact.json('trees') === null
      ? null
      : restoreGradientBoostingClassifier(nestedContent(content, artifact, 'trees'));
  const populationTrees =
    artifact.json('populationTrees') === null
      ? null
      : restoreGradientBoostingClassifier(nestedContent(content, artifact, 'populationTrees'));
  return { evidence: { intercept, coefficients }, trees, populationTrees, treeShare };
}

function mapIn(artifact: ArtifactReader, scales: readonly SurpriseScale[], place: 0 | 1 | 2): ScoreMap {
  const probabilities = artifact.json('probabilities');
  if (!Array.isArray(probabilities) || probabilities.length === 0) {
    const scale = scales[allKinds.length + place];
    if (scale === undefined) throw artifact.corrupt('it has no scale of scores');
    return { kind: 'percentile', scale };
  }
  const { slope, intercept } = numbersIn(probabilities[place] ?? null);
  if (slope === undefined || intercept === undefined || !(slope > 0)) {
    throw artifact.corrupt('"probabilities" is incomplete');
  }
  return { kind: 'probability', platt: { slope, intercept } };
}

function scalesIn(artifact: ArtifactReader): readonly SurpriseScale[] {
  const knots = artifact.uint32('scaleKnots');
  const [at, nats] = [artifact.float64('scaleAt'), artifact.float64('scaleNats')];
  const [tails, mosts] = [artifact.float64('scaleTails'), artifact.float64('scaleMosts')];
  const total = knots.reduce((sum, count) => sum + count, 0);
  const isWhole = at.length === total && nats.length === total && knots.every((count) => count > 0);
  if (!isWhole || tails.length !== knots.length || mosts.length !== knots.length) {
    throw artifact.corrupt('its scales have lengths that do not belong together');
  }
  let end = 0;
  return Array.from(knots, (count, scale) => {
    end += count;
    return {
      at: at.slice(end - count, end),
      nats: nats.slice(end - count, end),
      tail: tails[scale] as number,
      most: mosts[scale] as number,
    };
  });
}
