import { TitansError } from '@titans/core';
import { categoryNameOf } from '../../tasks/category/category-input.js';
import type { FeedbackPolicy } from './feedback-log.js';

/** Which applied correction of a scope was the first to name a category. */
export interface FirstNaming {
  readonly category: string;
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

/** What a category that nobody named before would add to. */
export interface NewCategory {
  /** Names that this source was the first to give within the window, and that the model has not. */
  readonly namedBySource: number;
  /** Names of the scope with it, those of the model among them. */
  readonly categories: number;
}

/** Names as they are compared: white space around and within makes no other category. */
export function comparedNames(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map(categoryNameOf));
}

/**
 * Counts names where a category is new. One that is not costs nothing.
 *
 * @param first One for each name that applied corrections of the scope give, at most as many as a scope may have.
 * @returns `null` where the model or an applied correction has the name.
 */
export function newCategory(
  category: string,
  known: ReadonlySet<string>,
  first: Iterable<FirstNaming>,
  { by, since }: { readonly by: string; readonly since: number },
): NewCategory | null {
  const wanted = categoryNameOf(category);
  if (known.has(wanted)) return null;
  const all = new Set(known);
  const ofSource = new Set<string>();
  for (const naming of first) {
    const name = categoryNameOf(naming.category);
    if (name === wanted) return null;
    all.add(name);
    if (naming.by === by && naming.madeAt > since && !known.has(name)) ofSource.add(name);
  }
  return { namedBySource: ofSource.size, categories: all.size + 1 };
}

/** @throws TitansError `LIMIT_EXCEEDED` where a scope would have more categories than it may. */
export function requireRoom(
  added: NewCategory | null,
  { categories }: Pick<Required<FeedbackPolicy>, 'categories'>,
): void {
  if (added === null || added.categories <= categories) return;
  const message =
    `There are ${categories} categories already, as many as there may be: use one of them, or take back the corrections to one ` +
    'that nobody needs.';
  throw new TitansError('LIMIT_EXCEEDED', message, { details: { field: 'category', limit: categories } });
}
