import { medianAndSpread } from '../../features/robust-window.js';
import { type AnomalyValues, deviationOf } from './anomaly-input.js';

/** What speaks for an anomaly, each at least 0: 0 for the ordinary, 1 for three standard deviations, slowly rising. */
export interface Evidence {
  /** For people: what was found. */
  readonly reason: string;
  readonly weight: number;
}

/** What is ordinary, learned from training rows, against which evidence is weighed. */
export interface Ordinary {
  /** Median and spread of the detector's scores. */
  readonly patternMedian: number;
  readonly patternDeviation: number;
  /** Mean and standard deviation of ln(1 + rows of the day before). */
  readonly paceMean: number;
  readonly paceDeviation: number;
  /** Share of the rows with a time that fall into each hour, counting one more in each. */
  readonly hours: Float64Array;
  /** Medians of the features that look back, for queries that come without a history. */
  readonly typical: Readonly<Record<LookBack, number>>;
}

/** Features that only a history can give and that a detector looks at. */
export const lookBackFeatures = ['payee_count', 'days_since_payee', 'count_1d', 'count_7d'] as const;
export type LookBack = (typeof lookBackFeatures)[number];

const leastPaceDeviation = 0.25;
const leastPatternDeviation = 0.02;
/** Less than usual is seldom a fraud. */
const belowShare = 0.5;
const newPayeeWeight = 0.4;
const repeatWeight = 0.8;
const patternShare = 0.5;
/** How many times rarer than an even spread an hour must be, as bits, before it counts. */
const rareHourBits = 2;

/**
 * Weighs a row.
 *
 * @param pattern Score of the detector.
 */
export function evidenceOf(values: AnomalyValues, pattern: number, ordinary: Ordinary): readonly Evidence[] {
  const deviation = deviationOf(values);
  const found: Evidence[] = [
    {
      reason: `amount far ${deviation.value > 0 ? 'above' : 'below'} what is usual for the ${deviation.of}`,
      weight: (deviation.value > 0 ? 1 : belowShare) * surprise(deviation.value),
    },
    {
      reason: 'unusual combination of amount, payee and time',
      weight:
        patternShare * surprise(Math.max(0, (pattern - ordinary.patternMedian) / ordinary.patternDeviation)),
    },
    { reason: 'first transaction with this payee', weight: values.is_new_payee === 1 ? newPayeeWeight : 0 },
    {
      reason: 'same amount to the same payee within a day',
      weight: (values.repeat_count_1d ?? 0) > 0 ? repeatWeight : 0,
    },
    {
      reason: 'many transactions within a day',
      weight: surprise(
        Math.max(0, (Math.log1p(values.count_1d ?? Number.NaN) - ordinary.paceMean) / ordinary.paceDeviation),
      ),
    },
    { reason: 'rare hour of the day', weight: hourWeight(values.hour ?? Number.NaN, ordinary.hours) },
  ];
  return found.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
}

/** log₂(1 + (z ÷ 3)²): 1 at three standard deviations, 2 at about five, 3.6 at ten. 0 for NaN. */
function surprise(z: number): number {
  return Number.isNaN(z) ? 0 : Math.log2(1 + (z / 3) ** 2);
}

function hourWeight(hour: number, hours: Float64Array): number {
  if (Number.isNaN(hour)) return 0;
  const share = hours[Math.floor(hour)] as number;
  return Math.max(0, (-Math.log2(24 * share) - rareHourBits) / 2);
}

/** Learns what is ordinary. */
export function ordinaryOf(
  rows: readonly AnomalyValues[],
  patterns: { readonly median: number; readonly deviation: number },
): Ordinary {
  const paces = rows
    .map(({ count_1d }) => Math.log1p(count_1d ?? Number.NaN))
    .filter((pace) => !Number.isNaN(pace));
  const paceMean = paces.reduce((sum, pace) => sum + pace, 0) / Math.max(1, paces.length);
  const variance = paces.reduce((sum, pace) => sum + (pace - paceMean) ** 2, 0) / Math.max(1, paces.length);
  const hours = new Float64Array(24).fill(1);
  let timed = 24;
  for (const { hour } of rows) {
    if (hour === undefined || Number.isNaN(hour)) continue;
    const index = Math.floor(hour);
    hours[index] = (hours[index] as number) + 1;
    timed++;
  }
  return {
    patternMedian: patterns.median,
    patternDeviation: Math.max(patterns.deviation, leastPatternDeviation),
    paceMean,
    paceDeviation: Math.max(Math.sqrt(variance), leastPaceDeviation),
    hours: hours.map((count) => count / timed),
    typical: {
      payee_count: typicalOf(rows, 'payee_count'),
      days_since_payee: typicalOf(rows, 'days_since_payee'),
      count_1d: typicalOf(rows, 'count_1d'),
      count_7d: typicalOf(rows, 'count_7d'),
    },
  };
}

function typicalOf(rows: readonly AnomalyValues[], feature: LookBack): number {
  const known = rows.map((values) => values[feature] ?? Number.NaN).filter((value) => !Number.isNaN(value));
  return known.length === 0 ? 0 : medianAndSpread(known).median;
}
