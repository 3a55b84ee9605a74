import { TitansError } from '@titans/core';
import { refuseUnknownParameters } from '../estimators/parameters.js';

/** Plaid's names of a category (`personal_finance_category`). */
export interface PlaidCategory {
  readonly primary: string;
  readonly detailed: string;
}

/** What a taxonomy is made of. */
export interface TaxonomyDefinition {
  /** Detailed categories by their primary one, each name once in all of them. */
  readonly categories: Readonly<Record<string, readonly string[]>>;
  /** The category, detailed or primary, of merchant category codes: `{ '5812': 'meals' }`. */
  readonly merchantCategoryCodes?: Readonly<Record<string, string>>;
  /** Plaid's detailed name of detailed categories. The first with a name is what the name is read as. */
  readonly plaid?: Readonly<Record<string, PlaidCategory>>;
}

/** Categories on two levels. */
export interface Taxonomy {
  /** In the order given. */
  readonly primaries: readonly string[];
  /** All detailed categories, primary by primary. */
  readonly details: readonly string[];
  /** Whether it is a category of either level. */
  has(category: string): boolean;
  /** The primary category of a detailed one; `null` for a primary one. */
  parentOf(category: string): string | null;
  /** The detailed categories of a primary one; of a detailed one none. */
  childrenOf(category: string): readonly string[];
  /** The primary category of either: itself, or its parent. */
  primaryOf(category: string): string;
  /** The category of a merchant category code (ISO 18245); `null` for one that the taxonomy does not know. */
  fromMerchantCategoryCode(code: string): string | null;
  /** Merchant category codes by category, those of its children with a primary one, ascending. */
  merchantCategoryCodesOf(category: string): readonly string[];
  /** Plaid's names; of a primary category the one that most of its children have, without a detailed one. */
  toPlaid(category: string): { readonly primary: string; readonly detailed: string | null } | null;
  /** The category of a name of Plaid's, detailed or primary; `null` for one that the taxonomy does not know. */
  fromPlaid(name: string): string | null;
}

/** Reads merchant category codes. */
export interface CodeReader {
  readonly categoryOf: (code: string) => string | null;
}

/**
 * Makes a taxonomy of the user's own categories.
 *
 * @throws TitansError `CONFIG_INVALID` for what is no such definition, a name that is empty or occurs twice, a code that is
 * no four digits, or a code or a name of Plaid's for a category that there is not; `INVALID_ARGUMENT` for another member.
 * @example
 * ```ts
 * import { defineTaxonomy } from '@titans/models/taxonomy';
 *
 * const taxonomy = defineTaxonomy({
 *   categories: { living: ['food', 'rent'], car: ['fuel', 'repairs'] },
 *   merchantCategoryCodes: { '5411': 'food', '5541': 'fuel' },
 * });
 * taxonomy.parentOf('fuel'); // 'car'
 * taxonomy.fromMerchantCategoryCode('5411'); // 'food'
 * ```
 */
export function defineTaxonomy(definition: TaxonomyDefinition): Taxonomy {
  requireObject('definition', definition);
  refuseUnknownParameters('taxonomy', definition, ['categories', 'merchantCategoryCodes', 'plaid']);
  const { categories, merchantCategoryCodes = {}, plaid = {} } = definition;
  requireObject('categories', categories);
  requireObject('merchantCategoryCodes', merchantCategoryCodes);
  requireObject('plaid', plaid);
  for (const [category, name] of Object.entries(plaid)) {
    if (typeof name?.primary !== 'string' || typeof name.detailed !== 'string')
      throw invalid(`Plaid's name of "${category}" needs a primary and a detailed one, both texts.`);
  }
  const codes = new Map(Object.entries(merchantCategoryCodes));
  for (const code of codes.keys()) {
    if (!/^\d{4}$/.test(code)) throw invalid(`A merchant category code has four digits, not "${code}".`);
  }
  return taxonomyOf(
    categories,
    { categoryOf: (code) => codes.get(code) ?? null },
    new Map(Object.entries(plaid)),
    [...codes.values()],
  );
}

