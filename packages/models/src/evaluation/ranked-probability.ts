import { requireFinite, requireLength, requireValues } from '../calibration/checked-values.js';
import { integerWithin } from '../estimators/parameters.js';

/**
 * Mean continuous ranked probability score of forecasts by samples (Gneiting and Raftery 2007), in the unit of the
 * target: mean |member − actual| less half the mean distance of two members. The mean absolute error of a single
 * member; lower is better, and no forecast can gain by misstating what it knows. O(n m log m).
 *
 * @param actual One per row.
 * @param members Row-major rows × `memberCount`: draws from the forecast distribution.
 * @throws TitansError `DATA_INSUFFICIENT` without a row, `SHAPE_MISMATCH`, `DATA_NOT_FINITE`, `INVALID_ARGUMENT`.
 */
export function rankedProbabilityScore(
  actual: ArrayLike<number>,
  members: Float64Array,
  memberCount: number,
): number {
  integerWithin('memberCount', memberCount, 1, 2 ** 31 - 1);
  requireValues('actual', actual);
  requireLength('members', members, actual.length * memberCount);
  requireFinite('actual', actual);
  requireFinite('members', members);
  let total = 0;
  for (let row = 0; row < actual.length; row++) {
    const sorted = members.slice(row * memberCount, (row + 1) * memberCount).sort();
    let [error, spread] = [0, 0];
    for (let i = 0; i < memberCount; i++) {
      const member = sorted[i] as number;
      error += Math.abs(member - (actual[row] as number));
      // Each of the m (m − 1) ÷ 2 gaps once: a member is above i others and below the rest.
      spread += member * (2 * i + 1 - memberCount);
    }
    total += error / memberCount - spread / memberCount ** 2;
  }
  return total / actual.length;
}
