import { requireObject, requireValues } from '../../calibration/checked-values.js';
import { murmurHash32 } from '../../preprocessing/murmur-hash-32.js';
import { checkExperimentId, invalid } from './checked-plan.js';

/** A variant and its share of the units: its weight over the sum of all weights. */
export interface WeightedVariant<Name extends string = string> {
  /** 1 to 64 letters, digits and `. _ -`. */
  readonly name: Name;
  /** From 0, which gets no unit. */
  readonly weight: number;
}

/** Which unit of which experiment. */
export interface AssignmentOptions<Name extends string = string> {
  /** Id of the experiment, which salts the hash: the variants of two experiments are independent. */
  readonly experiment: string;
  /** In any order. */
  readonly variants: readonly WeightedVariant<Name>[];
  /** What is to get one variant for good: an account, a credential, a transaction. */
  readonly unit: string;
}

const encoder = new TextEncoder();

/**
 * The variant of a unit: always the same one, in every process and after every restart, without anything being stored.
 *
 * Weighted rendezvous hashing (Thaler and Ravishankar 1998; with weights by exponential scores, Schindelhauer and Schomaker
 * 2005): for each variant *h* is the MurmurHash3 x86 32-bit hash, seed 0, of the UTF-8 text `experiment:variant:unit`, and the
 * variant with the least −ln((h + ½) ÷ 2³²) ÷ weight has the unit; of equal ones the first name in code point order. A
 * program in any language that computes this assigns alike. A variant whose weight grows only gets units and loses none, and
 * takes no more than its share grows by; one that is taken away leaves its units to the others, and no other unit moves.
 *
 * @throws TitansError `INVALID_ARGUMENT` for names that are none, a negative weight, and weights that are all 0.
 * @example
 * ```ts
 * import { assignVariant } from '@titans/models/lifecycle';
 *
 * const variants = [
 *   { name: 'champion', weight: 0.9 },
 *   { name: 'challenger', weight: 0.1 },
 * ] as const;
 * console.log(assignVariant({ experiment: 'new-categories', variants, unit: 'account-17' })); // 'champion'
 * ```
 */
export function assignVariant<Name extends string>(options: AssignmentOptions<Name>): Name {
  requireObject('options', options);
  const { experiment, variants, unit } = options;
  checkExperimentId('experiment', experiment);
  requireValues('variants', variants, 0);
  if (typeof unit !== 'string') throw invalid('unit', `A unit must be a text, not ${typeof unit}.`);
  let best: Name | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const variant of variants) {
    requireObject('variants', variant);
    const { name, weight } = variant;
    checkExperimentId('variants', name);
    if (!(typeof weight === 'number' && weight >= 0 && weight < Number.POSITIVE_INFINITY)) {
      throw invalid('variants', `The weight of a variant must be a number from 0, not ${weight}.`);
    }
    if (weight === 0) continue;
    const hash = murmurHash32(encoder.encode(`${experiment}:${name}:${unit}`), 0) >>> 0;
    const score = -Math.log((hash + 0.5) / 2 ** 32) / weight;
    if (score < least || (score === least && best !== null && name < best)) {
      best = name;
      least = score;
    }
  }
  if (best === null) throw invalid('variants', 'At least one variant must have a weight above 0.');
  return best;
}

/** Groups of units of which sums are kept, so that outcomes of one unit are not taken for independent ones. */
export const unitGroups = 128;

/** The group of a unit; with another seed than its variant, so that each variant has units in every group. */
export function groupOf(experiment: string, unit: string): number {
  return (murmurHash32(encoder.encode(`${experiment}:${unit}`), 1) >>> 0) % unitGroups;
}

/** Names an outcome among the last ones, in 64 bits. */
export function shortIdOf(id: string): string {
  const bytes = encoder.encode(id);
  const [first, second] = [2, 3].map((seed) => murmurHash32(bytes, seed) >>> 0) as [number, number];
  return `${first.toString(36)}.${second.toString(36)}`;
}
