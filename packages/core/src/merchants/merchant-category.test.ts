import { existsSync, readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { mccCategory, mccDescription, mccDetail } from './merchant-category.js';
import { codesByCategory } from './merchant-category-codes.js';
import { codeRanges } from './merchant-category-ranges.js';
import { plainCategories } from './plain-categories.js';

// One by one, from general knowledge of the codes: no list was consulted.
test.each([
  ['0742', 'childcare_pets'],
  ['1731', 'construction_repair'],
  ['3000', 'travel'],
  ['3174', 'travel'],
  ['3357', 'travel'],
  ['3366', 'travel'],
  ['3501', 'travel'],
  ['3690', 'travel'],
  ['4111', 'transport'],
  ['4121', 'transport'],
  ['4131', 'transport'],
  ['4511', 'travel'],
  ['4722', 'travel'],
  ['4784', 'transport'],
  ['4814', 'telecommunications'],
  ['4829', 'financial_services'],
  ['4899', 'telecommunications'],
  ['4900', 'utilities'],
  ['5045', 'electronics_software'],
  ['5111', 'business_supplies'],
  ['5200', 'home_garden'],
  ['5251', 'home_garden'],
  ['5311', 'shopping'],
  ['5411', 'groceries'],
  ['5462', 'groceries'],
  ['5499', 'groceries'],
  ['5533', 'automotive'],
  ['5541', 'fuel'],
  ['5542', 'fuel'],
  ['5651', 'clothing'],
  ['5661', 'clothing'],
  ['5712', 'home_garden'],
  ['5732', 'electronics_software'],
  ['5812', 'restaurants'],
  ['5813', 'alcohol_tobacco'],
  ['5814', 'restaurants'],
  ['5816', 'electronics_software'],
  ['5912', 'health'],
  ['5921', 'alcohol_tobacco'],
  ['5942', 'shopping'],
  ['5977', 'personal_care'],
  ['5995', 'childcare_pets'],
  ['6011', 'financial_services'],
  ['6300', 'insurance'],
  ['7011', 'travel'],
  ['7230', 'personal_care'],
  ['7523', 'transport'],
  ['7832', 'entertainment'],
  ['7995', 'gambling'],
  ['7997', 'sports_hobbies'],
  ['8011', 'health'],
  ['8220', 'education'],
  ['8398', 'charity_membership'],
  ['9311', 'government_taxes'],
])('%s is %s', (code, category) => {
  expect(mccCategory(code)).toBe(category);
});

// By hand, from what the codes are called: a wrong one would be a howler in a statement.
test.each([
  ['4121', 'taxis_and_ride_hailing'],
  ['4899', 'internet_and_cable'],
  ['5411', 'groceries'],
  ['5542', 'fuel'],
  ['5812', 'restaurants'],
  ['5813', 'bars'],
  ['5814', 'fast_food'],
  ['5912', 'pharmacies'],
  ['5921', 'beer_wine_and_liquor'],
  ['6011', 'cash_withdrawal'],
  ['6513', 'rent'],
  ['7321', 'other_services'],
  ['7523', 'parking'],
  ['7995', 'gambling'],
  ['8021', 'dentists'],
  ['8351', 'childcare'],
  ['9222', 'fines'],
  ['9311', 'taxes'],
])('%s is in detail %s', (code, detail) => {
  expect(mccDetail(code)).toBe(detail);
});

describe('the table', () => {
  test('each code has one line, four digits and a description; ranges do not overlap', () => {
    const lines = plainCategories.flatMap((category) =>
      codesByCategory[category].split(';').flatMap((group) => group.split(': ')[1]?.split('|') ?? []),
    );
    for (const line of lines) expect(line).toMatch(/^\d{4} \p{Lu}[^|;:]{2,80}$/u);
    expect(new Set(lines.map((line) => line.slice(0, 4))).size).toBe(lines.length);
    expect(lines.length).toBeGreaterThanOrEqual(280);
    let last = 0;
    for (const [first, end] of codeRanges) {
      expect(first).toBeGreaterThan(last);
      expect(end).toBeGreaterThanOrEqual(first);
      last = end;
    }
  });

  test('descriptions, by line and by range; what is no code has none', () => {
    expect(mccDescription('5411')).toBe('Grocery stores and supermarkets');
    expect(mccDescription('3058')).toBe('Airlines');
    for (const text of ['', '541', '54111', 'abcd', '0000', '7100', '__proto__']) {
      expect(mccDescription(text)).toBeNull();
      expect(mccCategory(text)).toBeNull();
      expect(mccDetail(text)).toBeNull();
    }
  });

  const published = '../shared/data/mcc-codes/mcc_codes.csv';
  test.skipIf(!existsSync(published))(
    'every code of a published list has a category and a description',
    () => {
      const { data } = Papa.parse<{ mcc: string; edited_description: string }>(
        readFileSync(published, 'utf8'),
        { header: true, skipEmptyLines: true },
      );
      expect(data).toHaveLength(981);
      for (const { mcc, edited_description: name } of data) {
        expect(mccCategory(mcc), mcc).not.toBeNull();
        if (/air ?lines?|hotel|car rental/i.test(name))
          expect(mccCategory(mcc), `${mcc} ${name}`).toBe('travel');
      }
    },
  );
});
