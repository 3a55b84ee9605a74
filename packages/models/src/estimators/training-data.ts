import { TitansError } from '@titans/core';
import type { FeatureMatrix } from '../features/feature-matrix.js';

/** Which values of a feature column a model can take. */
export type MissingPolicy = 'permit-nan' | 'refuse-nan';

/**
 * Checks a matrix before it is learned from.
 *
 * @throws TitansError `SHAPE_MISMATCH` if columns, features and rows do not belong together, `DATA_INSUFFICIENT`
 * without a row or a column, `INVALID_ARGUMENT` for what is no matrix and two features of one name, `DATA_NOT_FINITE` for an infinite
 * value, or for NaN where the policy refuses it.
 */
export function checkTrainingMatrix(x: FeatureMatrix, policy: MissingPolicy): void {
  requireMatrix(x);
  if (x.features.length !== x.columns.length) {
    throw new TitansError(
      'SHAPE_MISMATCH',
      `The matrix describes ${x.features.length} features but has ${x.columns.length} columns.`,
    );
  }
  if (x.rows === 0) throw new TitansError('DATA_INSUFFICIENT', 'There is no row to learn from.');
  if (x.columns.length === 0)
    throw new TitansError('DATA_INSUFFICIENT', 'There is no feature to learn from.');
  const names = new Set<string>();
  for (const { name } of x.features) {
    if (names.has(name)) {
      throw new TitansError('INVALID_ARGUMENT', `Two features are named "${name}". Rename one.`, {
        details: { field: name },
      });
    }
    names.add(name);
  }
  x.columns.forEach((column, index) => {
    checkColumn(column, x.rows, x.features[index]?.name ?? '', policy);
  });
}

function checkColumn(column: Float64Array, rows: number, name: string, policy: MissingPolicy): void {
  checkLength(column, rows, name);
  if (hasOnlyFinite(column)) return;
  for (let row = 0; row < rows; row++) {
    const value = column[row] as number;
    if (Number.isFinite(value) || (policy === 'permit-nan' && Number.isNaN(value))) continue;
    throw new TitansError(
      'DATA_NOT_FINITE',
      `The column "${name}" holds ${value} in row ${row + 1}. ${
        Number.isNaN(value)
          ? 'Impute missing values or use a model that takes them.'
          : 'Remove infinite values.'
      }`,
      { details: { column: name, row: row + 1 } },
    );
  }
}

/** Callers in plain JavaScript have no types to tell them. */
function requireMatrix(x: FeatureMatrix): void {
  if (Array.isArray(x?.features) && Array.isArray(x.columns) && Number.isInteger(x.rows)) return;
  throw new TitansError(
    'INVALID_ARGUMENT',
    'A matrix has a number of rows, a list of features and a list of columns: { rows, features, columns }.',
    { details: { field: 'x' } },
  );
}

/** Of another realm too, such as that of a test runner. */
function requireArray(values: unknown, type: 'Float64Array' | 'Int32Array', field: string): void {
  if (Object.prototype.toString.call(values) === `[object ${type}]`) return;
  throw new TitansError('INVALID_ARGUMENT', `${field} must be a ${type}, such as ${type}.of(1, 2).`, {
    details: { field },
  });
}

function checkLength(column: Float64Array, rows: number, name: string): void {
  if (!(column instanceof Float64Array)) requireArray(column, 'Float64Array', `column "${name}"`);
  if (column.length !== rows) {
    throw new TitansError(
      'SHAPE_MISMATCH',
      `The column "${name}" has ${column.length} values but the matrix has ${rows} rows.`,
      { details: { column: name } },
    );
  }
}

/** Zero times anything finite is zero. Four sums side by side, of which none waits for another. */
function hasOnlyFinite(column: Float64Array): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  const fours = column.length - (column.length % 4);
  for (let row = 0; row < fours; row += 4) {
    a += (column[row] as number) * 0;
    b += (column[row + 1] as number) * 0;
    c += (column[row + 2] as number) * 0;
    d += (column[row + 3] as number) * 0;
  }
  for (let row = fours; row < column.length; row++) a += (column[row] as number) * 0;
  return a + b + c + d === 0;
}

/**
 * The columns of `x` in the order in which a model was trained; the matrix may give them in any order.
 *
 * @throws TitansError `SHAPE_MISMATCH` for another number of columns or rows, `FEATURE_UNKNOWN` for a feature that
 * the model was not trained with, `DATA_NOT_FINITE` as the policy says.
 */
export function columnsAsTrained(
  x: FeatureMatrix,
  trainedNames: readonly string[],
  policy: MissingPolicy,
): readonly Float64Array[] {
  const ordered = columnsInOrder(x, trainedNames);
  ordered.forEach((column, index) => {
    checkColumn(column, x.rows, trainedNames[index] ?? '', policy);
  });
  return ordered;
}

