import { createTransaction, encodeArtifact, type Transaction, tableFromRows } from '@titans/core';
import { describe, expect, test } from 'vitest';
import type { CategoryModel } from '../models.js';
import type { TaskOptions } from '../train-options.js';
import { restoreCategoryModel } from './category-model.js';
import type { CategoryOptions } from './category-options.js';
import { confidenceLevelOf } from './confidence-level.js';
import { trainCategory } from './train-category.js';

const quick: TaskOptions = { seed: 0, budget: 'quick' };
const words = ['North', 'South', 'East', 'West', 'Hill', 'Lake', 'Mill', 'Park', 'Cross', 'Green'];

function row(description: string, category: string | null, rest: Partial<Transaction> = {}): Transaction {
  return { ...createTransaction({ date: '2024-01-01', description, amount: -10, category }), ...rest };
}

const shops: readonly Transaction[] = words.flatMap((word) => [
  row(`Shell ${word}`, 'fuel'),
  row(`Shell ${word}`, 'fuel'),
  row(`Tesco ${word}`, 'food'),
  row(`Tesco ${word}`, 'food'),
]);

const learned = (options: CategoryOptions = {}): Promise<CategoryModel> =>
  trainCategory(tableFromRows(shops), quick, options);

const rules = [
  {
    id: 'work',
    name: 'fuel for work',
    when: { field: 'description', op: 'contains', value: 'shell north' },
    actions: { category: 'work > travel' },
  },
] as const;

