import { breathe } from '@titans/core';
import { fitOptions, type TaskOptions } from '../train-options.js';
import { type AlertBudget, alertThreshold, budgetShare } from './alert-budget.js';
import type { AnomalyOptions } from './detectors.js';
import { fitLabelModel, type LabelModel, labelLogOdds } from './label-model.js';
import { countLabels, type LabelCodes } from './labels.js';
import { leastForProbability, percentileMap, probabilityMap, type ScoreMap } from './score-map.js';
import {
  type FittedUnusual,
  fitUnusual,
  type KeyedRows,
  rowsBetween,
  type WeighedRows,
  weigh,
  withoutHistory,
} from './unusual.js';

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
  /** Score from which a row is an anomaly. */
  readonly threshold: number;
}

/** Rows with their days and labels, in the order of time. */
export interface TrainingRows extends KeyedRows {
  readonly days: Float64Array;
  readonly codes: LabelCodes | null;
}

/** Rows judged by a judge who had not seen them. */
export interface JudgedRows {
  readonly from: number;
  readonly to: number;
  /** Evidence or log-odds of each. */
  readonly values: Float64Array;
  /** The same without their history. */
  readonly alone: Float64Array;
  readonly method: string;
}

/** Evidence of rows in nats, or their log-odds where labels were learned from. */
export function judgedValues({ labels }: Judge, rows: WeighedRows): Float64Array {
  return labels === null ? rows.totals : labelLogOdds(labels, rows);
}

/** Judges rows from one to before another. */
export function judgeRows(judge: Judge, rows: TrainingRows, from: number, to: number): JudgedRows {
  const asked = rowsBetween(rows, from, to);
  const values = judgedValues(judge, weigh(judge.unusual, asked));
  return { from, to, values, alone: valuesAlone(judge, asked), method: methodOf(judge) };
}

function valuesAlone(judge: Judge, rows: KeyedRows): Float64Array {
  return judgedValues(judge, weigh(judge.unusual, withoutHistory(rows), false));
}

/**
 * Learns from the rows before a row.
 *
 * @param judged Later parts of these rows, judged by models of the rows before each: the scale of scores is learned from
 * those whose judge was of the same kind, and from the rows learned from where there are none.
 */
export async function fitAnomaly(
  rows: TrainingRows,
  to: number,
  judged: readonly JudgedRows[],
  options: TaskOptions,
  { detector = 'isolation-forest', alertBudget }: AnomalyOptions,
): Promise<FittedAnomaly> {
  await breathe(options.signal, 'anomaly');
  const { fitted: unusual, training } = await fitUnusual(
    rowsBetween(rows, 0, to),
    detector,
    fitOptions(options),
  );
  const codes = rows.codes?.subarray(0, to) ?? null;
  const labels = codes === null ? null : await fitLabelModel(training, codes, fitOptions(options));
  const judge: Judge = { unusual, labels };
  const alike = judged.filter(({ method }) => method === methodOf(judge));
  const known: readonly JudgedRows[] =
    alike.length > 0
      ? alike
      : [
          {
            from: 0,
            to,
            values: judgedValues(judge, training),
            alone: valuesAlone(judge, rowsBetween(rows, 0, to)),
            method: '',
          },
        ];
  return { ...judge, ...scaleOf(judge, rows, to, known, alertBudget) };
}

function scaleOf(
  { labels }: Judge,
  { codes, days }: TrainingRows,
  to: number,
  judged: readonly JudgedRows[],
  alertBudget: AlertBudget | undefined,
): Pick<FittedAnomaly, 'map' | 'mapAlone' | 'threshold'> {
  const values = Float64Array.from(judged.flatMap((part) => [...part.values]));
  const counts = codes === null ? null : countLabels(codes.subarray(0, to));
  const isProbability =
    labels !== null && counts !== null && Math.min(counts.anomalies, counts.ordinary) >= leastForProbability;
  const alone = Float64Array.from(judged.flatMap((part) => [...part.alone]));
  const [map, mapAlone] =
    isProbability && codes !== null
      ? ([calibrated(judged, values, codes), calibrated(judged, alone, codes)] as const)
      : ([percentileMap(values), percentileMap(alone)] as const);
  const recent = days.subarray(judged[0]?.from ?? 0, to);
  const threshold = alertThreshold(map, values, budgetShare(alertBudget, recent), {
    hasLabels: labels !== null,
    hasBudget: alertBudget !== undefined,
  });
  return { map, mapAlone, threshold };
}

/** @param values Those of the judged rows, one part after the other. */
function calibrated(judged: readonly JudgedRows[], values: Float64Array, codes: LabelCodes): ScoreMap {
  const logOdds: number[] = [];
  const outcomes: number[] = [];
  let place = 0;
  for (const { from, to } of judged) {
    for (let row = from; row < to; row++, place++) {
      const code = codes[row] as number;
      if (code < 0) continue;
      logOdds.push(values[place] as number);
      outcomes.push(code);
    }
  }
  return logOdds.length === 0 ? probabilityMap([0], [0]) : probabilityMap(logOdds, outcomes);
}

function methodOf({ labels }: Judge): string {
  if (labels === null) return 'evidence';
  return labels.trees === null ? 'labelled evidence' : 'trees';
}
