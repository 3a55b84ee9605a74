import {
  type ArtifactContent,
  createRandom,
  decodeArtifact,
  encodeArtifact,
  type Random,
  sha256Hex,
} from '@titans/core';
import {
  anomalyEnsemble,
  complementNaiveBayes,
  ecod,
  elasticNet,
  extendedIsolationForest,
  extraTrees,
  extraTreesClassifier,
  type Fitted,
  gradientBoosting,
  gradientBoostingClassifier,
  hbos,
  isolationForest,
  logisticRegression,
  payeeMemory,
  quantileRegression,
  randomForest,
  randomForestClassifier,
  restoreAnomalyEnsemble,
  restoreComplementNaiveBayes,
  restoreEcod,
  restoreElasticNet,
  restoreExtendedIsolationForest,
  restoreExtraTrees,
  restoreExtraTreesClassifier,
  restoreGradientBoosting,
  restoreGradientBoostingClassifier,
  restoreHbos,
  restoreIsolationForest,
  restoreLogisticRegression,
  restorePayeeMemory,
  restoreQuantileRegression,
  restoreRandomForest,
  restoreRandomForestClassifier,
  restoreRidge,
  restoreTextClassifier,
  ridge,
  type TextMatrix,
  textClassifier,
} from '@titans/models/estimators';
import type { FeatureMatrix } from '@titans/models/features';
import { restoreSeriesForecast, seriesForecaster } from '@titans/models/forecast';
import {
  columnTransformer,
  kBinsDiscretizer,
  powerTransformer,
  quantileTransformer,
  regressorPipeline,
  restoreRegressorPipeline,
  robustScaler,
  targetEncoder,
  transformerPipeline,
} from '@titans/models/preprocessing';

/** What a platform made of one estimator. */
export interface PlatformModel {
  /** SHA-256 of the artifact that was trained here. */
  readonly sha256: string;
  /** The artifact, in base 64. */
  readonly artifact: string;
  /** What the reference's artifact answers here, or this one's where there is no reference. */
  readonly answers: readonly number[];
}

/** What a platform made of every estimator. */
export type PlatformModels = Readonly<Record<string, PlatformModel>>;

interface Learner {
  fit(): Promise<Fitted>;
  answers(content: ArtifactContent): Float64Array | Promise<Float64Array>;
}

const classes = ['groceries', 'rent', 'travel'] as const;
const words = ['MARKET', 'RENT', 'AIR', 'CARD', 'PAYMENT', 'OSLO', 'LEEDS', '4411', 'LTD', 'GMBH'] as const;
const x = exampleMatrix(createRandom(1));
const asked = exampleMatrix(createRandom(2));
const labels = Int32Array.from({ length: x.rows }, (_, row) => Math.floor((column(x, 0)[row] as number) * 3));
const target = Float64Array.from({ length: x.rows }, (_, row) => {
  const [first, second] = [column(x, 0)[row] as number, column(x, 1)[row] as number];
  return 4 * first * second + second * second + ((row * 7) % 11) / 20;
});
const texts = exampleTexts(createRandom(3));
const askedTexts = exampleTexts(createRandom(4));
const textLabels = Int32Array.from(texts.texts, (text) =>
  Math.max(0, words.findIndex((word) => text.startsWith(word)) % 3),
);

const monthly = Float64Array.from(
  { length: 90 },
  (_, month) => 50 + month / 3 + ((month % 12) * (month % 12)) / 5 + ((month * 29) % 17) / 4,
);

const prepared = columnTransformer(
  [
    { columns: ['amount'], transformer: powerTransformer() },
    { columns: ['gap'], transformer: quantileTransformer({ output: 'normal' }) },
    { columns: ['noise'], transformer: transformerPipeline([kBinsDiscretizer(), targetEncoder()]) },
  ],
  { remainder: 'pass' },
);

