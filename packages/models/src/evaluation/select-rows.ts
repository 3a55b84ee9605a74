import { TitansError } from '@titans/core';
import { selectTextRows, type TextMatrix } from '../estimators/text/text-matrix.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';

/** The given rows of an input, in the given order, as a new one. */
export type RowSelector<X> = (x: X, rows: Int32Array) => X;

/**
 * The given rows of a feature matrix, in the given order.
 *
 * @param rows Row numbers from 0.
 * @throws TitansError `INVALID_ARGUMENT` for a row that does not exist.
 */
export function selectMatrixRows(x: FeatureMatrix, rows: ArrayLike<number>): FeatureMatrix {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    if (Number.isInteger(row) && row >= 0 && row < x.rows) continue;
    throw new TitansError('INVALID_ARGUMENT', `Row ${row} is not among the ${x.rows} rows.`, {
      details: { field: 'rows', row },
    });
  }
  return {
    rows: rows.length,
    features: x.features,
    columns: x.columns.map((column) => {
      const selected = new Float64Array(rows.length);
      for (let i = 0; i < selected.length; i++) selected[i] = column[rows[i] as number] as number;
      return selected;
    }),
  };
}

/** @throws TitansError `INVALID_ARGUMENT` for an input that is neither a feature matrix nor a text matrix. */
export function selectKnownRows<X>(x: X, rows: Int32Array): X {
  if (isFeatureMatrix(x)) return { ...x, ...selectMatrixRows(x, rows) };
  if (isTextMatrix(x)) return { ...x, ...selectTextRows(x, rows) };
  throw new TitansError(
    'INVALID_ARGUMENT',
    'The input is neither a FeatureMatrix nor a TextMatrix. Give selectRows, which takes rows of it.',
    { details: { field: 'selectRows' } },
  );
}

/** Rows of a feature matrix or text matrix; `undefined` for another input, whose rows only its owner can count. */
export function knownRowCount(x: unknown): number | undefined {
  if (isFeatureMatrix(x)) return x.rows;
  return isTextMatrix(x) ? x.texts.length : undefined;
}

/** Whether the input is a feature matrix. */
export function isFeatureMatrix(x: unknown): x is FeatureMatrix {
  return typeof x === 'object' && x !== null && 'columns' in x && 'features' in x && 'rows' in x;
}

function isTextMatrix(x: unknown): x is TextMatrix {
  return typeof x === 'object' && x !== null && 'texts' in x;
}
