import { describe, expect, test } from 'vitest';
import { lexiconPrior } from './index.js';
import type { LexiconQuery } from './lexicon/read-evidence.js';
import { readUserCategory } from './user-categories.js';

const best = (categories: readonly string[], query: LexiconQuery): string | null => {
  const logs = lexiconPrior(categories).logProbabilities(query);
  if (logs === null) return null;
  return categories[logs.indexOf(Math.max(...logs))] as string;
};
const small = ['food', 'fuel', 'meals_entertainment', 'software', 'rent', 'other'];
const german = ['Lebensmittel', 'Tanken', 'Essen gehen', 'Miete', 'Gehalt', 'Sonstiges'];

test.each<[readonly string[], LexiconQuery, string | null]>([
  [small, { description: 'WHOLEFDS MKT 10234', amount: -80 }, 'food'],
  [small, { description: 'SHELL OIL 1234', amount: -40 }, 'fuel'],
  [small, { description: 'Trattoria Napoli', amount: -40 }, 'meals_entertainment'],
  [small, { description: 'GITHUB.COM', amount: -9 }, 'software'],
  [small, { description: 'XJ-4471 KQ', amount: -9 }, null],
  [german, { description: 'REWE SAGT DANKE', amount: -30 }, 'Lebensmittel'],
  [german, { description: 'ARAL Tankstelle', amount: -60 }, 'Tanken'],
  [german, { description: 'Lohn Gehalt Mai', amount: 2_000 }, 'Gehalt'],
  [['Dining & Bars', 'Travel'], { description: 'Joes Pizzeria', amount: -20 }, 'Dining & Bars'],
  [['groceries', 'food'], { description: 'TESCO STORES 6737', amount: -20 }, 'groceries'],
  // A category of the name of a kind, in the singular.
  [['Restaurant', 'Hotel'], { description: 'Ibis Paris Bercy', amount: -90 }, 'Hotel'],
  // No category for what it is: nothing speaks for any.
  [['fuel', 'rent'], { description: 'British Airways', amount: -90 }, null],
  [['aaa', 'bbb'], { description: 'British Airways', amount: -90 }, null],
])('of %j, %j is %s', (categories, query, expected) => {
  expect(best(categories, query)).toBe(expected);
});

describe('names of categories', () => {
  test('however they are written', () => {
    const expected = readUserCategory('meals_entertainment');
    expect(expected.get('restaurants')).toBeGreaterThan(0);
    expect(expected.get('film_and_television')).toBeGreaterThan(0);
    for (const name of ['Meals & Entertainment', 'mealsEntertainment', 'MEALS-ENTERTAINMENT'])
      expect(readUserCategory(name)).toEqual(expected);
  });

  test.each(['other', 'Misc.', 'Sonstiges', '', '???', '__proto__', 'constructor'])(
    '%j says nothing',
    (name) => {
      expect(readUserCategory(name).size).toBe(0);
    },
  );

  test('those that are understood are told', () => {
    expect(lexiconPrior(['fuel', 'zzz', 'other']).isUnderstood).toEqual([true, false, false]);
  });

  test('probabilities of all categories sum to 1', () => {
    const logs = lexiconPrior(small).logProbabilities({
      description: 'SHELL OIL 1234',
      amount: -40,
    }) as Float64Array;
    expect(logs.reduce((sum, log) => sum + Math.exp(log), 0)).toBeCloseTo(1, 9);
  });

  test('what is no list of texts is refused', () => {
    for (const wrong of [[], 'food', [1], null]) {
      // @ts-expect-error of another type on purpose, but for the empty list
      expect(() => lexiconPrior(wrong)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    }
  });
});
