import { type PayeeSignature, payeeReader } from '../../estimators/neighbours/payee-signature.js';
import type { FeatureRow } from '../../features/feature-row.js';
import { payeeTextOf } from './category-input.js';

/** Earlier rows of payees, those of a payee together and oldest first. */
export interface PayeeAmounts {
  /** Hashes of the names of payees, ascending. */
  readonly keys: Float64Array;
  /** Where the rows of each payee begin, and the end. */
  readonly firstRow: Int32Array;
  readonly labels: Int32Array;
  /** `ln(1 + |amount|)` with the sign of the amount; NaN where it is missing. */
  readonly sizes: Float64Array;
  /** Epoch days. */
  readonly days: Int32Array;
}

/** Amounts that differ by this factor's logarithm count e⁻¹. */
const width = 0.1;
/** An amount of another size still says what payees are for. */
const anySize = 0.02;
const halfLifeDays = 365;
const halfLifeRows = 20;
/** What the memory says of the payee counts as so many rows of the very amount. */
const priorStrength = 0.3;

export function sizeOf(amount: number): number {
  return Math.sign(amount) * Math.log1p(Math.abs(amount));
}

/** Remembers the given rows, which are in the order of time. */
export function fitPayeeAmounts(
  rows: readonly FeatureRow[],
  labels: Int32Array,
  remembered: readonly number[],
): PayeeAmounts {
  const read = payeeReader();
  const ofPayee = new Map<number, number[]>();
  for (const row of remembered) {
    const { key }: PayeeSignature = read(payeeTextOf(rows[row] as FeatureRow));
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
  };
}

/**
 * Reads what a payee's rows of similar amounts say: each counts by how near its amount is, and fades with days and with
 * later rows; what the memory says of the payee is the prior.
 *
 * @returns Takes a row and its prior to probabilities in place; false where the payee is not known.
 */
export function payeeAmountReader({
  keys,
  firstRow,
  labels,
  sizes,
  days,
}: PayeeAmounts): (row: FeatureRow, probabilities: Float64Array) => boolean {
  const read = payeeReader();
  const places = new Map<number, number>(Array.from(keys, (key, at) => [key, at] as const));
  return (row, probabilities) => {
    const place = places.get(read(payeeTextOf(row)).key);
    if (place === undefined) return false;
    const size = sizeOf(row.amount);
    const [from, to] = [firstRow[place] as number, firstRow[place + 1] as number];
    const today = Number.isNaN(row.date) ? (days[to - 1] as number) : row.date;
    let total = priorStrength;
    for (let k = 0; k < probabilities.length; k++) {
      probabilities[k] = priorStrength * (probabilities[k] as number);
    }
    for (let at = from; at < to; at++) {
      const gap = ((sizes[at] as number) - size) / width;
      const nearness = Number.isNaN(gap) ? anySize : anySize + (1 - anySize) * Math.exp(-gap * gap);
      const age = Math.max(today - (days[at] as number), 0) / halfLifeDays + (to - 1 - at) / halfLifeRows;
      const weight = nearness * 2 ** -age;
      const label = labels[at] as number;
      probabilities[label] = (probabilities[label] as number) + weight;
      total += weight;
    }
    for (let k = 0; k < probabilities.length; k++) {
      probabilities[k] = (probabilities[k] as number) / total;
    }
    return true;
  };
}
