import { existsSync, readFileSync } from 'node:fs';
import { TitansError } from '@titans/core';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { defaultTaxonomy, defineTaxonomy } from './index.js';
import { plaidCategories } from './testing/plaid-categories.js';

describe('the default taxonomy', () => {
  test('two levels, each name once', () => {
    const { primaries, details } = defaultTaxonomy;
    expect(primaries.length).toBeGreaterThanOrEqual(16);
    expect(details.length).toBeGreaterThanOrEqual(100);
    expect(new Set([...primaries, ...details]).size).toBe(primaries.length + details.length);
    for (const name of [...primaries, ...details]) expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });

  test('a child never contradicts its parent', () => {
    fc.assert(
      fc.property(fc.constantFrom(...defaultTaxonomy.details), (detail) => {
        const parent = defaultTaxonomy.parentOf(detail) as string;
        expect(defaultTaxonomy.childrenOf(parent)).toContain(detail);
        expect(defaultTaxonomy.parentOf(parent)).toBeNull();
        expect(defaultTaxonomy.primaryOf(detail)).toBe(parent);
        expect(defaultTaxonomy.childrenOf(detail)).toEqual([]);
        const others = defaultTaxonomy.primaries.filter((primary) => primary !== parent);
        for (const other of others) expect(defaultTaxonomy.childrenOf(other)).not.toContain(detail);
      }),
    );
  });

  test('what is no category is said to be none', () => {
    expect(defaultTaxonomy.has('__proto__')).toBe(false);
    expect(() => defaultTaxonomy.parentOf('constructor')).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
  });
});

describe("Plaid's names", () => {
  test('all 16 primary and 104 detailed ones are read, and written as they were', () => {
    expect(plaidCategories.length).toBe(16);
    const detailed = plaidCategories.flatMap(([primary, suffixes]) =>
      suffixes.map((suffix) => ({ primary, detailed: `${primary}_${suffix}` })),
    );
    expect(detailed.length).toBe(104);
    for (const names of detailed) {
      const category = defaultTaxonomy.fromPlaid(names.detailed);
      expect(category, names.detailed).not.toBeNull();
      expect(defaultTaxonomy.toPlaid(category as string)).toEqual(names);
    }
    for (const [primary] of plaidCategories) {
      const category = defaultTaxonomy.fromPlaid(primary) as string;
      expect(defaultTaxonomy.primaries).toContain(category);
      expect(defaultTaxonomy.toPlaid(category)).toEqual({ primary, detailed: null });
    }
  });

  test('every category has a name that Plaid knows', () => {
    const known = new Map(plaidCategories.map(([primary, suffixes]) => [primary, suffixes]));
    for (const detail of defaultTaxonomy.details) {
      const names = defaultTaxonomy.toPlaid(detail);
      const primary = names?.primary as string;
      expect(known.get(primary), detail).toContain(names?.detailed?.slice(primary.length + 1));
    }
    for (const primary of defaultTaxonomy.primaries) {
      expect(known.has(defaultTaxonomy.toPlaid(primary)?.primary as string), primary).toBe(true);
    }
  });

  test('what is no name of Plaid’s is none', () => {
    expect(defaultTaxonomy.fromPlaid('FOOD')).toBeNull();
    expect(defaultTaxonomy.fromPlaid('__proto__')).toBeNull();
  });
});