describe('rules', () => {
  test('go before everything, with categories of their own', async () => {
    const model = await learned({ rules });
    const answer = model.predict({ description: 'SHELL NORTH 12' });
    expect(answer).toMatchObject({
      category: 'work > travel',
      confidence: 1,
      confidenceLevel: 'very_high',
      source: 'rule',
      abstained: false,
      explanation: [{ feature: 'rule: fuel for work', contribution: 1 }],
    });
    expect(answer.alternatives.map(({ category }) => category)).toEqual(['work > travel', 'food', 'fuel']);
    expect(model.predict({ description: 'SHELL SOUTH' }).source).toBe('memory');
  });

  test('are put before a model and taken away, which leaves the model as it was', async () => {
    const model = await learned();
    const ruled = await model.withRules(rules);
    expect(ruled.predict({ description: 'Shell North' }).source).toBe('rule');
    expect(model.predict({ description: 'Shell North' }).category).toBe('fuel');
    const restored = await restoreCategoryModel(ruled.toArtifact());
    expect(restored.version).toBe(ruled.version);
    expect(restored.predict({ description: 'Shell North' }).source).toBe('rule');
    expect((await ruled.withRules(null)).version).toBe(model.version);
  });

  test('and other options that are wrong are refused before any work', async () => {
    await expect(learned({ memory: { halfLifeDays: -1 } })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    const unknown = { memory: {}, rule: [] };
    await expect(learned(unknown)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  test('that are wrong are refused', async () => {
    await expect(learned({ rules: [{ ...rules[0], actions: {} }] })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });
});

describe('corrections', () => {
  test('after one, the next row of the payee is right, in a new category too', async () => {
    const live = (await learned()).online();
    expect(live.predict({ description: 'Shell Mill 77' }).category).toBe('fuel');
    live.correct({ description: 'SHELL MILL 4' }, 'car wash');
    const answer = live.predict({ description: 'Shell Mill 77', amount: -12 });
    expect(answer).toMatchObject({ category: 'car wash', source: 'memory', confidenceLevel: 'high' });
    expect(answer.explanation[0]?.feature).toBe('corrected on 2024-01-01: car wash');
    expect(answer.alternatives.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
    expect(live.categories).toEqual(['food', 'fuel', 'car wash']);
    expect(live.predict({ description: 'Shell Lake' }).category).toBe('fuel');
  });

  test('of a payee that is corrected again and again the latest holds', async () => {
    const live = (await learned()).online();
    for (let time = 0; time < 20; time++) {
      const category = ['a', 'b', 'c'][(time * 7) % 3] as string;
      live.correct({ description: 'Corner shop' }, category);
      expect(live.predict({ description: 'Corner shop' }).category).toBe(category);
    }
  });

  test('that are undone leave no trace', async () => {
    const model = await learned();
    const live = model.online();
    const query = { description: 'Tesco Park', amount: -3 };
    const before = live.predict(query);
    const first = live.correct(query, 'gifts');
    const second = live.correct({ description: 'Tesco Hill' }, 'gifts');
    expect(live.corrections).toBe(2);
    expect([live.undo(second), live.undo(first), live.undo(first)]).toEqual([true, true, false]);
    expect(live.predict(query)).toEqual(before);
    live.correct({ description: 'Shell Hill' }, 'cars');
    const other = live.predict({ description: 'Shell Hill' });
    expect(other.alternatives.map(({ category }) => category)).not.toContain('gifts');
    expect(live.categories).toEqual(['food', 'fuel', 'cars']);
    expect(model.predict(query)).toEqual(before);
  });

  test('speak for payees of similar names, as far as nothing is known of them', async () => {
    const live = (await learned()).online();
    const query = { description: 'Blumenhaus Schmidt Berlin' };
    const share = (): number =>
      live.predict(query).alternatives.find(({ category }) => category === 'flowers')?.probability ?? 0;
    expect(share()).toBe(0);
    live.correct({ description: 'Blumenhaus Schmidt Bonn' }, 'flowers');
    expect(share()).toBeGreaterThan(0.1);
  });

  test('without a date hold for rows of today, years after what was learned', async () => {
    const live = (await learned()).online();
    live.correct({ description: 'Shell Mill' }, 'car wash');
    expect(live.predict({ description: 'Shell Mill', date: '2032-05-01' }).category).toBe('car wash');
  });

  test('fade over the years', async () => {
    const live = (await learned()).online();
    live.correct({ description: 'Shell Mill', date: '2024-01-01' }, 'food');
    const on = (date: string): number => live.predict({ description: 'Shell Mill', date }).confidence;
    expect(on('2024-01-02')).toBeGreaterThan(on('2028-01-02'));
    expect(live.predict({ description: 'Shell Mill', date: '2064-01-01' }).category).toBe('fuel');
  });

  test('need no second look when they have faded, but where they disagree', async () => {
    const live = (await learned()).online();
    live.correct({ description: 'Corner shop', date: '2024-01-01' }, 'food');
    // One correction against 0.05 of what was before: half of it is left after 1826 days, so that 0.5 / 0.55 of the answer are.
    const query = { description: 'Corner shop', date: '2028-12-31' };
    const faded = live.predict(query);
    expect(faded.confidence).toBeLessThan(0.95);
    expect(faded).toMatchObject({ category: 'food', source: 'memory', abstained: false });
    live.correct({ description: 'Corner shop', date: '2024-01-01' }, 'fuel');
    expect(live.predict(query)).toMatchObject({ category: 'fuel', abstained: true });
  });

  test('are saved with the model', async () => {
    const live = (await learned()).online();
    live.correct({ description: 'Zyxwvut Palace' }, 'art');
    const model = await live.toModel();
    live.correct({ description: 'Zyxwvut Palace' }, 'music');
    const query = { description: 'zyxwvut palace' };
    expect(model.predict(query).category).toBe('art');
    const content = model.toArtifact();
    const text = Buffer.from(await encodeArtifact(content))
      .toString('latin1')
      .toLowerCase();
    expect(text).not.toContain('zyxwvut');
    expect((await restoreCategoryModel(content)).predict(query)).toEqual(model.predict(query));
  });

  test('without a payee or a category are refused', async () => {
    const live = (await learned()).online();
    expect(() => live.correct({ amount: -3 }, 'food')).toThrow('description or the merchant name');
    expect(() => live.correct({ description: 'x' }, ' ')).toThrow('name of a category');
  });
});

describe('artifacts', () => {
  test('whose parts do not belong together are refused', async () => {
    const content = (await learned({ rules })).toArtifact();
    const { data, arrays } = content;
    const wrong: readonly Partial<typeof content>[] = [
      { arrays: { ...arrays, combinerWeights: Float64Array.of(1) } },
      { arrays: { ...arrays, novelty: Float64Array.of(0, 0, 0, 2) } },
      { arrays: { ...arrays, lexicon: new Float64Array(3) } },
      { arrays: { ...arrays, payeeFirstRow: Int32Array.of(0, 1) } },
      { arrays: { ...arrays, payeeLabels: (arrays.payeeLabels as Int32Array).map(() => 9) } },
      { arrays: { ...arrays, 'habits/0': new Float64Array(1) } },
      { data: { ...(data as object), rules: { version: 1, rules: [{ id: 'x' }] } } },
      { data: { ...(data as object), currency: 'XYZ' } },
      { data: { ...(data as object), further: ['amount'] } },
    ];
    for (const part of wrong) {
      await expect(restoreCategoryModel({ ...content, ...part })).rejects.toMatchObject({
        code: 'ARTIFACT_CORRUPT',
      });
    }
    await expect(restoreCategoryModel({ ...content, version: 1 })).rejects.toMatchObject({
      code: 'ARTIFACT_VERSION',
    });
  });
});

describe('what else there is', () => {
  test('categories of few rows are learned, and named in the report', async () => {
    const model = await trainCategory(tableFromRows([...shops, row('Odeon', 'cinema')]), quick);
    expect(model.categories).toContain('cinema');
    expect(model.predict({ description: 'ODEON' }).category).toBe('cinema');
    expect(model.measurements.find(({ metric }) => metric === 'small_categories')).toMatchObject({
      value: 1,
      method: 'categories of fewer than 5 rows: cinema',
    });
  });

  test('a gap of years, dates to come, one amount, duplicates and odd texts', async () => {
    const rows = shops.flatMap((each, index) => {
      const date = (['2001-02-03', '2024-02-29', '2199-12-31'] as const)[index % 3] as typeof each.date;
      return [
        { ...each, date },
        { ...each, date },
      ];
    });
    const model = await trainCategory(tableFromRows(rows), quick);
    for (const description of ['', ' ', '\u0000', '💳', 'x'.repeat(100_000), '\ua000\ua000', '12345', '*']) {
      const { confidence, alternatives } = model.predict({ description, date: '1900-01-01' });
      expect(confidence).toBeGreaterThan(0);
      expect(alternatives.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
    }
    expect(model.predict({ description: 'SHELL LAKE', date: '2400-01-01' }).category).toBe('fuel');
  });

  test('the amount tells the purchases of one payee apart', async () => {
    const rows = Array.from({ length: 60 }, (_, index) =>
      row('Amazon', index % 2 ? 'video' : 'books', { amountMinor: index % 2 ? -599 : -2_000 - index }),
    );
    const model = await trainCategory(tableFromRows(rows), quick);
    expect(model.predict({ description: 'AMAZON', amount: -5.99 }).category).toBe('video');
    expect(model.predict({ description: 'AMAZON', amount: -21 }).category).toBe('books');
  });

  test('amounts of other currencies say nothing', async () => {
    const rows = shops.map((each, index) => ({
      ...each,
      currency: (['USD', 'USD', 'EUR', 'JPY'] as const)[index % 4] as 'USD',
    }));
    const model = await trainCategory(tableFromRows(rows), quick);
    const [a, b] = model.predictBatch([
      { description: 'Shell Park', amount: -1, currency: 'JPY' },
      { description: 'Shell Park', amount: -900_000, currency: 'JPY' },
    ]);
    expect(a?.alternatives).toEqual(b?.alternatives);
    expect(a?.category).toBe('fuel');
  });

  test('the merchant category code alone tells the category where there are no descriptions', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => ({
      ...row('-', index % 2 ? 'food' : 'fuel', { merchantCategoryCode: index % 2 ? '5411' : '5541' }),
      description: '',
    }));
    const model = await trainCategory(tableFromRows(rows), quick);
    expect(model.predict({ merchantCategoryCode: '5411' }).category).toBe('food');
    expect(model.predict({ merchantCategoryCode: '5541' }).category).toBe('fuel');
    expect(model.predict({ merchantCategoryCode: '5541' }).source).toBe('lexicon');
  });

  test('levels of confidence', () => {
    expect([1, 0.98, 0.979, 0.9, 0.7, 0.4, 0.39].map(confidenceLevelOf)).toEqual([
      'very_high',
      'very_high',
      'high',
      'high',
      'medium',
      'low',
      'unknown',
    ]);
  });

  test('too many categories are refused before any work', async () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => row(`Payment ${index}`, `category ${index}`));
    await expect(trainCategory(tableFromRows(rows), quick)).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      details: { categories: 50_000 },
    });
  });

  test('training ends where it is cancelled', async () => {
    const signal = AbortSignal.abort();
    await expect(trainCategory(tableFromRows(shops), { ...quick, signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });
});
