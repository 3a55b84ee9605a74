import { TitansError } from '@titans/core';
import type { FeatureDescription, TransactionField } from './feature-matrix.js';
import { type FeatureSet, featureSet, namedFeatures } from './feature-set.js';

/** What a task predicts about a row. */
export type FeatureTarget = 'amount' | 'anomaly' | 'category' | 'type';

/**
 * Fields of a row that tell its target: the amount also gives the type, and a balance gives the amount. Status and tags
 * of a row are set after it was judged, as in `disputed` or `fraud`.
 */
const revealedBy: Readonly<Record<FeatureTarget, readonly TransactionField[]>> = {
  amount: ['amount', 'balance'],
  anomaly: ['status', 'tags'],
  category: ['category'],
  type: ['type', 'amount', 'balance'],
};

/**
 * The features that may be used to predict a target: those that take nothing from the row itself that reveals it.
 * What the target was in *earlier* rows is permitted. The set that is returned also hides the revealing fields from
 * every feature, so that one which reads more than it declares finds nothing there.
 *
 * @param names The features wanted; all permitted ones unless told.
 * @throws TitansError `FEATURE_LEAKAGE` if a named feature reveals the target, `FEATURE_UNKNOWN` if there is none of
 * that name, `INVALID_ARGUMENT` for another target.
 * @example
 * ```ts
 * import { features, selectFeatures } from '@titans/models/features';
 *
 * selectFeatures(features, 'amount').features; // without amount_abs, amount_log, …
 * ```
 */
export function selectFeatures(
  set: FeatureSet,
  target: FeatureTarget,
  names?: readonly string[],
): FeatureSet {
  const hidden = revealing(target);
  if (names === undefined) {
    return featureSet(
      set.groups.filter((group) => group.features.every((feature) => !reveals(feature, target))),
      hidden,
    );
  }
  const named = namedFeatures(set, names, hidden);
  refuseLeakage(named.features, target);
  return named;
}

/**
 * Refuses features that are computed from the target.
 *
 * @throws TitansError `FEATURE_LEAKAGE` naming the first such feature.
 */
export function refuseLeakage(features: readonly FeatureDescription[], target: FeatureTarget): void {
  const leaking = features.find((feature) => reveals(feature, target));
  if (leaking === undefined) return;
  throw new TitansError(
    'FEATURE_LEAKAGE',
    `The feature ${leaking.name} is computed from ${leaking.inputs.join(', ')} of the row itself, which reveals ` +
      `its ${target}: leave it out, or compute it from earlier rows only.`,
    { details: { feature: leaking.name, target } },
  );
}

function reveals(feature: FeatureDescription, target: FeatureTarget): boolean {
  return feature.inputs.some((input) => revealing(target).includes(input));
}

function revealing(target: FeatureTarget): readonly TransactionField[] {
  if (Object.hasOwn(revealedBy, target)) return revealedBy[target];
  throw new TitansError(
    'INVALID_ARGUMENT',
    `The target must be one of ${Object.keys(revealedBy).join(', ')}, not ${String(target)}.`,
    { details: { field: 'target' } },
  );
}
