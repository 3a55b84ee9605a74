import { requireText } from './require-text.js';
import { type SparseRows, squaredLengths } from './sparse-rows.js';

/**
 * What a linear classifier is fitted to: rows that are sorted by their text, so that the features of a text are gone
 * through once for all rows that have it.
 */
export interface LinearProblem {
  /** Features of every distinct text. */
  readonly text: SparseRows;
  /** Rows of text `t`: from `firstRow[t]` to `firstRow[t + 1]`. */
  readonly firstRow: Int32Array;
  readonly rows: number;
  /** Row-major rows × denseWidth, beside the text. */
  readonly dense: Float64Array;
  readonly denseWidth: number;
  /** Total weight of each row, above 0. */
  readonly weights: Float64Array;
  /** Classes of row `r`, with their weights: from `firstLabel[r]` to `firstLabel[r + 1]`. */
  readonly firstLabel: Int32Array;
  readonly labels: Int32Array;
  readonly labelWeights: Float64Array;
}

/** Dense columns to learn from beside the texts, row-major. */
export interface DenseRows {
  readonly values: Float64Array;
  readonly width: number;
}

/** Rows by distinct text. */
export interface RowsByText {
  /** In lower case. */
  readonly texts: readonly string[];
  /** Total weight of each text. */
  readonly weights: Float64Array;
  /** Makes the problem, given the features of the texts. */
  problemOf(text: SparseRows): LinearProblem;
}

/**
 * Sorts rows by text, in the order in which texts first occur. Rows of weight 0 are left out. Bank data repeat the
 * same few descriptions: rows of equal features become one with their weights added, which leaves the optimum as it is.
 */
export function rowsByText(
  texts: readonly string[],
  labels: Int32Array,
  weights: Float64Array,
  dense: DenseRows | null,
): RowsByText {
  const places = new Map<string, number>();
  const rowsOf: number[][] = [];
  const distinct: string[] = [];
  texts.forEach((text, row) => {
    if (weights[row] === 0) return;
    // Case and the width of white space make no difference to n-grams.
    requireText('text', text);
    const read = text.toLowerCase().replace(/\s+/gu, ' ').trim();
    const place = places.get(read);
    if (place !== undefined) {
      rowsOf[place]?.push(row);
      return;
    }
    places.set(read, distinct.length);
    distinct.push(read);
    rowsOf.push([row]);
  });
  const textWeights = Float64Array.from(rowsOf, (rows) =>
    rows.reduce((sum, row) => sum + (weights[row] as number), 0),
  );

  function problemOf(text: SparseRows): LinearProblem {
    const firstRow = new Int32Array(rowsOf.length + 1);
    const kept: { readonly row: number; readonly weightOf: Map<number, number> }[] = [];
    const width = dense?.width ?? 0;
    const featuresOf = (row: number): Float64Array | undefined =>
      dense?.values.subarray(row * width, (row + 1) * width);
    rowsOf.forEach((rows, place) => {
      const equal = new Map<string, Map<number, number>>();
      for (const row of rows) {
        const label = labels[row] as number;
        const key = featuresOf(row)?.join() ?? '';
        let weightOf = equal.get(key);
        if (weightOf === undefined) {
          weightOf = new Map();
          equal.set(key, weightOf);
          kept.push({ row, weightOf });
        }
        weightOf.set(label, (weightOf.get(label) ?? 0) + (weights[row] as number));
      }
      firstRow[place + 1] = kept.length;
    });

    const values = new Float64Array(kept.length * width);
    const firstLabel = new Int32Array(kept.length + 1);
    kept.forEach(({ row, weightOf }, at) => {
      values.set(featuresOf(row) ?? [], at * width);
      firstLabel[at + 1] = (firstLabel[at] as number) + weightOf.size;
    });
    return {
      text,
      firstRow,
      rows: kept.length,
      dense: values,
      denseWidth: width,
      weights: Float64Array.from(kept, ({ weightOf }) => [...weightOf.values()].reduce((a, b) => a + b, 0)),
      firstLabel,
      labels: Int32Array.from(kept.flatMap(({ weightOf }) => [...weightOf.keys()])),
      labelWeights: Float64Array.from(kept.flatMap(({ weightOf }) => [...weightOf.values()])),
    };
  }

  return { texts: distinct, weights: textWeights, problemOf };
}

/** Squared Euclidean lengths. */
export interface FeatureLengths {
  /** Of the features of each text. */
  readonly ofText: Float64Array;
  /** Of the dense features of each row and a constant 1. */
  readonly ofRow: Float64Array;
}

/** The squared lengths of all features. */
export function squaredFeatureLengths({ text, dense, denseWidth, rows }: LinearProblem): FeatureLengths {
  const ofRow = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let squared = 1;
    for (let at = row * denseWidth; at < (row + 1) * denseWidth; at++) squared += (dense[at] as number) ** 2;
    ofRow[row] = squared;
  }
  return { ofText: squaredLengths(text), ofRow };
}
