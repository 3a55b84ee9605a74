import { type ErrorCode, TitansError } from '@titans/core';

/** Values that were counted: `counts[i]` times `values[i]`. */
export interface CountedSample {
  readonly values: ArrayLike<number>;
  readonly counts: ArrayLike<number>;
}

/** A sample of numbers, or its distinct values with how often each occurs. */
export type Sample = ArrayLike<number> | CountedSample;

/**
 * Two samples on their common distinct values: every test of two distributions of one number is a function of these
 * counts, so that samples and sketches are tested alike.
 */
export interface SamplePair {
  /** The distinct values of both, ascending. */
  readonly values: Float64Array;
  /** How often each occurs in the reference; 0 where it does not. */
  readonly reference: Float64Array;
  readonly current: Float64Array;
  readonly referenceRows: number;
  readonly currentRows: number;
}

/**
 * Puts two samples on their common values. O(n log n).
 *
 * @throws TitansError `DATA_NOT_FINITE` for NaN or an infinite value, `DATA_INSUFFICIENT` for an empty sample,
 * `INVALID_ARGUMENT` for a count that is no whole number from 0, `SHAPE_MISMATCH`.
 */
export function samplePair(reference: Sample, current: Sample): SamplePair {
  return mergeCounted(counted('reference', reference), counted('current', current));
}

/** Two counted samples whose values are distinct and ascending. */
export function mergeCounted(a: CountedSample, b: CountedSample): SamplePair {
  const most = a.values.length + b.values.length;
  const values = new Float64Array(most);
  const reference = new Float64Array(most);
  const current = new Float64Array(most);
  let [i, j, length] = [0, 0, 0];
  let [referenceRows, currentRows] = [0, 0];
  while (i < a.values.length || j < b.values.length) {
    const left = i < a.values.length ? (a.values[i] as number) : Number.POSITIVE_INFINITY;
    const right = j < b.values.length ? (b.values[j] as number) : Number.POSITIVE_INFINITY;
    values[length] = Math.min(left, right);
    if (left <= right) {
      reference[length] = a.counts[i++] as number;
      referenceRows += reference[length] as number;
    }
    if (right <= left) {
      current[length] = b.counts[j++] as number;
      currentRows += current[length] as number;
    }
    length++;
  }
  return {
    values: values.subarray(0, length),
    reference: reference.subarray(0, length),
    current: current.subarray(0, length),
    referenceRows,
    currentRows,
  };
}

/** The distinct values of a sample, ascending, each with how often it occurs. */
function counted(name: string, sample: Sample): CountedSample {
  const isCounted = typeof sample === 'object' && sample !== null && 'counts' in sample;
  const given = isCounted ? sample.values : sample;
  const counts = isCounted ? sample.counts : null;
  if (typeof given !== 'object' || given === null || typeof given.length !== 'number') {
    throw refused('INVALID_ARGUMENT', name, 'must be a list of numbers, or values with their counts');
  }
  if (counts !== null && counts.length !== given.length) {
    throw refused('SHAPE_MISMATCH', name, `has ${given.length} values and ${counts.length} counts`);
  }
  const values = Float64Array.from(given);
  const order = counts === null ? null : Uint32Array.from(values.keys());
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw refused(
        'DATA_NOT_FINITE',
        name,
        `has ${values[i]} at place ${i}; count missing values apart and leave infinite ones out`,
      );
    }
    const count = counts?.[i] ?? 1;
    if (!(Number.isSafeInteger(count) && count >= 0)) {
      throw refused('INVALID_ARGUMENT', name, `has a count of ${count}, which is no whole number from 0`);
    }
  }
  if (order === null) values.sort();
  else order.sort((a, b) => (values[a] as number) - (values[b] as number));
  const distinct = new Float64Array(values.length);
  const frequency = new Float64Array(values.length);
  let length = 0;
  for (let i = 0; i < values.length; i++) {
    const index = order === null ? i : (order[i] as number);
    const count = counts === null ? 1 : (counts[index] as number);
    if (count === 0) continue;
    // Adding 0 makes one of the two zeros.
    const value = (values[index] as number) + 0;
    if (length === 0 || distinct[length - 1] !== value) distinct[length++] = value;
    frequency[length - 1] = (frequency[length - 1] as number) + count;
  }
  if (length === 0) throw refused('DATA_INSUFFICIENT', name, 'has no value');
  return { values: distinct.subarray(0, length), counts: frequency.subarray(0, length) };
}

function refused(code: ErrorCode, name: string, what: string): TitansError {
  return new TitansError(code, `The ${name} sample ${what}.`, { details: { field: name } });
}
