import { defaultTaxonomy } from './default-taxonomy.js';
import { readUserCategory } from './user-categories.js';

/** Share of what a name may stand for that must lie under one primary category. */
const clearShare = 2 / 3;
/** Power of the weights: what the name says itself counts far more than what else may be meant. */
const sharpness = 3;
/** Weight of the best reading below which the name only hints, as "project" at income. */
const leastWeight = 0.4;
const mostKept = 5_000;
const kept = new Map<string, string | null>();

/**
 * The primary category of the default taxonomy that a category belongs to: that of its own categories, and of the user's
 * where the name, in one of the six languages of the lexicon, clearly speaks of one; else `null`, as for "other".
 */
export function primaryCategoryOf(category: string): string | null {
  const known = kept.get(category);
  if (known !== undefined) return known;
  const primary = defaultTaxonomy.has(category)
    ? defaultTaxonomy.primaryOf(category)
    : clearPrimary(readUserCategory(category));
  if (kept.size >= mostKept) kept.clear();
  kept.set(category, primary);
  return primary;
}

function clearPrimary(meaning: ReadonlyMap<string, number>): string | null {
  const weights = new Map<string, number>();
  let total = 0;
  let best = 0;
  for (const [detail, weight] of meaning) {
    const primary = defaultTaxonomy.primaryOf(detail);
    weights.set(primary, (weights.get(primary) ?? 0) + weight ** sharpness);
    total += weight ** sharpness;
    best = Math.max(best, weight);
  }
  if (best < leastWeight) return null;
  for (const [primary, weight] of weights) if (weight >= clearShare * total) return primary;
  return null;
}
