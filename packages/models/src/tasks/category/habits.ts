import type { FeatureRow } from '../../features/feature-row.js';
import { accountKeyOf } from './account-key.js';

/** What a row shows beside its text, each as the number of one of a few values; −1 where it is missing. */
interface Trait {
  readonly name: string;
  readonly values: number;
  of(row: FeatureRow): number;
}

/** How often each value of each trait goes with each category. */
export interface Habits {
  /** Upper ends of the ranges of amounts, ascending. */
  readonly amountEnds: Float64Array;
  /** Values of `paymentMethod` and of `merchantCategoryCode` that were seen. */
  readonly paymentMethods: readonly string[];
  readonly merchantCategoryCodes: readonly string[];
  /** Keys of the accounts, ascending; empty where there is only one. */
  readonly accounts: Float64Array;
  /** Per trait, row-major values × classes: ln of P(value | class) ÷ P(value). */
  readonly logRatios: readonly Float64Array[];
}

/** What is thought of a value before any row of a class counts as so many rows. */
const smoothing = 10;
/** An amount is one of at most so many ranges, of equal shares of the rows. */
const mostRanges = 16;
/** Codes and payment methods of fewer rows tell nothing. */
const leastRows = 3;
const mostValues = 1_000;

const weekdays = 7;
const priceEndings = 6;

/** How the amount ends: whole, a multiple of ten, …99, …9, …5, other. */
function priceEnding(amount: number): number {
  if (Number.isNaN(amount)) return -1;
  const cents = Math.round(Math.abs(amount) * 100) % 100;
  if (cents === 0) return Math.round(Math.abs(amount)) % 10 === 0 ? 1 : 0;
  if (cents === 99) return 2;
  if (cents % 10 === 9) return 3;
  return cents % 5 === 0 ? 4 : 5;
}

/** How many ends lie below the amount. */
function rangeOf(amount: number, ends: Float64Array): number {
  if (Number.isNaN(amount)) return -1;
  let range = 0;
  while (range < ends.length && amount > (ends[range] as number)) range++;
  return range;
}

/** 0 for Monday. */
function weekdayOf(day: number): number {
  return Number.isNaN(day) ? -1 : (((Math.floor(day) + 3) % weekdays) + weekdays) % weekdays;
}

export function habitTraits({
  amountEnds,
  paymentMethods,
  merchantCategoryCodes,
  accounts,
}: Omit<Habits, 'logRatios'>): readonly Trait[] {
  const placeIn = <T>(values: Iterable<T>): ((value: T | null) => number) => {
    const places = new Map(Array.from(values, (value, at) => [value, at]));
    return (value) => (value === null ? -1 : (places.get(value) ?? -1));
  };
  const method = placeIn(paymentMethods);
  const code = placeIn(merchantCategoryCodes);
  const account = placeIn(accounts);
  return [
    { name: 'amount', values: amountEnds.length + 1, of: (row) => rangeOf(row.amount, amountEnds) },
    { name: 'price_ending', values: priceEndings, of: (row) => priceEnding(row.amount) },
    { name: 'weekday', values: weekdays, of: (row) => weekdayOf(row.date) },
    { name: 'payment_method', values: paymentMethods.length, of: (row) => method(row.paymentMethod) },
    {
      name: 'merchant_category_code',
      values: merchantCategoryCodes.length,
      of: (row) => code(row.merchantCategoryCode),
    },
    { name: 'account', values: accounts.length, of: (row) => account(accountKeyOf(row)) },
  ];
}

/**
 * Counts how the amount, its ending, the day of the week, the payment method, the merchant category code and the account go
 * with each category: naive Bayes over a few values each. A missing value says nothing.
 *
 * @param weights What each row counts.
 */
export function fitHabits(
  rows: readonly FeatureRow[],
  labels: Int32Array,
  weights: Float64Array,
  classes: number,
): Habits {
  const values = {
    amountEnds: endsOf(rows),
    paymentMethods: seenValues(rows, (row) => row.paymentMethod).sort(),
    merchantCategoryCodes: seenValues(rows, (row) => row.merchantCategoryCode).sort(),
    accounts: seenAccounts(rows),
  };
  const logRatios = habitTraits(values).map((trait) => {
    const counts = new Float64Array(trait.values * classes);
    const ofClass = new Float64Array(classes);
    const ofValue = new Float64Array(trait.values);
    let total = 0;
    rows.forEach((row, index) => {
      const value = trait.of(row);
      if (value < 0) return;
      const label = labels[index] as number;
      const weight = weights[index] as number;
      counts[value * classes + label] = (counts[value * classes + label] as number) + weight;
      ofClass[label] = (ofClass[label] as number) + weight;
      ofValue[value] = (ofValue[value] as number) + weight;
      total += weight;
    });
    return counts.map((count, at) => {
      const share = ((ofValue[Math.floor(at / classes)] as number) + 1) / (total + trait.values);
      return Math.log((count + smoothing * share) / ((ofClass[at % classes] as number) + smoothing) / share);
    });
  });
  return { ...values, logRatios };
}

/** Reads rows: what their traits say of each class, and which trait says what. */
export function habitReader(
  habits: Habits,
  classes: number,
): {
  /** Adds up to 0 where nothing is known; written to `into` from `start` on. */
  read(row: FeatureRow, into: Float64Array, start: number): void;
  /** Calls back for each trait that spoke. */
  explain(row: FeatureRow, label: number, visit: (feature: string, contribution: number) => void): void;
} {
  const traits = habitTraits(habits);
  return {
    read(row, into, start) {
      into.fill(0, start, start + classes);
      for (let at = 0; at < traits.length; at++) {
        const value = (traits[at] as Trait).of(row);
        if (value < 0) continue;
        const ratios = habits.logRatios[at] as Float64Array;
        for (let k = 0; k < classes; k++) {
          into[start + k] = (into[start + k] as number) + (ratios[value * classes + k] as number);
        }
      }
    },
    explain(row, label, visit) {
      for (let at = 0; at < traits.length; at++) {
        const trait = traits[at] as Trait;
        const value = trait.of(row);
        if (value < 0) continue;
        visit(trait.name, (habits.logRatios[at] as Float64Array)[value * classes + label] as number);
      }
    },
  };
}

function endsOf(rows: readonly FeatureRow[]): Float64Array {
  const amounts = Float64Array.from(rows, ({ amount }) => amount)
    .filter((amount) => !Number.isNaN(amount))
    .sort();
  const ranges = Math.min(mostRanges, Math.floor(amounts.length / 20));
  const ends = new Set<number>();
  for (let range = 1; range < ranges; range++) {
    ends.add(amounts[Math.floor((range * amounts.length) / ranges)] as number);
  }
  return Float64Array.from(ends).sort();
}

/** Accounts of enough rows; none where every row is of one, which tells nothing. */
function seenAccounts(rows: readonly FeatureRow[]): Float64Array {
  const seen = seenValues(rows, accountKeyOf);
  return seen.length < 2 ? new Float64Array(0) : Float64Array.from(seen).sort();
}

/** Values of enough rows, the most frequent where there are too many. */
function seenValues<T extends string | number>(
  rows: readonly FeatureRow[],
  read: (row: FeatureRow) => T | null,
): T[] {
  const counts = new Map<T, number>();
  for (const row of rows) {
    const value = read(row);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count >= leastRows)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, mostValues)
    .map(([value]) => value);
}
