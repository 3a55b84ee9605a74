import { type TransactionTable, transactionTypes } from '@titans/core';
import { selectMatrixRows } from '../../evaluation/index.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { type FeatureRow, featureRows } from '../../features/feature-row.js';
import { type AmountKnowledge, amountFeatures } from './amount-input.js';
import { type Evidence, evidenceNames, evidenceOf, type UsualRows } from './evidence.js';
import { noUsualAmounts, type UsualAmounts, usualKeys } from './usual-amounts.js';

/** The rows of a table, oldest first, before it is said which of them are known. */
export interface AmountTable extends UsualRows {
  readonly rows: readonly FeatureRow[];
  readonly computed: FeatureMatrix;
  /** 0 for Income, 1 for Expense. */
  readonly types: Float64Array;
}

/**
 * Reads a table of one currency, oldest row first.
 *
 * @param visible Rows that later ones look back on, 1 for yes; all unless told.
 */
export function amountTable(table: TransactionTable, visible?: Uint8Array): AmountTable {
  const rows = featureRows(table);
  return {
    rows,
    computed: amountFeatures.matrix(table, visible === undefined ? {} : { visible }),
    keys: rows.map(usualKeys),
    days: Float64Array.from(rows, (row) => row.date),
    target: Float64Array.from(rows, (row) => Math.log1p(Math.abs(row.amount))),
    types: Float64Array.from(rows, typeCode),
  };
}

export function typeCode({ type }: FeatureRow): number {
  return type === null ? Number.NaN : transactionTypes.indexOf(type);
}

/** Rows to learn from or to be tested on. */
export interface AmountRows {
  readonly knowledge: AmountKnowledge;
  /** ln(1 + absolute amount). */
  readonly target: Float64Array;
  /** 0 for Income, 1 for Expense. */
  readonly types: Float64Array;
}

/** What rows know of each other, and what is known after the last that may be learned from. */
export interface KnownRows extends AmountRows {
  readonly usual: UsualAmounts;
}

/**
 * What every row knows where only the rows before `until` may be learned from: the later ones know what those tell,
 * beside the history of their own accounts.
 */
export function knownRows(
  table: AmountTable,
  categories: readonly string[],
  until: number,
  visible?: Uint8Array,
): KnownRows {
  const usual = noUsualAmounts();
  const evidence = evidenceOf(table, usual, until, visible);
  return {
    knowledge: { computed: table.computed, evidence, categories: categoryCodes(table.rows, categories) },
    target: table.target,
    types: table.types,
    usual,
  };
}

/** Codes of the categories of rows; NaN for none and for others. */
export function categoryCodes(rows: readonly FeatureRow[], categories: readonly string[]): Float64Array {
  let codes = codesByCategories.get(categories);
  if (codes === undefined) {
    codes = new Map(categories.map((category, code) => [category, code]));
    codesByCategories.set(categories, codes);
  }
  const found = new Float64Array(rows.length).fill(Number.NaN);
  for (let row = 0; row < rows.length; row++) {
    const { category } = rows[row] as FeatureRow;
    if (category !== null) found[row] = codes.get(category) ?? Number.NaN;
  }
  return found;
}

/** A model asks with the same list each time. */
const codesByCategories = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

/** Some of the rows, in the given order. */
export function takeRows({ knowledge, target, types }: AmountRows, rows: ArrayLike<number>): AmountRows {
  const pick = (column: Float64Array): Float64Array =>
    Float64Array.from(rows, (row) => column[row] as number);
  const { computed, evidence, categories } = knowledge;
  const picked = evidenceNames.map((name) => [name, pick(evidence[name])] as const);
  return {
    knowledge: {
      computed: selectMatrixRows(computed, Array.from(rows)),
      evidence: Object.fromEntries(picked) as { [Name in keyof Evidence]: Float64Array },
      categories: pick(categories),
    },
    target: pick(target),
    types: pick(types),
  };
}
