import { TitansError } from '@titans/core';
import type { TransactionField } from '../../normalise/import-field.js';
import type { TransactionBatch } from '../../records/transaction-batch.js';
import type { ExpectationRun } from '../expectation.js';
import { encodedTexts, isNumberField, numberReader } from '../field-values.js';
import type { DistributionReference } from './reference-distribution.js';
import { nothingYet } from './source-checks.js';

/**
 * The population stability index Σ (p − q) ln(p/q) of the shares of classes in the data and in a reference. Half a row
 * is added to every class on both sides, so that a class that is empty on one gives a finite figure. Without a change,
 * PSI is about χ² with one degree of freedom less than classes, times 1/n + 1/m (Yurdakul and Naranjo 2020): what that
 * exceeds once in a thousand times is tolerated whatever `maxPsi` is, since few rows differ by chance.
 *
 * @throws TitansError `CONFIG_INVALID` for a reference that does not fit the field or itself.
 */
export function distribution(
  field: TransactionField,
  reference: DistributionReference,
  maxPsi: number,
): () => ExpectationRun {
  requireFitting(field, reference);
  const shares =
    reference.kind === 'bins'
      ? reference.shares
      : [...reference.shares, Math.max(0, 1 - reference.shares.reduce((total, share) => total + share, 0))];
  return () => {
    const counts = new Float64Array(shares.length);
    const count =
      reference.kind === 'bins' ? binCounter(field, reference.edges) : valueCounter(field, reference.values);
    return {
      observe: (batch) => {
        count(batch, counts);
        return nothingYet;
      },
      finish: () => {
        const rows = counts.reduce((total, each) => total + each, 0);
        if (rows === 0) return { isMet: false, observed: { psi: null, rows } };
        const psi = stabilityIndex(counts, rows, shares, reference.rows);
        const byChance = chanceIndex(shares.length, rows, reference.rows);
        return { isMet: psi <= Math.max(maxPsi, byChance), observed: { psi, byChance, rows } };
      },
    };
  };
}

/** The index of counts against shares of so many reference rows. */
export function stabilityIndex(
  counts: Float64Array,
  rows: number,
  shares: readonly number[],
  referenceRows: number,
): number {
  const classes = shares.length;
  let psi = 0;
  for (let i = 0; i < classes; i++) {
    const p = ((counts[i] as number) + 0.5) / (rows + classes / 2);
    const q = ((shares[i] as number) * referenceRows + 0.5) / (referenceRows + classes / 2);
    psi += (p - q) * Math.log(p / q);
  }
  return psi;
}

/** What the index exceeds once in a thousand times without a change. */
export function chanceIndex(classes: number, rows: number, referenceRows: number): number {
  if (classes < 2) return 0;
  return (1 / rows + 1 / Math.max(referenceRows, 1)) * chiSquared999(classes - 1);
}

/** The 0.999 quantile of χ², by the cube-root approximation (Wilson and Hilferty 1931); within 6 %. */
function chiSquared999(degrees: number): number {
  const spread = 2 / (9 * degrees);
  return degrees * (1 - spread + 3.090232306 * Math.sqrt(spread)) ** 3;
}

type Counter = (batch: TransactionBatch, counts: Float64Array) => void;

function binCounter(field: TransactionField, edges: readonly number[]): Counter {
  return ({ table }, counts) => {
    const value = numberReader(table, field);
    for (let row = 0; row < table.length; row++) {
      const at = value(row);
      if (Number.isNaN(at)) continue;
      let low = 0;
      let high = edges.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (at <= (edges[middle] as number)) high = middle;
        else low = middle + 1;
      }
      counts[low] = (counts[low] as number) + 1;
    }
  };
}

function valueCounter(field: TransactionField, values: readonly string[]): Counter {
  const classes = new Map(values.map((value, index) => [value, index]));
  return ({ table }, counts) => {
    const { codes, texts } = encodedTexts(table, field);
    const byCode = texts.map((text) => classes.get(text) ?? values.length);
    for (const code of codes) {
      if (code < 0) continue;
      const at = byCode[code] as number;
      counts[at] = (counts[at] as number) + 1;
    }
  };
}

function requireFitting(field: TransactionField, reference: DistributionReference): void {
  const total = reference.shares.reduce((sum, share) => sum + share, 0);
  const problem =
    reference.kind === 'bins'
      ? binsProblem(field, reference.edges, reference.shares.length, total)
      : reference.values.length !== reference.shares.length
        ? 'has not one share for every value'
        : total > 1 + 1e-6
          ? 'has shares of more than 1'
          : null;
  if (problem === null) return;
  throw new TitansError('CONFIG_INVALID', `The reference distribution of ${field} ${problem}.`, {
    details: { field: 'reference' },
  });
}

function binsProblem(
  field: TransactionField,
  edges: readonly number[],
  shares: number,
  total: number,
): string | null {
  if (!isNumberField(field)) return 'has bins, but the field is no number';
  if (shares !== edges.length + 1) return 'needs one share more than edges';
  if (edges.some((edge, index) => index > 0 && !(edge > (edges[index - 1] as number))))
    return 'has edges that do not rise';
  return Math.abs(total - 1) > 1e-6 ? 'has shares that do not add up to 1' : null;
}
