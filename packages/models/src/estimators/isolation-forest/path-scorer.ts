import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { columnsAsTrained, columnsInOrder, type MissingPolicy } from '../training-data.js';
import { addLeafValues, type TreeEnsemble } from '../trees/tree-ensemble.js';
import { addPathLengths, type CompleteTrees, completeTrees } from './complete-trees.js';
import { type KernelRow, kernelRow } from './kernel/kernel-row.js';
import { type KernelWalk, kernelWalk } from './kernel/kernel-walk.js';
import { checkRow, type PathScorer, pathScore } from './path-scores.js';

/** Rows that are walked down all trees while they are in the nearest cache. */
const rowsAtOnce = 64;

/**
 * Chooses the fastest way down the trees at the first row that is asked for: the kernel, the same trees laid out in
 * full without it, or node by node. All three add the same path lengths in the same order.
 *
 * @param unit What path lengths are measured by, as {@link pathScore} takes it.
 */
export function pathScorer(
  ensemble: TreeEnsemble,
  featureNames: readonly string[],
  missing: MissingPolicy,
  unit: number,
): PathScorer {
  const width = featureNames.length;
  let prepared: { readonly complete: CompleteTrees | null; readonly kernel: KernelWalk | null } | null = null;
  function prepare() {
    if (prepared) return prepared;
    const complete = completeTrees(ensemble);
    const kernel = complete && unit > 0 ? kernelWalk(complete, width, unit) : null;
    prepared = { complete: kernel ? null : complete, kernel };
    return prepared;
  }

  let preparedRow: KernelRow | null | undefined;
  function prepareRow(): KernelRow | null {
    if (preparedRow !== undefined) return preparedRow;
    const complete = unit > 0 ? completeTrees(ensemble) : null;
    preparedRow = complete && kernelRow(complete, width, unit);
    return preparedRow;
  }

  // Names of the features as they came last: to compare with the same texts takes less than with equal ones.
  const names = [...featureNames];

  /** The score of the only row; NaN if the matrix is not one as trained or if a value is infinite. */
  function ofOnly({ columns, features }: FeatureMatrix, { row, score }: KernelRow): number {
    if (columns.length !== width || features.length !== width) return Number.NaN;
    for (let index = 0; index < width; index++) {
      const column = columns[index] as Float64Array;
      const name = features[index]?.name;
      if (name !== names[index]) {
        if (name !== featureNames[index]) return Number.NaN;
        names[index] = name as string;
      }
      if (column.length !== 1) return Number.NaN;
      const value = column[0] as number;
      // Stored there, null would be 0.
      if (typeof value !== 'number') return Number.NaN;
      row[index] = value;
    }
    return score();
  }

  return {
    ofRows(x) {
      if (!x?.columns) columnsInOrder(x, featureNames);
      const scores = new Float64Array(x.rows);
      const byRow = x.rows === 1 && missing === 'permit-nan' ? prepareRow() : null;
      if (byRow) {
        scores[0] = ofOnly(x, byRow);
        if (!Number.isNaN(scores[0])) return scores;
      }
      const { complete, kernel } = prepare();
      // The kernel sees by the way whether a value is infinite; missing ones would have to be looked for.
      if (!kernel || missing === 'refuse-nan') {
        const columns = columnsAsTrained(x, featureNames, missing);
        if (kernel) kernel.walk(columns, x.rows, scores);
        else {
          walkPlainly(ensemble, complete, columns, x.rows, scores);
          for (let row = 0; row < x.rows; row++) scores[row] = pathScore(scores[row] as number, unit);
        }
        return scores;
      }
      // Where a value is infinite, the check of all says which.
      const walked = kernel.walk(columnsInOrder(x, featureNames), x.rows, scores);
      if (!walked) columnsAsTrained(x, featureNames, missing);
      return scores;
    },
    ofRow(values) {
      if (missing === 'refuse-nan') checkRow(values, featureNames, missing);
      const kernel = prepareRow();
      if (kernel && values?.length === width) {
        let index = 0;
        for (; index < width; index++) {
          const value = values[index] as number;
          if (typeof value !== 'number') break;
          kernel.row[index] = value;
        }
        const score = index < width ? Number.NaN : kernel.score();
        if (!Number.isNaN(score)) return score;
      }
      checkRow(values, featureNames, missing);
      const sums = new Float64Array(1);
      addLeafValues(
        ensemble,
        Array.from(values, (value) => Float64Array.of(value)),
        1,
        1,
        sums,
      );
      return pathScore(sums[0] as number, unit);
    },
  };
}

/** The sums without the kernel. */
export function walkPlainly(
  ensemble: TreeEnsemble,
  complete: CompleteTrees | null,
  columns: readonly Float64Array[],
  rows: number,
  sums: Float64Array,
): void {
  // A few rows cannot walk side by side, and reach their leaves sooner where these stand.
  if (complete === null || rows < 4) {
    addLeafValues(ensemble, columns, rows, 1, sums);
    return;
  }
  const width = columns.length;
  const block = new Float64Array(Math.min(rowsAtOnce, rows) * width);
  for (let first = 0; first < rows; first += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, rows - first);
    let isComplete = true;
    for (let column = 0; column < width; column++) {
      const source = columns[column] as Float64Array;
      for (let i = 0; i < count; i++) {
        const value = source[first + i] as number;
        block[i * width + column] = value;
        if (Number.isNaN(value)) isComplete = false;
      }
    }
    if (isComplete) addPathLengths(complete, block, width, count, sums, first);
    else {
      const part = columns.map((column) => column.subarray(first, first + count));
      addLeafValues(ensemble, part, count, 1, sums.subarray(first, first + count));
    }
  }
}
