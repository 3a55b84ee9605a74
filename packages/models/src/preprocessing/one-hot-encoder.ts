import { oneOf, refuseUnknownParameters } from '../estimators/parameters.js';
import type { FeatureDescription } from '../features/feature-matrix.js';
import {
  categoryName,
  codeCount,
  missingCategory,
  unknownCategory,
  weightsByCode,
} from './category-codes.js';
import { type ColumnMethod, derived, isCategorical, type LearnedColumn } from './column-method.js';
import { columnwise } from './columnwise.js';
import type { FeatureTransformer } from './feature-transformer.js';
import { checkRareCategories, type RareCategories, rareCodes } from './rare-categories.js';

/** Parameters of {@link oneHotEncoder}. */
export interface OneHotEncoderParameters extends RareCategories {
  /** Whether a column is left out per feature: none (unless told), the first, or the first of two. */
  readonly drop?: 'none' | 'first' | 'if-binary';
  /**
   * A category not learned from: `zeros` in every column (unless told), counted with the `rare` ones where there are
   * any, or refused with `INVALID_ARGUMENT`.
   */
  readonly unknown?: 'zeros' | 'rare' | 'refuse';
  /**
   * A missing category: one of its own where some were missing in training, else as an unknown one (`category`, unless
   * told); `zeros`; or refused with `DATA_NOT_FINITE`.
   */
  readonly missing?: 'category' | 'zeros' | 'refuse';
}

/** A slot of what has no column: never seen, or left out by `drop`. */
const unseen = -1;
const dropped = -2;
/** Where the slots of rare and of missing categories stand in the state, and where those of codes begin. */
const [rareAt, missingAt, codesAt] = [0, 1, 2];

/**
 * Categories to columns of 0 and 1, named `feature=category`, as scikit-learn's `OneHotEncoder`: one per category seen
 * in training, in their order, then `feature=(rare)` and `feature=(missing)`. Numeric features pass.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range.
 * @example
 * ```ts
 * import { oneHotEncoder } from '@titans/models/preprocessing';
 *
 * const shop = { name: 'shop', kind: 'categorical' as const, inputs: ['description' as const] };
 * const x = {
 *   rows: 4,
 *   features: [{ ...shop, categories: ['Grocer', 'Fuel', 'Kiosk'] }],
 *   columns: [Float64Array.of(0, 1, 1, 0)],
 * };
 * const fitted = await oneHotEncoder().fit(x);
 * fitted.outputFeatures.map(({ name }) => name); // shop=Grocer, shop=Fuel
 * ```
 */
export function oneHotEncoder(parameters: OneHotEncoderParameters = {}): FeatureTransformer {
  return columnwise(oneHotMethod(parameters));
}

export function oneHotMethod(parameters: OneHotEncoderParameters): ColumnMethod {
  refuseUnknownParameters('oneHotEncoder', parameters, [
    'drop',
    'unknown',
    'missing',
    'minCount',
    'minShare',
    'maxCategories',
  ]);
  const drop = oneOf('drop', parameters.drop ?? 'none', ['none', 'first', 'if-binary']);
  const unknown = oneOf('unknown', parameters.unknown ?? 'zeros', ['zeros', 'rare', 'refuse']);
  const missing = oneOf('missing', parameters.missing ?? 'category', ['category', 'zeros', 'refuse']);
  const rare = checkRareCategories(parameters);

  /** The column of a row: a slot, or an error. */
  function slotOf(code: number, state: Float64Array, given: FeatureDescription, row: number): number {
    if (Number.isNaN(code)) {
      if (missing === 'zeros') return dropped;
      if (missing === 'refuse') throw missingCategory(given, row);
    }
    const slot = Number.isNaN(code) ? (state[missingAt] as number) : (state[codesAt + code] ?? unseen);
    if (slot !== unseen) return slot;
    if (unknown === 'refuse') throw unknownCategory(given, row);
    return unknown === 'rare' ? (state[rareAt] as number) : unseen;
  }

  return Object.freeze({
    name: 'one-hot-encoder',
    parameters: Object.freeze({ drop, unknown, missing, ...rare }),
    takes: isCategorical,
    learn(column, { feature, weights }) {
      const counted = weightsByCode(column, weights, codeCount(column, feature));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const isRare = rareCodes(counted.byCode, total, rare);
      const state = new Float64Array(codesAt + counted.byCode.length).fill(unseen);
      let next = 0;
      counted.byCode.forEach((weight, code) => {
        if (weight > 0 && !isRare.has(code)) state[codesAt + code] = next++;
      });
      if (isRare.size > 0) {
        state[rareAt] = next++;
        for (const code of isRare) state[codesAt + code] = state[rareAt] as number;
      }
      if (missing === 'category' && counted.missing > 0) state[missingAt] = next++;
      const isDropped = drop === 'first' || (drop === 'if-binary' && next === 2);
      if (!isDropped) return state;
      return state.map((slot) => (slot === 0 ? dropped : slot > 0 ? slot - 1 : slot));
    },
    isSound({ state }) {
      const isSlot = (slot: number): boolean =>
        Number.isInteger(slot) && slot >= dropped && slot < state.length;
      if (state.length < codesAt || !state.every(isSlot)) return false;
      const used = new Set(state);
      return Array.from({ length: widthOf(state) }, (_, slot) => used.has(slot)).every(Boolean);
    },
    outputs: ({ feature, state }) => columnNames({ feature, state }).map((name) => derived(feature, name)),
    apply(column, { state }, given) {
      const columns = Array.from({ length: widthOf(state) }, () => new Float64Array(column.length));
      column.forEach((code, row) => {
        const values = columns[slotOf(code, state, given, row)];
        if (values) values[row] = 1;
      });
      return columns;
    },
  } satisfies ColumnMethod);
}

function widthOf(state: Float64Array): number {
  return state.reduce((most, slot) => Math.max(most, slot + 1), 0);
}

function columnNames({ feature, state }: LearnedColumn): readonly string[] {
  const names = new Array<string>(widthOf(state));
  state.forEach((slot, at) => {
    if (slot >= 0 && at >= codesAt) names[slot] = `${feature.name}=${categoryName(feature, at - codesAt)}`;
  });
  const [rareSlot, missingSlot] = [state[rareAt] as number, state[missingAt] as number];
  if (rareSlot >= 0) names[rareSlot] = `${feature.name}=(rare)`;
  if (missingSlot >= 0) names[missingSlot] = `${feature.name}=(missing)`;
  return names;
}
