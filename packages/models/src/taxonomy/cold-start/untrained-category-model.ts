import type { TransactionTable } from '@titans/core';
import type { CategoryOptions } from '../../tasks/category/category-options.js';
import type { CategoryModel } from '../../tasks/models.js';
import { queryOf } from '../../tasks/query-of.js';
import { coldStartCategoryModel } from './cold-start-model.js';

/** Labelled rows that are taken as corrections, the latest; a single category may have very many. */
const mostCorrections = 1_000;

/** What answers where too few rows are labelled to learn from: the lexicon, and each labelled payee's category. */
export async function untrainedCategoryModel(
  table: TransactionTable,
  rules: CategoryOptions['rules'],
): Promise<CategoryModel> {
  const live = (await coldStartCategoryModel()).online();
  const labelled = [...table.rows()].filter(({ category }) => category !== null).slice(-mostCorrections);
  for (const row of labelled) live.correct(queryOf(row), row.category as string);
  const model = await live.toModel();
  return rules === undefined ? model : model.withRules(rules);
}
