import { checkDefinition } from './check-features.js';
import type { FeatureDescription, TransactionField } from './feature-matrix.js';
import type { FeatureRow } from './feature-row.js';

/**
 * How one or more features that share a state are computed, once for batch and for serving.
 *
 * `Own` and `Past` are the declared fields: `read` and `update` are given rows of just these, so that using a field
 * without declaring it does not compile.
 */
export interface FeatureDefinition<
  State,
  Own extends TransactionField = never,
  Past extends TransactionField = never,
> {
  /** Name, kind and window of each feature, in the order in which `read` writes their values. */
  readonly features: readonly Omit<FeatureDescription, 'inputs' | 'history'>[];
  /** Fields of the row itself that `read` uses. */
  readonly inputs: readonly Own[];
  /** Fields of earlier rows that `update` uses. */
  readonly history?: readonly Past[];
  /** The state of an account without rows. */
  init(): State;
  /** Writes one value per feature, NaN for missing. Leaves the state as it is. */
  read(state: State, row: Pick<FeatureRow, Own>, values: Float64Array): void;
  /** Takes an earlier row into the state, after every row of its moment has been read. */
  update?(state: State, row: Pick<FeatureRow, Past>): void;
}

/** The state of one account, closed over. */
export interface AccountState {
  read(row: FeatureRow, values: Float64Array): void;
  /** Left out where no earlier row is looked at. */
  readonly update?: ((row: FeatureRow) => void) | undefined;
}

/** Features that share a state; made by {@link defineFeatures}. */
export interface FeatureGroup {
  readonly features: readonly FeatureDescription[];
  start(): AccountState;
}

/**
 * Declares features.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a feature without name or kind, a field that transactions do not have, or
 * what is no function.
 * @example
 * ```ts
 * import { defineFeatures } from '@titans/models/features';
 *
 * const spentBefore = defineFeatures({
 *   features: [{ name: 'spent_before', kind: 'numeric' }],
 *   inputs: [],
 *   history: ['amount'],
 *   init: () => ({ total: 0 }),
 *   read: (state, _row, values) => {
 *     values[0] = state.total;
 *   },
 *   update: (state, row) => {
 *     state.total += Math.max(0, -row.amount);
 *   },
 * });
 * ```
 */
export function defineFeatures<
  State,
  Own extends TransactionField = never,
  Past extends TransactionField = never,
>(definition: FeatureDefinition<State, Own, Past>): FeatureGroup {
  checkDefinition(definition);
  const { inputs, history, update } = definition;
  const features = definition.features.map(
    (feature): FeatureDescription =>
      Object.freeze({ ...feature, inputs, ...(history === undefined ? {} : { history }) }),
  );
  return Object.freeze({
    features: Object.freeze(features),
    start(): AccountState {
      const state = definition.init();
      return {
        read: (row, values) => definition.read(state, row, values),
        update: update === undefined ? undefined : (row) => definition.update?.(state, row),
      };
    },
  });
}

/** The group with some of its features alone, which are computed from the same state. */
export function pickFeatures(group: FeatureGroup, names: ReadonlySet<string>): FeatureGroup {
  const kept = group.features.flatMap((feature, index) => (names.has(feature.name) ? [index] : []));
  if (kept.length === group.features.length) return group;
  return Object.freeze({
    features: Object.freeze(kept.map((index) => group.features[index] as FeatureDescription)),
    start(): AccountState {
      const state = group.start();
      const all = new Float64Array(group.features.length);
      return {
        read(row, values) {
          state.read(row, all);
          kept.forEach((index, position) => {
            values[position] = all[index] as number;
          });
        },
        update: state.update,
      };
    },
  });
}
