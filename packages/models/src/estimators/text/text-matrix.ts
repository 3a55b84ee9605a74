import type { FeatureMatrix } from '../../features/feature-matrix.js';

/** Texts to learn from, one per row, with or without a matrix of as many rows beside them. */
export interface TextMatrix {
  readonly texts: readonly string[];
  readonly dense?: FeatureMatrix;
}

/** The given rows of a text matrix, in the given order. */
export function selectTextRows(x: TextMatrix, rows: ArrayLike<number>): TextMatrix {
  const texts = Array.from(rows, (row) => x.texts[row] as string);
  if (!x.dense) return { texts };
  const { features, columns } = x.dense;
  return {
    texts,
    dense: {
      rows: rows.length,
      features,
      columns: columns.map((column) => Float64Array.from(rows, (row) => column[row] as number)),
    },
  };
}
