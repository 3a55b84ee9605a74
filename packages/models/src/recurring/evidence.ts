import { logGamma } from '../statistics/log-gamma.js';
import type { Slots } from './slots.js';

/** Payments matched to the slots of a schedule, and how much speaks for the schedule. */
export interface Match {
  readonly slots: Slots;
  /** Indices into the payments, one per slot that was paid, by date. */
  readonly members: readonly number[];
  /** The slot of each member. */
  readonly slotOf: readonly number[];
  /** Natural logarithm of the e-value. */
  readonly logEvidence: number;
}

/** Shares of payments that are this much farther from the due day for each day: exact, usual and sloppy payers. */
const deviationRatios: readonly number[] = [0.03, 0.25, 0.6];
/** Probability that a payment is left out. */
const skipProbability = 0.08;
/** Shapes of the gamma distribution of the gaps between irregular purchases: 1 is a Poisson process. */
const irregularShapes: readonly number[] = [0.5, 1, 2, 4];
const logGammaOfShape: readonly number[] = irregularShapes.map((shape) => logGamma(shape));

/**
 * Weighs a schedule against irregular purchases, as an e-value by universal inference (Wasserman, Ramdas and
 * Balakrishnan 2020): the likelihood of the dates under the schedule, over the largest likelihood of any renewal
 * process with gamma gaps of shape up to 4. Under any such process it exceeds 1/α with a probability of at most α,
 * the more so as payments left aside cost the logarithm of the number of ways to leave them.
 *
 * @param days Epoch days in ascending order.
 * @param logPrior Logarithm of the share of this schedule in all that were tried.
 */
export function weigh(days: ArrayLike<number>, slots: Slots, logPrior: number): Match | undefined {
  const members: number[] = [];
  const slotOf: number[] = [];
  const deviations: number[] = [];
  for (let index = 0; index < days.length; index++) {
    const day = days[index] as number;
    const slot = slots.nearest(day);
    const deviation = Math.abs(day - slots.dayOf(slot));
    if (deviation > slots.toleranceDays) continue;
    const last = members.length - 1;
    if (slot === slotOf[last]) {
      if (deviation >= (deviations[last] as number)) continue;
      members.pop();
      slotOf.pop();
      deviations.pop();
    }
    members.push(index);
    slotOf.push(slot);
    deviations.push(deviation);
  }
  const count = members.length;
  if (count < 2) return undefined;
  const total = deviations.reduce((sum, value) => sum + value, 0);
  let punctual = Number.NEGATIVE_INFINITY;
  for (const ratio of deviationRatios) {
    const value = count * Math.log((1 - ratio) / (1 + ratio)) + total * Math.log(ratio);
    if (value > punctual) punctual = value;
  }
  const slotsPassed = (slotOf[count - 1] as number) - (slotOf[0] as number);
  const skipped = slotsPassed - (count - 1);
  const regular =
    punctual +
    (count - 1) * Math.log(1 - skipProbability) +
    skipped * Math.log(skipProbability) -
    Math.log(deviationRatios.length);
  const logEvidence =
    logPrior + regular - irregular(days, members) - logBinomialCoefficient(days.length, count);
  return { slots, members, slotOf, logEvidence };
}

/** The largest log-likelihood of the gaps under irregular habits; the mean gap is the maximum for each shape. */
function irregular(days: ArrayLike<number>, members: readonly number[]): number {
  const gaps = members.length - 1;
  let logSum = 0;
  for (let index = 1; index < members.length; index++) {
    const gap = (days[members[index] as number] as number) - (days[members[index - 1] as number] as number);
    logSum += Math.log(Math.max(gap, 0.5));
  }
  const span = (days[members[gaps] as number] as number) - (days[members[0] as number] as number);
  const mean = Math.max(span / gaps, 0.5);
  let best = Number.NEGATIVE_INFINITY;
  for (const [index, shape] of irregularShapes.entries()) {
    const value =
      gaps * (shape * Math.log(shape / mean) - shape - (logGammaOfShape[index] as number)) +
      (shape - 1) * logSum;
    if (value > best) best = value;
  }
  return best;
}

function logBinomialCoefficient(total: number, chosen: number): number {
  if (total === chosen) return 0;
  return logGamma(total + 1) - logGamma(chosen + 1) - logGamma(total - chosen + 1) + Math.log(total);
}
