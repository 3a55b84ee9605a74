import { TitansError } from '@titans/core';
import { oneOf } from '../../estimators/parameters.js';

/** `bh` holds for independent and positively dependent tests, `by` for any, and finds less. */
export type FalseDiscoveryMethod = 'bh' | 'by';

/**
 * Adjusted p-values (q-values): where all tests of at most a level are called findings, the expected share of wrong ones
 * among them is at most the level (Benjamini and Hochberg 1995; Benjamini and Yekutieli 2001). As scipy's
 * `false_discovery_control`.
 *
 * @returns One per p-value, in their order.
 * @throws TitansError `INVALID_ARGUMENT` for what is no probability.
 * @example
 * ```ts
 * import { falseDiscoveryRate } from '@titans/models/drift';
 *
 * falseDiscoveryRate([0.01, 0.04, 0.03]); // [0.03, 0.04, 0.04]
 * ```
 */
export function falseDiscoveryRate(
  pValues: readonly number[],
  method: FalseDiscoveryMethod = 'bh',
): readonly number[] {
  oneOf('method', method, ['bh', 'by']);
  const wrong = pValues.findIndex((p) => !(p >= 0 && p <= 1));
  if (wrong !== -1) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `A p-value is a number from 0 to 1; that at place ${wrong} is ${pValues[wrong]}.`,
      { details: { field: 'pValues' } },
    );
  }
  const count = pValues.length;
  let factor = 1;
  if (method === 'by') for (let rank = 2; rank <= count; rank++) factor += 1 / rank;
  const order = [...pValues.keys()].sort((a, b) => (pValues[a] as number) - (pValues[b] as number));
  const adjusted = new Array<number>(count).fill(1);
  let least = 1;
  for (let rank = count; rank >= 1; rank--) {
    const index = order[rank - 1] as number;
    least = Math.min(least, ((pValues[index] as number) * count * factor) / rank);
    adjusted[index] = least;
  }
  return adjusted;
}