/**
 * The columns as {@link columnsAsTrained} gives them, for a model that checks the values while it reads them.
 *
 * @throws TitansError `SHAPE_MISMATCH` for another number of columns or rows, `FEATURE_UNKNOWN` for a feature that
 * the model was not trained with.
 */
export function columnsInOrder(x: FeatureMatrix, trainedNames: readonly string[]): readonly Float64Array[] {
  requireMatrix(x);
  const width = trainedNames.length;
  if (x.columns.length !== width || x.features.length !== width) {
    throw new TitansError(
      'SHAPE_MISMATCH',
      `The model was trained with ${width} features but the matrix has ${x.columns.length}.`,
    );
  }
  let isSameOrder = true;
  for (let index = 0; index < width; index++) {
    if (x.features[index]?.name !== trainedNames[index]) isSameOrder = false;
  }
  const ordered = isSameOrder ? x.columns : trainedNames.map((name) => columnNamed(x, name));
  for (let index = 0; index < width; index++) {
    checkLength(ordered[index] as Float64Array, x.rows, trainedNames[index] as string);
  }
  return ordered;
}

function columnNamed(x: FeatureMatrix, name: string): Float64Array {
  const column = x.columns[x.features.findIndex((feature) => feature.name === name)];
  if (column) return column;
  throw new TitansError(
    'FEATURE_UNKNOWN',
    `The model was trained with the feature "${name}", which the matrix does not have.`,
    { details: { column: name } },
  );
}

/** @throws TitansError `INVALID_ARGUMENT`, `SHAPE_MISMATCH` or `DATA_NOT_FINITE` if there is not one finite target per row. */
export function checkTarget(target: Float64Array, rows: number): void {
  requireArray(target, 'Float64Array', 'target');
  if (target.length !== rows) {
    throw new TitansError('SHAPE_MISMATCH', `There are ${rows} rows but ${target.length} target values.`);
  }
  const bad = target.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new TitansError(
      'DATA_NOT_FINITE',
      `The target holds ${target[bad]} in row ${bad + 1}. Remove the row.`,
      {
        details: { row: bad + 1, field: 'target' },
      },
    );
  }
}

/** @throws TitansError `SHAPE_MISMATCH` for a wrong number of labels, `INVALID_ARGUMENT` for one that is no code into `classes` and for two classes of one name. */
export function checkLabels(labels: Int32Array, classes: readonly string[], rows: number): void {
  requireArray(labels, 'Int32Array', 'labels');
  if (!Array.isArray(classes) || new Set(classes).size < classes.length) {
    throw new TitansError('INVALID_ARGUMENT', 'The classes must be a list of different names.', {
      details: { field: 'classes' },
    });
  }
  if (labels.length !== rows) {
    throw new TitansError('SHAPE_MISMATCH', `There are ${rows} rows but ${labels.length} labels.`);
  }
  const bad = labels.findIndex((label) => label < 0 || label >= classes.length);
  if (bad >= 0) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `The label ${labels[bad]} in row ${bad + 1} is no code into the ${classes.length} classes.`,
      { details: { row: bad + 1, field: 'labels' } },
    );
  }
}

/**
 * One weight per row: those given, or ones.
 *
 * @throws TitansError `SHAPE_MISMATCH` for a wrong number, `INVALID_ARGUMENT` for a negative or infinite weight,
 * `DATA_INSUFFICIENT` if all are zero.
 */
export function rowWeights(weights: Float64Array | undefined, rows: number): Float64Array {
  if (weights === undefined) return new Float64Array(rows).fill(1);
  requireArray(weights, 'Float64Array', 'weights');
  if (weights.length !== rows) {
    throw new TitansError('SHAPE_MISMATCH', `There are ${rows} rows but ${weights.length} weights.`);
  }
  const bad = weights.findIndex((weight) => !(weight >= 0 && Number.isFinite(weight)));
  if (bad >= 0) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `The weight of row ${bad + 1} is ${weights[bad]}; it must be 0 or more.`,
      {
        details: { row: bad + 1, field: 'weights' },
      },
    );
  }
  if (weights.every((weight) => weight === 0)) {
    throw new TitansError('DATA_INSUFFICIENT', 'Every row has weight 0, so there is nothing to learn from.');
  }
  return weights;
}

/** @throws TitansError `INVALID_ARGUMENT` if weights are given to a model that cannot use them. */
export function refuseWeights(weights: Float64Array | undefined, model: string): void {
  if (weights !== undefined) {
    throw new TitansError('INVALID_ARGUMENT', `${model} does not take weights. Leave them out.`, {
      details: { field: 'weights' },
    });
  }
}
