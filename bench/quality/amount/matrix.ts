import type { TransactionTable } from '@titans/core';
import {
  amountCategories,
  amountMatrix,
  ownPayee,
} from '../../../packages/models/src/tasks/amount/amount-input.js';
import { amountTable, knownRows, takeRows } from '../../../packages/models/src/tasks/amount/amount-rows.js';
import { learnCredibility } from '../../../packages/models/src/tasks/amount/credibility.js';

/**
 * What the model sees of every row of a table, oldest first, where it learns from the rows before `until`: the columns
 * one after the other, then the absolute amounts.
 */
export function peerMatrix(
  table: TransactionTable,
  until: number,
): { readonly names: readonly string[]; readonly values: Float64Array } {
  const data = amountTable(table);
  const categories = amountCategories(data.rows.slice(0, until));
  const known = knownRows(data, categories, until);
  const seen = takeRows(known, [...data.rows.keys()].slice(0, until));
  const credibility = learnCredibility(seen.knowledge.evidence, ownPayee(seen.knowledge), seen.target);
  const { matrix } = amountMatrix(known.knowledge, credibility, categories);
  const n = data.rows.length;
  const values = new Float64Array((matrix.columns.length + 1) * n);
  matrix.columns.forEach((column, index) => {
    values.set(column, index * n);
  });
  values.set(
    data.rows.map(({ amount }) => Math.abs(amount)),
    matrix.columns.length * n,
  );
  return { names: matrix.features.map(({ name }) => name), values };
}