/** The estimators of our own, each on data that need no more than addition and multiplication. */
const learners: Readonly<Record<string, Learner>> = {
  seriesForecaster: {
    fit: () => seriesForecaster({ season: 12 }).fit(monthly),
    answers: (content) => {
      const forecast = restoreSeriesForecast(content);
      return Float64Array.of(...forecast.forecast(24), ...forecast.interval(24, 0.9).upper);
    },
  },
  gradientBoosting: {
    fit: () => gradientBoosting({ rounds: 40 }).fit(x, target),
    answers: (content) => restoreGradientBoosting(content).predict(asked),
  },
  gradientBoostingClassifier: {
    fit: () => gradientBoostingClassifier({ rounds: 40, rowFraction: 0.8 }).fit(x, labels, classes),
    answers: (content) => restoreGradientBoostingClassifier(content).predictProbabilities(asked),
  },
  randomForest: {
    fit: () => randomForest({ trees: 30 }).fit(x, target),
    answers: (content) => restoreRandomForest(content).predict(asked),
  },
  randomForestClassifier: {
    fit: () => randomForestClassifier({ trees: 30 }).fit(x, labels, classes),
    answers: (content) => restoreRandomForestClassifier(content).predictProbabilities(asked),
  },
  extraTrees: {
    fit: () => extraTrees({ trees: 30 }).fit(x, target),
    answers: (content) => restoreExtraTrees(content).predict(asked),
  },
  extraTreesClassifier: {
    fit: () => extraTreesClassifier({ trees: 30 }).fit(x, labels, classes),
    answers: (content) => restoreExtraTreesClassifier(content).predictProbabilities(asked),
  },
  isolationForest: {
    fit: () => isolationForest().fit(x),
    answers: (content) => restoreIsolationForest(content).score(asked),
  },
  ridge: {
    fit: () => ridge().fit(x, target),
    answers: (content) => restoreRidge(content).predict(asked),
  },
  regressorPipeline: {
    fit: () => regressorPipeline([prepared, robustScaler()], ridge()).fit(x, target),
    answers: (content) => restoreRegressorPipeline(content, restoreRidge).predict(asked),
  },
  'textClassifier, logistic': {
    fit: () => textClassifier({ loss: 'logistic' }).fit(texts, textLabels, classes),
    answers: (content) => restoreTextClassifier(content).predictProbabilities(askedTexts),
  },
  'textClassifier, hinge': {
    fit: () => textClassifier({ loss: 'hinge' }).fit(texts, textLabels, classes),
    answers: (content) => restoreTextClassifier(content).predictProbabilities(askedTexts),
  },
  elasticNet: {
    fit: () => elasticNet({ alpha: 0.01 }).fit(x, target),
    answers: (content) => restoreElasticNet(content).predict(asked),
  },
  quantileRegression: {
    fit: () => quantileRegression({ quantiles: [0.1, 0.5, 0.9] }).fit(x, target),
    answers: (content) => restoreQuantileRegression(content).predictQuantiles(asked),
  },
  logisticRegression: {
    fit: () => logisticRegression().fit(x, labels, classes),
    answers: (content) => restoreLogisticRegression(content).predictProbabilities(asked),
  },
  extendedIsolationForest: {
    fit: () => extendedIsolationForest({ trees: 40 }).fit(x),
    answers: (content) => restoreExtendedIsolationForest(content).score(asked),
  },
  anomalyEnsemble: {
    fit: () => anomalyEnsemble().fit(x),
    answers: (content) => restoreAnomalyEnsemble(content).score(asked),
  },
  ecod: {
    fit: () => ecod().fit(x),
    answers: (content) => restoreEcod(content).score(asked),
  },
  hbos: {
    fit: () => hbos().fit(x),
    answers: (content) => restoreHbos(content).score(asked),
  },
  payeeMemory: {
    fit: () => payeeMemory().fit(texts, textLabels, classes),
    answers: (content) => restorePayeeMemory(content).predictProbabilities(askedTexts),
  },
  complementNaiveBayes: {
    fit: () => complementNaiveBayes().fit(texts, textLabels, classes),
    answers: (content) => restoreComplementNaiveBayes(content).predictProbabilities(askedTexts),
  },
};

/**
 * Trains every estimator here, and lets the models of the reference answer.
 *
 * @param reference What another platform made of them.
 */
export async function fittedModels(reference: PlatformModels | null): Promise<PlatformModels> {
  const made: Record<string, PlatformModel> = {};
  for (const [name, learner] of Object.entries(learners)) {
    const trained = (await learner.fit()).toArtifact();
    const own = await encodeArtifact(trained);
    const given = reference?.[name];
    const readable = { kind: trained.kind, maxVersion: trained.version };
    const content = await decodeArtifact(given ? fromBase64(given.artifact) : own, readable);
    made[name] = {
      sha256: await sha256Hex(own),
      artifact: toBase64(own),
      answers: [...(await learner.answers(content))],
    };
  }
  return made;
}

function exampleMatrix(random: Random): FeatureMatrix {
  const rows = 3_000;
  const names = ['amount', 'gap', 'noise', 'kind'] as const;
  const columns = names.map((name) =>
    Float64Array.from({ length: rows }, (_, row) => {
      if (name === 'kind') return random.integer(4);
      return name === 'gap' && row % 9 === 0 ? 0.5 : random.float();
    }),
  );
  return { rows, features: names.map((name) => ({ name, kind: 'numeric', inputs: ['amount'] })), columns };
}

function exampleTexts(random: Random): TextMatrix {
  const word = (): string => words[random.integer(words.length)] ?? '';
  return { texts: Array.from({ length: 600 }, () => `${word()} ${word()} ${word()} ${random.integer(99)}`) };
}

function column({ columns }: FeatureMatrix, index: number): Float64Array {
  return columns[index] as Float64Array;
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