describe('merchant category codes', () => {
  test.each([
    ['0742', 'veterinary'],
    ['3000', 'flights'],
    ['3299', 'flights'],
    ['3351', 'car_hire'],
    ['3441', 'car_hire'],
    ['3501', 'lodging'],
    ['3999', 'lodging'],
    ['4121', 'taxis_and_ride_hailing'],
    ['4814', 'telephone'],
    ['5411', 'groceries'],
    ['5542', 'fuel'],
    ['5814', 'fast_food'],
    ['5912', 'pharmacies'],
    ['6011', 'cash_withdrawal'],
    ['7995', 'gambling'],
    ['8021', 'dentists'],
    ['9311', 'taxes'],
  ])('%s is %s', (code, category) => {
    expect(defaultTaxonomy.fromMerchantCategoryCode(code)).toBe(category);
    expect(defaultTaxonomy.merchantCategoryCodesOf(category)).toContain(code);
    expect(defaultTaxonomy.merchantCategoryCodesOf(defaultTaxonomy.primaryOf(category))).toContain(code);
  });

  test('every code is in one category or none, and that category is there', () => {
    const listed = defaultTaxonomy.details.flatMap((detail) =>
      defaultTaxonomy.merchantCategoryCodesOf(detail),
    );
    expect(new Set(listed).size).toBe(listed.length);
    for (let number = 0; number < 10_000; number++) {
      const code = String(number).padStart(4, '0');
      const category = defaultTaxonomy.fromMerchantCategoryCode(code);
      if (category !== null) expect(defaultTaxonomy.details).toContain(category);
    }
  });

  const published = '../shared/data/mcc-codes/mcc_codes.csv';
  test.skipIf(!existsSync(published))('all 981 of a published list', () => {
    const { data } = Papa.parse<{ mcc: string; edited_description: string }>(
      readFileSync(published, 'utf8'),
      {
        header: true,
        skipEmptyLines: true,
      },
    );
    expect(data).toHaveLength(981);
    for (const { mcc, edited_description: name } of data) {
      const category = defaultTaxonomy.fromMerchantCategoryCode(mcc);
      expect(defaultTaxonomy.details, `${mcc} ${name}`).toContain(category);
      // The ranges of ISO 18245: 3000 to 3350 airlines, 3351 to 3500 car rental, 3501 to 3999 hotels.
      const number = Number(mcc);
      if (number < 3_000 || number > 3_999) continue;
      expect(category, mcc).toBe(number <= 3_350 ? 'flights' : number <= 3_500 ? 'car_hire' : 'lodging');
    }
  });
});

describe("the user's own", () => {
  const own = defineTaxonomy({
    categories: { living: ['food', 'rent'], car: ['fuel'] },
    merchantCategoryCodes: { '5411': 'food', '5541': 'fuel', '5511': 'car' },
    plaid: { food: { primary: 'FOOD_AND_DRINK', detailed: 'FOOD_AND_DRINK_GROCERIES' } },
  });

  test('is looked up in every direction', () => {
    expect(own.primaries).toEqual(['living', 'car']);
    expect(own.details).toEqual(['food', 'rent', 'fuel']);
    expect(own.parentOf('rent')).toBe('living');
    expect(own.fromMerchantCategoryCode('5541')).toBe('fuel');
    expect(own.fromMerchantCategoryCode('5812')).toBeNull();
    expect(own.merchantCategoryCodesOf('car')).toEqual(['5511', '5541']);
    expect(own.fromPlaid('FOOD_AND_DRINK_GROCERIES')).toBe('food');
    expect(own.toPlaid('rent')).toBeNull();
  });

  test.each([
    ['a name twice', { categories: { a: ['b'], b: [] } }],
    ['an empty name', { categories: { a: [' '] } }],
    ['a code that is none', { categories: { a: [] }, merchantCategoryCodes: { '54': 'a' } }],
    ['a code of nothing', { categories: { a: [] }, merchantCategoryCodes: { '5411': 'b' } }],
    [
      "a name of Plaid's of nothing",
      { categories: { a: [] }, plaid: { b: { primary: 'X', detailed: 'X_Y' } } },
    ],
  ])('%s is refused', (_, definition) => {
    expect(() => defineTaxonomy(definition)).toThrow(TitansError);
    expect(() => defineTaxonomy(definition)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });

  test.each([
    ['nothing', 'null'],
    ['a number', '5'],
    ['no categories', '{}'],
    ['a list of categories', '{"categories":["a"]}'],
    ['a primary without a list', '{"categories":{"a":"b"}}'],
    ['codes that are none', '{"categories":{"a":["b"]},"merchantCategoryCodes":[]}'],
    ['no name of Plaid', '{"categories":{"a":["b"]},"plaid":{"b":null}}'],
    ['half a name of Plaid', '{"categories":{"a":["b"]},"plaid":{"b":{"primary":"X"}}}'],
  ])('%s is refused in plain JavaScript, too', (_, json) => {
    expect(() => defineTaxonomy(JSON.parse(json))).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });

  test('a member that it does not have is refused', () => {
    expect(() => defineTaxonomy(JSON.parse('{"categories":{},"codes":{}}'))).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });
});
