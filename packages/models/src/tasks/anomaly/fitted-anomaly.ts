import { breathe } from '@titans/core';
import { fitOptions, type TaskOptions } from '../train-options.js';
import { alertThreshold, budgetShare } from './alert-budget.js';
import { type Columns, columnsBetween } from './anomaly-input.js';
import type { AnomalyOptions } from './detectors.js';
import { fitLabelModel, type LabelModel, labelLogOdds } from './label-model.js';
import { areSelected, countLabels, type LabelCodes } from './labels.js';
import type { PopulationName } from './population/population-fold.js';
import { percentileMap, probabilityMap, type ScoreMap, shareMap } from './score-map.js';
import {
  type FittedUnusual,
  fitUnusual,
  type KeyedRows,
  rowsBetween,
  type WeighedRows,
  weigh,
} from './unusual.js';
import { weighAlone } from './unusual-alone.js';

/** What judges rows: evidence against the ordinary, corrected by labels where there are any. */
export interface Judge {
  readonly unusual: FittedUnusual;
  readonly labels: LabelModel | null;
}

/** A judge whose values are scores. */
export interface FittedAnomaly extends Judge {
  readonly map: ScoreMap;
  /** For rows without a history, of which less is known: from training rows that were judged so. */
  readonly mapAlone: ScoreMap;
  /** For rows of which it is known what happened across accounts before. */
  readonly mapPopulation: ScoreMap;
  /** Score from which a row is an anomaly. */
  readonly threshold: number;
  /** The same where rows are followed as they come; it moves with them if there is a budget. */
  readonly followedThreshold: number;
  /** Share of rows that may be reported; `null` where what is reported is more likely an anomaly than not. */
  readonly budget: number | null;
}

/** Rows with their days and labels, in the order of time. */
export interface TrainingRows extends KeyedRows {
  readonly days: Float64Array;
  readonly codes: LabelCodes | null;
  /** What happened across accounts before each row; `null` where there is one account alone. */
  readonly population: Columns<PopulationName> | null;
}

/** Rows judged by a judge who had not seen them. */
export interface JudgedRows {
  readonly from: number;
  readonly to: number;
  /** Evidence or log-odds of each. */
  readonly values: Float64Array;
  /** The same without their history. */
  readonly alone: Float64Array;
  /** The same with what happened across accounts; that with their history where no model looks at it. */
  readonly population: Float64Array;
  readonly method: string;
}

/** Evidence of rows in nats, or their log-odds where labels were learned from. */
export function judgedValues(
  { labels }: Judge,
  rows: WeighedRows,
  population: Columns<PopulationName> | null = null,
): Float64Array {
  return labels === null ? rows.totals : labelLogOdds(labels, rows, population);
}

/** Judges rows from one to before another. */
export function judgeRows(judge: Judge, rows: TrainingRows, from: number, to: number): JudgedRows {
  const asked = rowsBetween(rows, from, to);
  const weighed = weigh(judge.unusual, asked);
  const values = judgedValues(judge, weighed);
  const seen = rows.population === null ? null : columnsBetween(rows.population, from, to);
  const hasPopulation = seen !== null && (judge.labels?.populationTrees ?? null) !== null;
  const population = hasPopulation ? judgedValues(judge, weighed, seen) : values;
  return { from, to, values, alone: valuesAlone(judge, asked), population, method: methodOf(judge) };
}

function valuesAlone(judge: Judge, rows: KeyedRows): Float64Array {
  return judgedValues(judge, weighAlone(judge.unusual, rows));
}

/** Learns to judge from the rows before a row. */
export async function fitJudge(
  rows: TrainingRows,
  to: number,
  options: TaskOptions,
  { detector = 'isolation-forest' }: AnomalyOptions,
): Promise<Judge> {
  await breathe(options.signal, 'anomaly');
  const asked = rowsBetween(rows, 0, to);
  const { fitted: unusual, training } = await fitUnusual(asked, detector, fitOptions(options));
  const codes = rows.codes?.subarray(0, to) ?? null;
  const population = rows.population === null ? null : columnsBetween(rows.population, 0, to);
  const labels =
    codes === null ? null : await fitLabelModel(training, population, codes, fitOptions(options));
  return { unusual, labels };
}

/**
 * Learns from the rows before a row.
 *
 * @param judged Later parts of these rows, judged by models of the rows before each. The scale of scores is learned from
 * those whose judge was of the same kind; where there are none, because labels began late, from rows judged by a model
 * of most of the labels. Trees that cannot be judged so are left out: of rows that they have seen they know the answer.
 */
