import type { FitOptions } from '../../estimators/estimator.js';
import type { BoostingParameters } from '../../estimators/trees/boosting-parameters.js';
import {
  type FittedGradientBoostingClassifier,
  gradientBoostingClassifier,
} from '../../estimators/trees/gradient-boosting-classifier.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { columnsNamed, matrixOf, seenFeatureNames } from './anomaly-input.js';
import { derivedNames, type EvidenceName } from './evidence.js';
import { type EvidenceLogistic, fitEvidenceLogistic, logOddsOf } from './evidence-logistic.js';
import { areSelected, countLabels, type LabelCodes } from './labels.js';
import type { WeighedRows } from './unusual.js';

/** What was learned from labels: log-odds = (1 − share) × those of the evidence + share × those of the trees. */
export interface LabelModel {
  readonly evidence: EvidenceLogistic;
  /** Boosted trees over the entity's features and the evidence; `null` below five labels of each kind. */
  readonly trees: FittedGradientBoostingClassifier | null;
  /** 0 without trees; n ÷ (n + 20) with n labels of the rarer kind. */
  readonly treeShare: number;
}

/** Labels of each kind from which trees are grown. */
const leastForTrees = 5;
/**
 * Labels of the rarer kind at which trees count as much as the evidence. Trees of
 * a dozen labels order rows better beside the evidence, and worse in its place.
 */
const labelsOfHalf = 20;

/** Frauds are one row in hundreds: without these penalties a few of them make leaves of any size. */
const boosting: BoostingParameters = {
  rounds: 200,
  learningRate: 0.1,
  maxLeaves: 15,
  maxDepth: 6,
  l2: 2,
  minHessianLeaf: 1,
  columnFraction: 0.3,
};

const total = 'evidence_total';
/** What the trees look at. */
export const treeFeatureNames: readonly (EvidenceName | typeof total)[] = [
  ...seenFeatureNames,
  ...derivedNames,
  total,
];

/** The classes that the trees tell apart; their log-odds are those of the second. */
const classes = ['ordinary', 'anomaly'] as const;

/**
 * Learns from labels; `null` where none is an anomaly, or every row is. Where rows were evidently not chosen for labelling
 * at random ({@link areSelected}), those of which nothing is known are taken to be ordinary (positive and unlabelled
 * learning, Elkan and Noto 2008: the order of the rows is right, if the known anomalies are like the unknown; the
 * probabilities are not).
 */
export async function fitLabelModel(
  rows: WeighedRows,
  codes: LabelCodes,
  options: FitOptions,
): Promise<LabelModel | null> {
  const counts = countLabels(codes);
  if (counts.anomalies === 0) return null;
  const isAllKnown = areSelected(counts) || counts.ordinary === 0;
  const known = Uint32Array.from(codes.keys()).filter((row) => isAllKnown || codes[row] !== -1);
  const labels = Int32Array.from(known, (row) => (codes[row] === 1 ? 1 : 0));
  const rarer = Math.min(counts.anomalies, labels.length - counts.anomalies);
  if (rarer === 0) return null;
  const pick = (values: Float64Array): Float64Array =>
    known.length === values.length ? values : Float64Array.from(known, (row) => values[row] as number);
  const evidence = fitEvidenceLogistic(rows.pieces.map(pick), labels);
  if (rarer < leastForTrees) return { evidence, trees: null, treeShare: 0 };
  const matrix = treeMatrix(rows);
  const trees = await gradientBoostingClassifier(boosting).fit(
    { ...matrix, rows: known.length, columns: matrix.columns.map(pick) },
    labels,
    classes,
    options,
  );
  return { evidence, trees, treeShare: rarer / (rarer + labelsOfHalf) };
}

/** Log-odds of rows. */
export function labelLogOdds({ evidence, trees, treeShare }: LabelModel, rows: WeighedRows): Float64Array {
  const logOdds = logOddsOf(evidence, rows.pieces, rows.rows);
  if (trees === null) return logOdds;
  const probabilities = trees.predictProbabilities(treeMatrix(rows));
  return logOdds.map((value, row) => {
    const ofTrees = Math.log((probabilities[2 * row + 1] as number) / (probabilities[2 * row] as number));
    return (1 - treeShare) * value + treeShare * ofTrees;
  });
}

/** The matrix that trees learn from and are asked about. */
function treeMatrix(rows: WeighedRows): FeatureMatrix {
  const columns = columnsNamed(treeFeatureNames, (name) =>
    name === total ? rows.totals : rows.columns[name],
  );
  return matrixOf(treeFeatureNames, columns, rows.rows);
}
