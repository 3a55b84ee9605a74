import { readPayee } from '../../estimators/neighbours/payee-signature.js';
import type { FeatureRow } from '../../features/feature-row.js';
import { accountKeyOf, payeeOnAccount } from './account-key.js';
import {
  anySize,
  fadedByDay,
  fadedByRows,
  fadedUntil,
  farSquare,
  gapSquare,
  type Nearness,
  priorStrength,
  usualNearness,
} from './amount-nearness.js';
import { payeeTextOf } from './category-input.js';
import { addSorted, type SortedAmounts, sortedBySize } from './sorted-amounts.js';

/** Earlier rows of payees, or of payees on accounts: those of one together and oldest first. */
export interface PayeeAmounts {
  /** What {@link KeyOf} gives for them, ascending. */
  readonly keys: Float64Array;
  /** Where the rows of each payee begin, and the end. */
  readonly firstRow: Int32Array;
  readonly labels: Int32Array;
  /** `ln(1 + |amount|)` with the sign of the amount; NaN where it is missing. */
  readonly sizes: Float64Array;
  /** Epoch days. */
  readonly days: Int32Array;
  /** How its rows are compared. */
  readonly nearness: Nearness;
}

/** Whom earlier rows are of; `null` for none that is remembered. */
export type KeyOf = (row: FeatureRow) => number | null;

/** A hash of the name of the payee. */
const payeeKeyOf: KeyOf = (row) => readPayee(payeeTextOf(row)).key;

/** The payee on the account that the row is of: what a shop is to one need not be what it is to another. */
export const payeeOnAccountKeyOf: KeyOf = (row) => {
  const account = accountKeyOf(row);
  return account === null ? null : payeeOnAccount(readPayee(payeeTextOf(row)).key, account);
};

function sizeOf(amount: number): number {
  return Math.sign(amount) * Math.log1p(Math.abs(amount));
}

/** Remembers the given rows, which are in the order of time. */
export function fitPayeeAmounts(
  rows: readonly FeatureRow[],
  labels: Int32Array,
  remembered: readonly number[],
  keyOf: KeyOf = payeeKeyOf,
): PayeeAmounts {
  const ofPayee = new Map<number, number[]>();
  for (const row of remembered) {
    const key = keyOf(rows[row] as FeatureRow);
    if (key === null) continue;
    const own = ofPayee.get(key);
    if (own) own.push(row);
    else ofPayee.set(key, [row]);
  }
  const keys = Float64Array.from(ofPayee.keys()).sort();
  const ordered = [...keys].flatMap((key) => ofPayee.get(key) as number[]);
  const firstRow = new Int32Array(keys.length + 1);
  keys.forEach((key, at) => {
    firstRow[at + 1] = (firstRow[at] as number) + (ofPayee.get(key) as number[]).length;
  });
  return {
    keys,
    firstRow,
    labels: Int32Array.from(ordered, (row) => labels[row] as number),
    sizes: Float64Array.from(ordered, (row) => sizeOf((rows[row] as FeatureRow).amount)),
    days: Int32Array.from(ordered, (row) => (rows[row] as FeatureRow).date),
    nearness: usualNearness,
  };
}

/** Reads earlier rows of payees. */
export interface PayeeAmountReader {
  /**
   * What a payee's rows of similar amounts say: each counts by how near its amount is, and fades with days and with later
   * rows; what the memory says of the payee is the prior.
   *
   * @param probabilities The prior, which becomes the answer; left as it is where the payee is not known.
   * @returns Whether the payee is known.
   */
  weigh(row: FeatureRow, probabilities: Float64Array): boolean;
  /** The latest day on which the payee had a label; `null` where it never had. */
  latestDay(row: FeatureRow, label: number): number | null;
}

/** Makes a reader of what {@link fitPayeeAmounts} remembers. */
export function payeeAmountReader(remembered: PayeeAmounts, keyOf: KeyOf = payeeKeyOf): PayeeAmountReader {
  const { keys, firstRow, labels, days } = remembered;
  const placeOf = (row: FeatureRow): number | undefined => {
    const key = keyOf(row);
    return key === null ? undefined : placeIn(keys, key);
  };
  let sorted: SortedAmounts | null = null;

  function weigh(row: FeatureRow, probabilities: Float64Array): boolean {
    const place = placeOf(row);
    if (place === undefined) return false;
    const size = sizeOf(row.amount);
    const today = Number.isNaN(row.date) ? (days[(firstRow[place + 1] as number) - 1] as number) : row.date;
    sorted ??= sortedBySize(remembered);
    const latest = sorted.latest[place] as number;
    for (let k = 0; k < probabilities.length; k++) {
      probabilities[k] = priorStrength * (probabilities[k] as number);
    }
    const isLater = today >= latest && today - (sorted.earliest[place] as number) < fadedByDay.length;
    const added = isLater
      ? addSorted(sorted, place, size, fadedUntil(today, latest), probabilities)
      : addRows(remembered, place, size, today, probabilities);
    const total = priorStrength + added;
    for (let k = 0; k < probabilities.length; k++) {
      probabilities[k] = (probabilities[k] as number) / total;
    }
    return true;
  }

  function latestDay(row: FeatureRow, label: number): number | null {
    const place = placeOf(row);
    if (place === undefined) return null;
    for (let at = (firstRow[place + 1] as number) - 1; at >= (firstRow[place] as number); at--) {
      if (labels[at] === label) return days[at] as number;
    }
    return null;
  }

  return { weigh, latestDay };
}

/** The place of a key among ascending ones; `undefined` where it is not. */
function placeIn(keys: Float64Array, key: number): number | undefined {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] as number) < key) low = middle + 1;
    else high = middle;
  }
  return keys[low] === key ? low : undefined;
}

/** Adds the weight of each row of a payee to its label. @returns Their sum. */
function addRows(
  { firstRow, labels, sizes, days, nearness: how }: PayeeAmounts,
  place: number,
  size: number,
  today: number,
  into: Float64Array,
): number {
  const [from, to] = [firstRow[place] as number, firstRow[place + 1] as number];
  let total = 0;
  for (let at = from; at < to; at++) {
    const square = gapSquare(sizes[at] as number, size, how);
    // An amount that is missing is like none.
    const nearness = square < farSquare ? anySize + (1 - anySize) * Math.exp(-square) : anySize;
    const weight = nearness * fadedUntil(today, days[at] as number) * fadedByRows(to - 1 - at, how);
    const label = labels[at] as number;
    into[label] = (into[label] as number) + weight;
    total += weight;
  }
  return total;
}
