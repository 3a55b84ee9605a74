import { TitansError } from '@titans/core';

/** @throws TitansError `DATA_INSUFFICIENT` if there are fewer than `least` values. */
export function requireCount(field: string, count: number, least = 1): void {
  if (count >= least) return;
  throw new TitansError(
    'DATA_INSUFFICIENT',
    `${field} holds ${count} values; at least ${least} are needed.`,
    {
      details: { field },
    },
  );
}

/**
 * @throws TitansError `INVALID_ARGUMENT` for what is no list of values, `DATA_INSUFFICIENT` if there are fewer than
 * `least`.
 */
export function requireValues(field: string, values: ArrayLike<unknown>, least = 1): void {
  requireList(field, values);
  requireCount(field, values.length, least);
}

function requireList(field: string, values: ArrayLike<unknown>): void {
  if (typeof values === 'object' && values !== null && Number.isInteger(values.length) && values.length >= 0)
    return;
  throw new TitansError('INVALID_ARGUMENT', `${field} must be a list of values, one per row.`, {
    details: { field },
  });
}

/** @throws TitansError `INVALID_ARGUMENT` for what is no object, as plain JavaScript lets through. */
export function requireObject(field: string, value: unknown): void {
  if (typeof value === 'object' && value !== null) return;
  throw new TitansError('INVALID_ARGUMENT', `${field} must be an object, not ${String(value)}.`, {
    details: { field },
  });
}

/**
 * @throws TitansError `SHAPE_MISMATCH` if there is another number of values than expected, `INVALID_ARGUMENT` for what is
 * no list of values.
 */
export function requireLength(field: string, values: ArrayLike<unknown>, expected: number): void {
  requireList(field, values);
  if (values.length === expected) return;
  throw new TitansError(
    'SHAPE_MISMATCH',
    `${field} holds ${values.length} values; ${expected} were expected.`,
    {
      details: { field },
    },
  );
}

/** @throws TitansError `DATA_NOT_FINITE` at the first value that is NaN or infinite, `INVALID_ARGUMENT` for no list. */
export function requireFinite(field: string, values: ArrayLike<number>): void {
  requireList(field, values);
  for (let index = 0; index < values.length; index++) {
    if (Number.isFinite(values[index])) continue;
    throw new TitansError(
      'DATA_NOT_FINITE',
      `${field} holds ${values[index]} at position ${index + 1}. Remove the row or give it a number.`,
      { details: { field, row: index + 1 } },
    );
  }
}

/** @throws TitansError `DATA_NOT_FINITE` for NaN or an infinite value, `INVALID_ARGUMENT` for another than 0 and 1. */
export function requireOutcomes(field: string, outcomes: ArrayLike<number>): void {
  requireFinite(field, outcomes);
  for (let index = 0; index < outcomes.length; index++) {
    if (outcomes[index] === 0 || outcomes[index] === 1) continue;
    throw new TitansError(
      'INVALID_ARGUMENT',
      `${field} holds ${outcomes[index]} at position ${index + 1}; an outcome is 0 or 1.`,
      { details: { field, row: index + 1 } },
    );
  }
}

/** @throws TitansError `DATA_NOT_FINITE` for NaN or an infinite value, `INVALID_ARGUMENT` for one outside 0 to 1. */
export function requireProbabilities(field: string, values: ArrayLike<number>): void {
  requireFinite(field, values);
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    if (value >= 0 && value <= 1) continue;
    throw new TitansError(
      'INVALID_ARGUMENT',
      `${field} holds ${value} at position ${index + 1}; a probability is 0 to 1.`,
      { details: { field, row: index + 1 } },
    );
  }
}

/**
 * @throws TitansError `SHAPE_MISMATCH`, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for a negative weight, `DATA_INSUFFICIENT`
 * if none is above 0.
 */
export function requireWeights(weights: ArrayLike<number>, length: number): void {
  requireLength('weights', weights, length);
  requireFinite('weights', weights);
  let total = 0;
  for (let row = 0; row < weights.length; row++) {
    const weight = weights[row] as number;
    if (weight < 0) {
      throw new TitansError('INVALID_ARGUMENT', `The weight at position ${row + 1} is negative.`, {
        details: { field: 'weights', row: row + 1 },
      });
    }
    total += weight;
  }
  if (total > 0) return;
  throw new TitansError('DATA_INSUFFICIENT', 'No row has a weight above 0.', {
    details: { field: 'weights' },
  });
}

/** @throws TitansError `INVALID_ARGUMENT` for a label that is no code into `classCount` classes. */
export function requireLabels(field: string, labels: ArrayLike<number>, classCount: number): void {
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index] as number;
    if (Number.isInteger(label) && label >= 0 && label < classCount) continue;
    throw new TitansError(
      'INVALID_ARGUMENT',
      `${field} holds ${label} at position ${index + 1}, which is no code into the ${classCount} classes.`,
      { details: { field, row: index + 1 } },
    );
  }
}