export async function fitAnomaly(
  rows: TrainingRows,
  to: number,
  judged: readonly JudgedRows[],
  options: TaskOptions,
  anomaly: AnomalyOptions,
): Promise<FittedAnomaly> {
  const whole = await fitJudge(rows, to, options, anomaly);
  let unseen = alike(judged, whole);
  if (unseen.length > 0) return { ...whole, ...scaleOf(whole, rows, to, unseen, anomaly) };
  const middle = amongLabels(rows, to);
  const later =
    middle < leastBefore ? [] : [judgeRows(await fitJudge(rows, middle, options, anomaly), rows, middle, to)];
  unseen = alike(later, whole);
  if (unseen.length > 0) return { ...whole, ...scaleOf(whole, rows, to, unseen, anomaly) };
  const judge = withoutTrees(whole);
  unseen = alike(judged, judge);
  if (unseen.length === 0) unseen = alike(later, judge);
  return { ...judge, ...scaleOf(judge, rows, to, unseen, anomaly) };
}

/** Parts that were judged by a judge of the same kind. */
function alike(judged: readonly JudgedRows[], judge: Judge): readonly JudgedRows[] {
  return judged.filter(({ method }) => method === methodOf(judge));
}

/** Rows without which a judge of whom the scale is learned cannot do. */
const leastBefore = 20;
/** Share of the labels of the rarer kind from which that judge learns. */
const shareBefore = 0.64;

/** The row before which most labels of the rarer kind lie; 0 without labels of it. */
function amongLabels({ codes }: TrainingRows, to: number): number {
  if (codes === null) return 0;
  const { anomalies, ordinary } = countLabels(codes.subarray(0, to));
  const rarer = ordinary === 0 || anomalies <= ordinary ? 1 : 0;
  const places = Array.from(codes.subarray(0, to).keys()).filter((row) => codes[row] === rarer);
  return places[Math.ceil(places.length * shareBefore)] ?? 0;
}

function withoutTrees({ unusual, labels }: Judge): Judge {
  return {
    unusual,
    labels: labels === null ? null : { ...labels, trees: null, populationTrees: null, treeShare: 0 },
  };
}

/** @param unseen Rows judged by a judge who had not seen them; without any, those that were learned from are taken. */
function scaleOf(
  judge: Judge,
  rows: TrainingRows,
  to: number,
  unseen: readonly JudgedRows[],
  { alertBudget }: AnomalyOptions,
): Omit<FittedAnomaly, keyof Judge> {
  const judged = unseen.length > 0 ? unseen : [judgeRows(judge, rows, 0, to)];
  const values = joined(judged.map((part) => part.values));
  const alone = joined(judged.map((part) => part.alone));
  const population = joined(judged.map((part) => part.population));
  const codes = rows.codes?.subarray(0, to) ?? null;
  const isCalibrated =
    judge.labels !== null && codes !== null && unseen.length > 0 && !areSelected(countLabels(codes));
  const maps = isCalibrated ? probabilityMaps(judged, [values, alone, population], codes) : null;
  const [map, mapAlone, mapPopulation] =
    maps ?? ([values, alone, population].map(percentileMap) as [ScoreMap, ScoreMap, ScoreMap]);
  const recent = rows.days.subarray(judged[0]?.from ?? 0, to);
  const share = budgetShare(alertBudget, recent);
  const told = { hasLabels: judge.labels !== null, hasBudget: alertBudget !== undefined };
  return {
    map,
    mapAlone,
    mapPopulation,
    threshold: alertThreshold(map, values, share, told),
    followedThreshold: alertThreshold(mapPopulation, population, share, told),
    budget: map.kind === 'probability' && !told.hasBudget ? null : share,
  };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => [...part]));
}

/**
 * Calibrates log-odds with and without a history; `null` where the judged rows are too few or do not tell anomalies apart.
 *
 * @param values Those of the judged rows, one part after the other.
 */
function probabilityMaps(
  judged: readonly JudgedRows[],
  [values, alone, population]: readonly [Float64Array, Float64Array, Float64Array],
  codes: LabelCodes,
): readonly [ScoreMap, ScoreMap, ScoreMap] | null {
  const outcomes = judged.flatMap(({ from, to }) => [...codes.subarray(from, to)]);
  const known = [...outcomes.keys()].filter((place) => (outcomes[place] as number) >= 0);
  const labels = known.map((place) => outcomes[place] as number);
  const of = (all: Float64Array): readonly number[] => known.map((place) => all[place] as number);
  const map = probabilityMap(of(values), labels);
  if (map === null) return null;
  const others = [alone, population].map((all) => probabilityMap(of(all), labels) ?? shareMap(labels));
  return [map, ...(others as [ScoreMap, ScoreMap])];
}

function methodOf({ labels }: Judge): string {
  if (labels === null) return 'evidence';
  return labels.trees === null ? 'labelled evidence' : 'trees';
}
