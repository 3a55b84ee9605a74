import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coldStartCategoryModel, defaultTaxonomy, defineTaxonomy, lexiconCategorizer } from './index.js';

describe('without a labelled row', () => {
  const categorizer = lexiconCategorizer();

  test('a category with its reasons', () => {
    const answer = categorizer.categorize({ description: 'STADT-APOTHEKE MUENCHEN', amount: -12.5 });
    expect(answer).toMatchObject({ category: 'pharmacies', primary: 'health', source: 'lexicon' });
    expect(answer.explanation[0]?.feature).toBe('apotheke (pharmacies)');
    expect(answer.primaryConfidence).toBeGreaterThan(answer.confidence);
  });

  test('what nothing is known of has no category', () => {
    expect(categorizer.categorize({ description: 'XJ-4471 KQ', amount: -12.5 })).toEqual({
      category: null,
      confidence: 0,
      primary: null,
      primaryConfidence: 0,
      alternatives: [],
      source: 'lexicon',
      abstained: true,
      explanation: [],
    });
  });

  test('a child never contradicts its parent, and alternatives sum to 1', () => {
    const words = fc.constantFrom(...'hotel shell taxi cafe miete club museum bar apotheke store'.split(' '));
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 5 }), fc.constantFrom(-5, 5), (list, amount) => {
        const answer = categorizer.categorize({ description: list.join(' '), amount });
        if (answer.category === null) return;
        expect(defaultTaxonomy.parentOf(answer.category)).toBe(answer.primary);
        expect(answer.primaryConfidence).toBeGreaterThanOrEqual(answer.confidence);
        const sum = answer.alternatives.reduce((total, { probability }) => total + probability, 0);
        expect(sum).toBeCloseTo(1, 9);
        expect(answer.abstained).toBe(answer.confidence < 0.5);
      }),
    );
  });
});

test("the user's own taxonomy, by its names and its codes", () => {
  const taxonomy = defineTaxonomy({
    categories: { living: ['groceries', 'rent'], car: ['fuel', 'repairs'], fun: ['zzz'] },
    merchantCategoryCodes: { '7996': 'zzz', '5500': 'car' },
  });
  const categorizer = lexiconCategorizer({ taxonomy });
  const of = (description: string, merchantCategoryCode?: string) =>
    categorizer.categorize({ description, amount: -9, merchantCategoryCode });
  expect(of('SHELL OIL 1234')).toMatchObject({ category: 'fuel', primary: 'car' });
  expect(of('TESCO STORES 6737')).toMatchObject({ category: 'groceries', primary: 'living' });
  expect(of('XJ-4471', '7996')).toMatchObject({ category: 'zzz', primary: 'fun', abstained: false });
  expect(of('SHELL 1', '5500')).toMatchObject({ category: 'fuel', primary: 'car' });
  expect(of('XJ-4471').category).toBeNull();
});

test('a wrong threshold or an empty taxonomy is refused', () => {
  for (const threshold of [-0.1, 1.1, Number.NaN]) {
    expect(() => lexiconCategorizer({ threshold })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  }
  const taxonomy = defineTaxonomy({ categories: {} });
  expect(() => lexiconCategorizer({ taxonomy })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
});

test('what is no transaction is refused', () => {
  const categorizer = lexiconCategorizer();
  for (const wrong of [
    null,
    'SHELL',
    { description: 5 },
    { merchantName: {} },
    { merchantCategoryCode: 5541 },
  ]) {
    // @ts-expect-error of another type on purpose
    expect(() => categorizer.categorize(wrong)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  }
});

test.each([
  'null',
  '5',
  '{"tresh":0.4}',
  '{"taxonomy":null}',
  '{"taxonomy":{}}',
  '{"threshold":"0.5"}',
  '{"threshold":null}',
])('the options %s are refused', async (json) => {
  expect(() => lexiconCategorizer(JSON.parse(json))).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
  await expect(coldStartCategoryModel(JSON.parse(json))).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
  });
});

// By hand: what a reader of the statement would say, where a well-known name begins that of something else.
test.each([
  ['TESCO MOBILE', 'telephone'],
  ['TESCO STORES 3344', 'groceries'],
  ['ATM WITHDRAWAL FEE', 'atm_fees'],
  ['APPLE.COM/BILL', 'software'],
  ['VIRGIN MONEY GIVING', 'donations'],
  ['VIRGIN MONEY', 'credit_card_payment'],
  ['SAINSBURYS BANK', 'credit_card_payment'],
])('%s is in %s', (description, category) => {
  expect(lexiconCategorizer().categorize({ description, amount: -10 }).category).toBe(category);
});
