import { mccDetail } from '@titans/core/merchants';
import { defaultCategories } from './default-categories.js';
import { type PlaidCategory, type Taxonomy, taxonomyOf } from './taxonomy.js';

/**
 * The taxonomy that is used unless the user has one: what people and small firms spend and earn, on two levels, with every
 * merchant category code of ISO 18245 and every name of Plaid's personal finance categories (16 primary, 104 detailed).
 *
 * @example
 * ```ts
 * import { defaultTaxonomy } from '@titans/models/taxonomy';
 *
 * defaultTaxonomy.parentOf('groceries'); // 'food_and_drink'
 * defaultTaxonomy.fromMerchantCategoryCode('5812'); // 'restaurants'
 * defaultTaxonomy.toPlaid('lodging'); // { primary: 'TRAVEL', detailed: 'TRAVEL_LODGING' }
 * ```
 */
export const defaultTaxonomy: Taxonomy = /* @__PURE__ */ makeDefault();

function makeDefault(): Taxonomy {
  const categories: Record<string, readonly string[]> = {};
  const plaid = new Map<string, PlaidCategory>();
  for (const [primary, plaidPrimary, line] of defaultCategories) {
    const entries = line.split('|').map((entry) => entry.split('=') as [string, string]);
    categories[primary] = entries.map(([name]) => name);
    for (const [name, suffix] of entries) {
      const [elsewhere, rest] = suffix.split('.') as [string, string | undefined];
      const owner = rest === undefined ? plaidPrimary : elsewhere;
      plaid.set(name, Object.freeze({ primary: owner, detailed: `${owner}_${rest ?? suffix}` }));
    }
  }
  return taxonomyOf(categories, { categoryOf: mccDetail }, plaid, []);
}
