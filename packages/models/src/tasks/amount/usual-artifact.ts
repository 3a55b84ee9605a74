import type { ArtifactArray } from '@titans/core';
import type { ArtifactReader } from '../../estimators/restoring.js';
import { type KnownPayee, knownPayee, leastPayeeRows, type UsualAmounts } from './usual-amounts.js';

const perMean = 3;
const perPayee = 7;

/** Arrays of an artifact: means and summaries by hash, in the order of the hashes, of at least three rows each. */
export function usualArrays(usual: UsualAmounts): Readonly<Record<string, ArtifactArray>> {
  const inOrder = (keys: Iterable<number>): Float64Array => Float64Array.from(keys).sort();
  return {
    means: Float64Array.from(
      [...inOrder(usual.means.keys())].flatMap((key) => {
        const { rows, mean } = usual.means.get(key) ?? { rows: 0, mean: 0 };
        return rows < leastPayeeRows ? [] : [key, rows, mean];
      }),
    ),
    payees: Float64Array.from(
      [...inOrder(usual.payees.keys())].flatMap((key) => {
        const known = knownPayee(usual, key);
        if (known === null) return [];
        return [key, known.rows, known.low, known.median, known.high, known.last, known.run];
      }),
    ),
  };
}

/** Reads what {@link usualArrays} wrote. @throws TitansError `ARTIFACT_CORRUPT`. */
export function restoreUsual(artifact: ArtifactReader): UsualAmounts {
  const [means, payees] = [artifact.float64('means'), artifact.float64('payees')];
  if (means.length % perMean !== 0 || payees.length % perPayee !== 0) {
    throw artifact.corrupt('its usual amounts are incomplete');
  }
  const rowsOf = (values: Float64Array, width: number): readonly Float64Array[] =>
    Array.from({ length: values.length / width }, (_, row) =>
      values.subarray(row * width, (row + 1) * width),
    );
  return {
    means: new Map(
      rowsOf(means, perMean).map((row) => {
        const [key = 0, rows = 0, mean = 0] = row;
        return [key, { rows, mean }];
      }),
    ),
    payees: new Map(
      rowsOf(payees, perPayee).map((row): [number, KnownPayee] => {
        const [key = 0, rows = 0, low = 0, median = 0, high = 0, last = 0, run = 0] = row;
        return [key, { summary: { rows, low, median, high, last, run } }];
      }),
    ),
  };
}
