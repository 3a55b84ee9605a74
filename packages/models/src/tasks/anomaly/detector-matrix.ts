import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { type Columns, describedBy } from './anomaly-input.js';
import type { EvidenceName } from './evidence.js';

/** What the detector sees of a row. */
interface DetectorColumn {
  readonly name: string;
  readonly inputs: readonly EvidenceName[];
  /** A number without NaN, of a size that splits can compare. */
  readonly read: (columns: Columns<EvidenceName>, row: number) => number;
}

/** Distances beyond this count as this: the detector shall see that an amount is far off, not how far. */
const mostDeviation = 12;

function logarithm(name: EvidenceName): DetectorColumn {
  return {
    name,
    inputs: [name],
    read(columns, row) {
      const value = columns[name][row] as number;
      return Number.isNaN(value) ? 0 : Math.log1p(Math.max(0, value));
    },
  };
}

function plain(name: string, input: EvidenceName, otherwise: number): DetectorColumn {
  return {
    name,
    inputs: [input],
    read(columns, row) {
      const value = columns[input][row] as number;
      return Number.isNaN(value) ? otherwise : value;
    },
  };
}

function deviation(name: string, own: EvidenceName, ofAll: EvidenceName): DetectorColumn {
  return {
    name,
    inputs: [own, ofAll],
    read(columns, row) {
      const value = columns[own][row] as number;
      const known = Number.isNaN(value) ? (columns[ofAll][row] as number) : value;
      return Number.isNaN(known) ? 0 : Math.min(Math.max(known, -mostDeviation), mostDeviation);
    },
  };
}

/** Of what is usual in so many days, whatever the currency. */
function share(name: string, input: EvidenceName, scale: number): DetectorColumn {
  return {
    name,
    inputs: [input, 'sum_30d'],
    read(columns, row) {
      const value = columns[input][row] as number;
      const month = columns.sum_30d[row] as number;
      return month > 0 && !Number.isNaN(value) ? Math.log1p((scale * value) / month) : 0;
    },
  };
}

/** What the detector sees, in this order. */
const detectorColumns: readonly DetectorColumn[] = [
  deviation('payee_deviation', 'amount_vs_payee', 'amount_vs_payee_of_all'),
  deviation('category_deviation', 'amount_vs_category', 'amount_vs_category_of_all'),
  deviation('account_deviation', 'amount_vs_account', 'amount_vs_all'),
  deviation('all_deviation', 'amount_vs_category_of_all', 'amount_vs_all'),
  plain('new_payee', 'is_new_payee', 0),
  logarithm('payee_count'),
  logarithm('category_count'),
  logarithm('days_since_payee'),
  logarithm('days_since_category'),
  logarithm('hours_since_previous'),
  logarithm('count_1h'),
  logarithm('count_1d'),
  logarithm('count_7d'),
  share('spent_1h', 'sum_1h', 30),
  share('spent_24h', 'sum_24h', 30),
  share('spent_7d', 'sum_7d', 30 / 7),
  plain('day_of_week', 'day_of_week', 3),
  plain('hour', 'hour', 12),
  plain('income', 'is_income', 0),
];
const detectorNames: readonly string[] = detectorColumns.map(({ name }) => name);

/** Columns of the detector. */
export function detectorMatrix(columns: Columns<EvidenceName>, rows: number): FeatureMatrix {
  return {
    rows,
    features: describedBy(detectorNames),
    columns: detectorColumns.map((column) => written(column, columns, new Float64Array(rows))),
  };
}

/**
 * Makes a function that brings a matrix of {@link detectorMatrix} up to date after some of the columns were written anew.
 *
 * @param names Those columns.
 */
export function detectorMatrixUpdate(
  names: ReadonlySet<EvidenceName>,
): (matrix: FeatureMatrix, columns: Columns<EvidenceName>) => void {
  const places = [...detectorColumns.keys()].filter((place) =>
    detectorColumns[place]?.inputs.some((input) => names.has(input)),
  );
  return (matrix, columns) => {
    for (const place of places) {
      written(detectorColumns[place] as DetectorColumn, columns, matrix.columns[place] as Float64Array);
    }
  };
}

function written({ read }: DetectorColumn, columns: Columns<EvidenceName>, into: Float64Array): Float64Array {
  for (let row = 0; row < into.length; row++) into[row] = read(columns, row);
  return into;
}
