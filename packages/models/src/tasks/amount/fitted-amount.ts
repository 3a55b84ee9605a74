import type { FittedRegressor } from '../../estimators/estimator.js';
import { type AmountKnowledge, type AmountMatrix, amountMatrix, computedColumn } from './amount-input.js';
import { type AmountColumns, columnsFor } from './candidates.js';
import type { Credibility, UsualAmount } from './credibility.js';
import { predictQuantiles, type QuantileModels } from './quantile-models.js';
import { type AmountRange, payeeKnowledge, type RawAmounts, rangeKind } from './range.js';
import { leastPayeeRows, type UsualAmounts } from './usual-amounts.js';

/** Rows of a category from which its ranges are corrected as those of known ones: of fewer, models have learned little. */
const leastCategoryRows = 100;

/** What tells amounts, whether or not it can be kept. */
type Teller = Pick<FittedRegressor, 'predict'>;

/** What tells the point and the ends of the ranges before they are corrected. */
export type AmountPredictor<Of extends Teller = Teller> =
  | { readonly kind: 'point'; readonly columns: AmountColumns; readonly regressor: Of }
  | { readonly kind: 'quantiles'; readonly models: QuantileModels<Of> };

/** How amounts are told before the range is corrected. */
export interface AmountPlan {
  /** Names of categories by code. */
  readonly categories: readonly string[];
  readonly credibility: Credibility;
  readonly predictor: AmountPredictor;
  /** Equal amounts in a row from which a payee's price counts as fixed; 0 if never. */
  readonly fixedRun: number;
  /** By level of ranges, whether a fixed price is the whole range too: whether it comes again so often. */
  readonly fixedLevels: readonly boolean[];
  /** Rows of a payee from which the point is held between the quantiles at 0.1 and 0.9 of its last amounts; 0 if never. */
  readonly heldRows: number;
}

/** What tells amounts with their ranges. */
export interface RangedPlan extends AmountPlan {
  readonly range: AmountRange;
}

/** What was learned from some rows. */
export interface FittedAmount extends RangedPlan {
  readonly predictor: AmountPredictor<FittedRegressor>;
  readonly name: string;
  readonly usual: UsualAmounts;
}

/** Raw amounts of rows, and what they were told from. */
export interface ToldAmounts extends RawAmounts {
  readonly usual: UsualAmount;
}

/** Tells rows; `types` are 0 for Income, 1 for Expense. */
export function tellAmounts(plan: AmountPlan, knowledge: AmountKnowledge, types: Float64Array): ToldAmounts {
  const { matrix, usual } = amountMatrix(knowledge, plan.credibility, plan.categories);
  const raw = predictRaw(plan.predictor, matrix, usual.account);
  const prices = fixedPrices(knowledge, plan.fixedRun);
  const ownRows = computedColumn(knowledge, 'payee_rows');
  const { categoryRows, knownRows } = knowledge.evidence;
  const kinds = new Uint8Array(types.length);
  for (let row = 0; row < kinds.length; row++) {
    const isKnown = Math.max(ownRows[row] || 0, knownRows[row] as number) >= leastPayeeRows;
    const payee = Number.isNaN(prices[row]) ? (isKnown ? 'known' : 'unknown') : 'fixed';
    kinds[row] = rangeKind({
      hasHistory: !Number.isNaN(ownRows[row]),
      hasCategory: (categoryRows[row] as number) >= leastCategoryRows,
      type: types[row] as number,
      payee: payeeKnowledge.indexOf(payee),
    });
  }
  if (plan.heldRows > 0) {
    const isPointAlone = plan.predictor.kind === 'point';
    const held = [raw.point, ...(isPointAlone ? raw.ends.flatMap(({ lower, upper }) => [lower, upper]) : [])];
    for (const column of held) holdToPayee(column, knowledge, plan.heldRows);
  }
  const fixedEnds = raw.ends.filter((_, place) => plan.fixedLevels[place]);
  for (const column of [raw.point, ...fixedEnds.flatMap(({ lower, upper }) => [lower, upper])]) {
    prices.forEach((price, row) => {
      if (!Number.isNaN(price)) column[row] = price;
    });
  }
  return { ...raw, kinds, usual };
}

/** Draws points between the quantiles of the payee in its account or, where that has too few rows of it, in all. */
function holdToPayee(point: Float64Array, knowledge: AmountKnowledge, least: number): void {
  const { knownRows, knownLow, knownHigh } = knowledge.evidence;
  const own = ['payee_rows', 'payee_low', 'payee_high'].map((name) => computedColumn(knowledge, name));
  const sources = [own, [knownRows, knownLow, knownHigh]] as const;
  for (let row = 0; row < point.length; row++) {
    const source = sources.find(([rows]) => (rows?.[row] as number) >= least);
    if (source === undefined) continue;
    const [, low, high] = source;
    const value = point[row] as number;
    point[row] = Math.max(low?.[row] as number, Math.min(high?.[row] as number, value));
  }
}

/** Rows of a payee whose quantiles are believed. */
const enoughRows = 5;

/**
 * Whether points are held to what the payee was paid before: only if they come no further from amounts that the plan
 * has not seen.
 */
export function chooseHeldRows(
  plan: Omit<AmountPlan, 'heldRows'>,
  knowledge: AmountKnowledge,
  types: Float64Array,
  target: Float64Array,
): number {
  const errorAt = (heldRows: number): number => {
    const { point } = tellAmounts({ ...plan, heldRows }, knowledge, types);
    return point.reduce((sum, value, row) => sum + Math.abs(value - (target[row] as number)), 0);
  };
  return errorAt(enoughRows) <= errorAt(0) ? enoughRows : 0;
}

function predictRaw(
  predictor: AmountPredictor,
  matrix: AmountMatrix['matrix'],
  usual: Float64Array,
): Omit<RawAmounts, 'kinds'> {
  if (predictor.kind === 'point') {
    const predicted = predictor.regressor.predict(columnsFor(matrix, predictor.columns));
    const point = predicted.map((value) => Math.max(0, value));
    return { point, ends: [0, 1].map(() => ({ lower: point.slice(), upper: point.slice() })) };
  }
  const [least, low, middle, high, most] = predictQuantiles(predictor.models, matrix, usual) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return {
    point: middle,
    ends: [
      { lower: low, upper: high },
      { lower: least, upper: most },
    ],
  };
}

/**
 * The price of each row whose payee has asked for the same amount so often in a row, in the account or, where that has
 * no rows of the payee, in all; NaN for others.
 *
 * @param fixedRun 0 for never.
 */
export function fixedPrices(knowledge: AmountKnowledge, fixedRun: number): Float64Array {
  const ownRows = computedColumn(knowledge, 'payee_rows');
  const ownRun = computedColumn(knowledge, 'payee_run');
  const ownLast = computedColumn(knowledge, 'payee_last');
  const { knownRun, knownLast } = knowledge.evidence;
  return ownRows.map((rows, row) => {
    if (fixedRun === 0) return Number.NaN;
    if (rows > 0) return (ownRun[row] as number) >= fixedRun ? (ownLast[row] as number) : Number.NaN;
    return (knownRun[row] as number) >= fixedRun ? (knownLast[row] as number) : Number.NaN;
  });
}