function requireObject(field: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(`The ${field} of a taxonomy must be an object.`);
}

/** Makes a taxonomy, with codes by a function. */
export function taxonomyOf(
  categories: Readonly<Record<string, readonly string[]>>,
  codes: CodeReader,
  plaid: ReadonlyMap<string, PlaidCategory>,
  named: readonly string[],
): Taxonomy {
  const children = new Map<string, readonly string[]>();
  const parents = new Map<string, string | null>();
  const add = (name: string, parent: string | null): void => {
    if (typeof name !== 'string' || name.trim() === '') throw invalid('A category needs a name.');
    if (parents.has(name)) throw invalid(`The category "${name}" is there twice: every name may occur once.`);
    parents.set(name, parent);
  };
  for (const [primary, details] of Object.entries(categories)) {
    add(primary, null);
    if (!Array.isArray(details)) throw invalid(`"${primary}" needs a list of its detailed categories.`);
    for (const detail of details) add(detail, primary);
    children.set(primary, Object.freeze([...details]));
  }
  for (const name of [...named, ...plaid.keys()]) {
    if (!parents.has(name))
      throw invalid(`There is no category "${name}", for which a code or a Plaid name is given.`);
  }
  const primaries = Object.freeze([...children.keys()]);
  const details = Object.freeze([...children.values()].flat());
  const byPlaid = plaidNames(plaid, children);
  let codesBy: ReadonlyMap<string, readonly string[]> | undefined;
  const knownParent = (category: string): string | null => {
    const parent = parents.get(category);
    if (parent === undefined) {
      throw new TitansError('NOT_FOUND', `The taxonomy has no category "${String(category)}".`, {
        details: { category: String(category) },
      });
    }
    return parent;
  };
  const childrenOf = (category: string): readonly string[] =>
    knownParent(category) === null ? (children.get(category) ?? []) : [];
  return Object.freeze({
    primaries,
    details,
    has: (category: string) => parents.has(category),
    parentOf: knownParent,
    childrenOf,
    primaryOf: (category: string) => knownParent(category) ?? category,
    fromMerchantCategoryCode: codes.categoryOf,
    merchantCategoryCodesOf(category: string) {
      codesBy ??= codesByCategory(codes);
      return [category, ...childrenOf(category)].flatMap((name) => codesBy?.get(name) ?? []).sort();
    },
    toPlaid(category: string) {
      const own = plaid.get(category);
      if (own !== undefined) return own;
      const primary = mainPlaidPrimary(childrenOf(category), plaid);
      return primary === null ? null : { primary, detailed: null };
    },
    fromPlaid: (name: string) => byPlaid.get(name) ?? null,
  });
}

/** A primary name of Plaid's is read as the first primary category that most of its children give it. */
function plaidNames(
  plaid: ReadonlyMap<string, PlaidCategory>,
  children: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [primary, details] of children) {
    const name = mainPlaidPrimary(details, plaid);
    if (name !== null && !names.has(name)) names.set(name, primary);
  }
  for (const [category, { detailed }] of plaid) if (!names.has(detailed)) names.set(detailed, category);
  return names;
}

/** Plaid's primary name of more than half of the categories. */
function mainPlaidPrimary(
  categories: readonly string[],
  plaid: ReadonlyMap<string, PlaidCategory>,
): string | null {
  const names = categories.map((category) => plaid.get(category)?.primary);
  for (const name of names) {
    if (name !== undefined && names.filter((other) => other === name).length * 2 > names.length) return name;
  }
  return null;
}

function codesByCategory({ categoryOf }: CodeReader): ReadonlyMap<string, readonly string[]> {
  const byCategory = new Map<string, string[]>();
  for (let number = 0; number <= 9_999; number++) {
    const code = String(number).padStart(4, '0');
    const category = categoryOf(code);
    if (category === null) continue;
    const list = byCategory.get(category) ?? [];
    list.push(code);
    byCategory.set(category, list);
  }
  return byCategory;
}

function invalid(message: string): TitansError {
  return new TitansError('CONFIG_INVALID', message);
}
