import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { type Columns, matrixOf } from './anomaly-input.js';
import type { EvidenceName } from './evidence.js';

/** Distances beyond this count as this: the detector shall see that an amount is far off, not how far. */
const mostDeviation = 12;

/** Columns of the detector: numbers without NaN, of a size that splits can compare. */
export function detectorMatrix(columns: Columns<EvidenceName>, rows: number): FeatureMatrix {
  const logarithm = (name: EvidenceName): Float64Array =>
    columns[name].map((value) => (Number.isNaN(value) ? 0 : Math.log1p(Math.max(0, value))));
  const plain = (name: EvidenceName, otherwise: number): Float64Array =>
    columns[name].map((value) => (Number.isNaN(value) ? otherwise : value));
  const deviation = (own: EvidenceName, ofAll: EvidenceName): Float64Array =>
    columns[own].map((value, row) => {
      const known = Number.isNaN(value) ? (columns[ofAll][row] as number) : value;
      return Number.isNaN(known) ? 0 : Math.min(Math.max(known, -mostDeviation), mostDeviation);
    });
  /** Of what is usual in so many days, whatever the currency. */
  const share = (name: EvidenceName, scale: number): Float64Array =>
    columns[name].map((value, row) => {
      const month = columns.sum_30d[row] as number;
      return month > 0 && !Number.isNaN(value) ? Math.log1p((scale * value) / month) : 0;
    });
  const input: Columns<(typeof detectorColumns)[number]> = {
    payee_deviation: deviation('amount_vs_payee', 'amount_vs_payee_of_all'),
    category_deviation: deviation('amount_vs_category', 'amount_vs_category_of_all'),
    account_deviation: deviation('amount_vs_account', 'amount_vs_all'),
    all_deviation: deviation('amount_vs_category_of_all', 'amount_vs_all'),
    new_payee: plain('is_new_payee', 0),
    payee_count: logarithm('payee_count'),
    category_count: logarithm('category_count'),
    days_since_payee: logarithm('days_since_payee'),
    days_since_category: logarithm('days_since_category'),
    hours_since_previous: logarithm('hours_since_previous'),
    count_1h: logarithm('count_1h'),
    count_1d: logarithm('count_1d'),
    count_7d: logarithm('count_7d'),
    spent_1h: share('sum_1h', 30),
    spent_24h: share('sum_24h', 30),
    spent_7d: share('sum_7d', 30 / 7),
    day_of_week: plain('day_of_week', 3),
    hour: plain('hour', 12),
    income: plain('is_income', 0),
  };
  return matrixOf(detectorColumns, input, rows);
}

/** What the detector sees, in this order. */
const detectorColumns = [
  'payee_deviation',
  'category_deviation',
  'account_deviation',
  'all_deviation',
  'new_payee',
  'payee_count',
  'category_count',
  'days_since_payee',
  'days_since_category',
  'hours_since_previous',
  'count_1h',
  'count_1d',
  'count_7d',
  'spent_1h',
  'spent_24h',
  'spent_7d',
  'day_of_week',
  'hour',
  'income',
] as const;
