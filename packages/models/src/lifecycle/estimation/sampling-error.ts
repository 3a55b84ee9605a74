import { variance } from 'simple-statistics';
import type { ClassMetric, ClassRows } from './expected-scores.js';

/** Spread of a metric from row to row, and the share of rows that it is a figure of. */
export interface SamplingSpread {
  readonly variance: number;
  readonly share: number;
}

/** Of means: the variance of what is averaged. */
export function spreadOfMean(values: readonly number[]): SamplingSpread {
  return { variance: values.length === 0 ? Number.NaN : variance(values), share: 1 };
}

/**
 * Spread of a score of one class in the reference, so that the standard error of n rows is √(variance ÷ (n × share)). As
 * NannyML has it (0.13): a score is taken for the mean of the rows that matter to it.
 *
 * @param isActual 1 where the row is of the class.
 * @param isScaled Whether F1 is scaled to its own mean, which NannyML does for two classes and not for more.
 */
export function spreadOfScore(
  metric: Exclude<ClassMetric, 'accuracy'>,
  rows: ClassRows,
  isActual: Uint8Array,
  isScaled: boolean,
): SamplingSpread {
  if (metric === 'roc_auc') return spreadOfArea(rows.score, isActual);
  let [found, falseAlarms, missed] = [0, 0, 0];
  for (let row = 0; row < isActual.length; row++) {
    if (rows.isPredicted[row] === 1) {
      if (isActual[row] === 1) found++;
      else falseAlarms++;
    } else if (isActual[row] === 1) missed++;
  }
  const others = metric === 'precision' ? falseAlarms : metric === 'recall' ? missed : falseAlarms + missed;
  const relevant = found + others;
  const scale = metric === 'f1' && isScaled ? relevant / (found + others / 2) : 1;
  const share = found / relevant;
  return { variance: scale * scale * share * (1 - share), share: relevant / isActual.length };
}

/** The area as a mean over the rarer of both kinds of rows: the share of the others that each is ranked above. */
function spreadOfArea(score: Float64Array, isActual: Uint8Array): SamplingSpread {
  const n = isActual.length;
  const positives = isActual.reduce((sum, value) => sum + value, 0);
  // Of the rarer kind, with the ranking turned round where that is of the others.
  const isTurned = positives > n / 2;
  const rare = isTurned ? n - positives : positives;
  const sign = isTurned ? -1 : 1;
  const order = Array.from({ length: n }, (_, row) => row).sort(
    (a, b) => sign * ((score[a] as number) - (score[b] as number)),
  );
  const above: number[] = [];
  let others = 0;
  for (const row of order) {
    if ((isActual[row] === 1) === isTurned) others++;
    else above.push(others / (n - rare));
  }
  return { variance: above.length === 0 ? Number.NaN : variance(above), share: rare / n };
}

/** Standard error of the mean score of some classes. */
export function standardErrorOf(spreads: readonly SamplingSpread[], rows: number, factor = 1): number {
  const sum = spreads.reduce((total, { variance: spread, share }) => total + spread / (rows * share), 0);
  return (Math.sqrt(sum) / spreads.length) * factor;
}
