/** Rows of one class against the others. */
export interface ClassRows {
  /** Probability of the class, calibrated: how often it is right to expect it. */
  readonly probability: Float64Array;
  /** The model's own score, by which rows are ranked. */
  readonly score: Float64Array;
  /** 1 where the class was predicted. */
  readonly isPredicted: Uint8Array;
}

/** Rows in terms of what was found and missed; expected numbers need not be whole. */
interface Hits {
  readonly found: number;
  readonly falseAlarms: number;
  readonly missed: number;
}

/** What can be estimated. */
export const classMetrics = ['accuracy', 'precision', 'recall', 'f1', 'roc_auc'] as const;
export type ClassMetric = (typeof classMetrics)[number];

/** Expected precision, recall, F1 or area of one class; NaN where it is not defined. */
export function expectedScore(
  metric: Exclude<ClassMetric, 'accuracy'>,
  rows: ClassRows,
  from: number,
  to: number,
): number {
  if (metric === 'roc_auc') return expectedArea(rows, from, to);
  return scoreOf(metric, expectedHits(rows, from, to));
}

/** The same of what happened: probabilities are 1 and 0. */
export function scoreOf(metric: 'precision' | 'recall' | 'f1', { found, falseAlarms, missed }: Hits): number {
  if (metric === 'precision') return found / (found + falseAlarms);
  if (metric === 'recall') return found / (found + missed);
  const all = found + (falseAlarms + missed) / 2;
  return all === 0 ? 0 : found / all;
}

function expectedHits({ probability, isPredicted }: ClassRows, from: number, to: number): Hits {
  let found = 0;
  let falseAlarms = 0;
  let missed = 0;
  for (let row = from; row < to; row++) {
    const p = probability[row] as number;
    if (isPredicted[row] === 1) {
      found += p;
      falseAlarms += 1 - p;
    } else missed += p;
  }
  return { found, falseAlarms, missed };
}

/** Expected area under the ROC curve; rows of one score are one step, as scikit-learn takes them. */
function expectedArea({ probability, score }: ClassRows, from: number, to: number): number {
  const order = Array.from({ length: to - from }, (_, row) => from + row).sort(
    (a, b) => (score[b] as number) - (score[a] as number),
  );
  let area = 0;
  let positives = 0;
  let negatives = 0;
  for (let first = 0; first < order.length; ) {
    let [more, less] = [0, 0];
    const value = score[order[first] as number];
    while (first < order.length && score[order[first] as number] === value) {
      const p = probability[order[first++] as number] as number;
      more += p;
      less += 1 - p;
    }
    area += less * (positives + more / 2);
    positives += more;
    negatives += less;
  }
  return area / (positives * negatives);
}
