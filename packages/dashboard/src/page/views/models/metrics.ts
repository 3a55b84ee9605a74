import { featureWords } from '../../charts/feature-words.js';

const shares = /accuracy|f1|coverage|accepted|rate|precision|recall|ece|auc/;

/** Whether a metric is a share of 0 to 1, which a bar can show. */
export function isShareMetric(metric: string, value: number): boolean {
  return shares.test(metric) && value >= 0 && value <= 1;
}

/** Abbreviations of the field, as the field writes them. */
const abbreviations: readonly (readonly [RegExp, string])[] = [
  [/\bece\b/i, 'calibration error'],
  [/\bmae\b/i, 'mean absolute error'],
  [/\brmse\b/i, 'root mean squared error'],
  [/\bmase\b/i, 'mean absolute scaled error'],
  [/\br2\b/i, 'R²'],
  [/\bf1\b/i, 'F1'],
];

/** A metric's name as words. */
export function metricWords(metric: string): string {
  const words = metric.replaceAll('_', ' ');
  return featureWords(abbreviations.reduce((text, [short, long]) => text.replace(short, long), words));
}
