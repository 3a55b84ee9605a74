const shares = /accuracy|f1|coverage|accepted|rate|precision|recall|ece|auc/;

/** Whether a metric is a share of 0 to 1, which a bar can show. */
export function isShareMetric(metric: string, value: number): boolean {
  return shares.test(metric) && value >= 0 && value <= 1;
}
