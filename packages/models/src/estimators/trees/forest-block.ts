import type { ForestFeature } from './forest-codes.js';
import { mostOrdered } from './order-by-code.js';

/** What the trees of a forest learn from, row by row: a class for Gini impurity, a weighted number for squared error. */
export type Answers = Int32Array | Float64Array;

/** Rows laid out together. */
export interface ForestBlock<A extends Answers> {
  /** By feature. */
  readonly codes: readonly Uint16Array[];
  readonly answers: A;
  /** Weight of each row, times how often it was drawn. */
  readonly weights: Float64Array;
  /** The row of the matrix that each is. */
  readonly matrixRows: Uint32Array;
}

/** A block for as many rows as are ever ordered, filled anew for each part of a tree that is that small. */
export function smallBlock<A extends Answers>(features: number, answers: A): ForestBlock<A> {
  const type = answers.constructor as new (length: number) => A;
  return {
    codes: Array.from({ length: features }, () => new Uint16Array(mostOrdered)),
    answers: new type(mostOrdered),
    weights: new Float64Array(mostOrdered),
    matrixRows: new Uint32Array(mostOrdered),
  };
}

/**
 * Copies the rows of a node next to one another, once for all nodes below it: otherwise every look at a code fetches
 * a line of memory of its own.
 *
 * @param byRow The codes of `source`, row after row: {@link codesByRow}.
 * @param rows Places in `source`; become places in `target`.
 */
export function moveInto<A extends Answers>(
  target: ForestBlock<A>,
  source: ForestBlock<A>,
  byRow: Uint16Array,
  rows: Uint32Array,
): void {
  const { codes, answers, weights, matrixRows } = target;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    answers[i] = source.answers[row] as number;
    weights[i] = source.weights[row] as number;
    matrixRows[i] = row;
    rows[i] = i;
  }
  const width = codes.length;
  const starts = new Int32Array(rowsAtOnce);
  // Some rows at a time, so that they stay in the fastest memory while feature after feature is taken from them.
  for (let first = 0; first < rows.length; first += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, rows.length - first);
    for (let i = 0; i < count; i++) starts[i] = Math.imul(matrixRows[first + i] as number, width);
    for (let feature = 0; feature < width; feature++) {
      copyCodes(codes[feature] as Uint16Array, first, byRow, starts, count, feature);
    }
  }
}

const rowsAtOnce = 256;

function copyCodes(
  target: Uint16Array,
  first: number,
  byRow: Uint16Array,
  starts: Int32Array,
  count: number,
  feature: number,
): void {
  for (let i = 0; i < count; i++) target[first + i] = byRow[(starts[i] as number) + feature] as number;
}

export function codesByRow(features: readonly ForestFeature[], rows: number): Uint16Array {
  const width = features.length;
  const byRow = new Uint16Array(rows * width);
  features.forEach(({ codes }, feature) => {
    for (let row = 0; row < rows; row++) byRow[row * width + feature] = codes[row] as number;
  });
  return byRow;
}

/** All rows of the matrix. */
export function wholeBlock<A extends Answers>(
  features: readonly ForestFeature[],
  answers: A,
  weights: Float64Array,
): ForestBlock<A> {
  return {
    codes: features.map(({ codes }) => codes),
    answers,
    weights,
    matrixRows: Uint32Array.from(weights.keys()),
  };
}
