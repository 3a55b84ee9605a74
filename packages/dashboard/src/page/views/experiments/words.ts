import type { ExperimentMetricInfo, ExperimentResponse } from '@titans/core/contract';
import type { Tone } from '../../components/tone.js';
import { formatFigure, formatFineShare, formatSeconds } from '../../format/numbers.js';
import { metricWords } from '../models/metrics.js';

/** How an experiment stands, in words and colour. */
export const stateWords: Readonly<
  Record<ExperimentResponse['state'], { readonly tone: Tone; readonly word: string }>
> = {
  draft: { tone: 'neutral', word: 'Draft' },
  running: { tone: 'accent', word: 'Running' },
  stopped: { tone: 'neutral', word: 'Stopped' },
  concluded: { tone: 'good', word: 'Concluded' },
};

/** What the outcomes say of the challenger so far. */
export const verdictWords: Readonly<
  Record<ExperimentMetricInfo['state'], { readonly tone: Tone; readonly word: string }>
> = {
  insufficient: { tone: 'neutral', word: 'Too few outcomes' },
  undecided: { tone: 'neutral', word: 'Undecided' },
  better: { tone: 'good', word: 'Challenger is better' },
  worse: { tone: 'bad', word: 'Challenger is worse' },
};

const units = { account: 'accounts', credential: 'credentials', transaction: 'transactions' } as const;

/** Who is answered by which version. */
export function trafficWords({ mode, unit, challenger }: ExperimentResponse): string {
  return mode === 'shadow'
    ? 'The champion answers everyone; the challenger is asked the same beside it'
    : `The challenger answers ${formatFineShare(challenger.share)} of the ${units[unit]}`;
}

/** A metric's name; the unit stands with its figures. */
export function measureWords(metric: string): string {
  return metricWords(metric.replace(/_ms$/, ''));
}

/** A value of a metric in the unit of the metric; differences of shares are in percentage points. */
export function metricFigure(metric: string, value: number | null, isDifference = false): string {
  if (value === null) return '—';
  const sign = isDifference && value > 0 ? '+' : isDifference && value < 0 ? '−' : '';
  const size = isDifference ? Math.abs(value) : value;
  if (metric === 'latency_ms') return `${sign}${formatSeconds(size / 1_000)}`;
  if (isDifference) return `${sign}${formatFigure(Number((size * 100).toFixed(2)))} pp`;
  return formatFineShare(size);
}
