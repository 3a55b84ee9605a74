import { addDays, createTransaction, type Transaction } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { lineageTags, modelLineage } from '../lifecycle/registry/model-lineage.js';
import { memoryRegistry } from '../lifecycle/registry/stores.js';
import { train } from '../train.js';
import { cardWithLineage } from './model-card.js';
import { modelCardHtml } from './model-card-html.js';
import { modelCardMarkdown } from './model-card-markdown.js';

const hostile = '<script>alert(1)</script>';
const rows = Array.from({ length: 120 }, (_, day) =>
  createTransaction({
    date: addDays('2024-01-01' as Transaction['date'], day),
    accountId: day % 3 ? 'one' : 'two',
    currency: day % 10 ? 'USD' : 'EUR',
    description: day % 2 ? 'Shell station' : 'Corner bakery',
    amount: -5 - (day % 9),
    ...(day % 4 && { category: day % 2 ? 'fuel' : `food ${hostile}` }),
  }),
);
const suite = await train(rows, { budget: 'quick', seed: 3 });

describe('a model card', () => {
  test('says on which data the model was trained', () => {
    expect(suite.card('category').data).toEqual({
      rows: 120,
      // Every fourth day has no category.
      labelledRows: 90,
      firstDate: '2024-01-01',
      lastDate: '2024-04-29',
      accounts: 2,
      currencies: [
        { currency: 'EUR', rows: 12 },
        { currency: 'USD', rows: 108 },
      ],
    });
  });

  test('has intervals that hold the figures, where the rows tell one', () => {
    for (const task of suite.tasks) {
      for (const { metric, value, interval } of suite.card(task).measurements) {
        if (interval === null) continue;
        expect(interval.level).toBe(0.95);
        expect(interval.lower, metric).toBeLessThanOrEqual(value + 1e-12);
        expect(interval.upper, metric).toBeGreaterThanOrEqual(value - 1e-12);
      }
    }
    const of = (metric: string) =>
      suite.card('category').measurements.find((one) => one.metric === metric)?.interval;
    expect(of('accuracy')?.method).toBe('exact');
    expect(of('log_loss')?.method).toBe('bootstrap');
    expect(of('macro_f1')?.method).toBe('bootstrap');
    // Resampling makes a calibration error larger: its interval would be of another figure.
    expect(of('ece')).toBeNull();
    expect(suite.card('cashflow').measurements.every(({ interval }) => interval === null)).toBe(true);
  });

  test('of 90 right of 90 has the exact interval of Clopper and Pearson', () => {
    const accuracy = suite.card('category').measurements.find(({ metric }) => metric === 'accuracy');
    expect([accuracy?.value, accuracy?.n]).toEqual([1, 90]);
    // scipy 1.17: binomtest(90, 90).proportion_ci(0.95, 'exact') is (0.9598435..., 1.0); by hand 0.025 ** (1 / 90).
    expect(accuracy?.interval?.lower).toBeCloseTo(0.025 ** (1 / 90), 10);
    expect(accuracy?.interval?.upper).toBe(1);
  });

  test('tells how far probabilities and ranges can be believed', () => {
    const { calibration } = suite.card('category');
    expect(calibration.reduce((sum, { n }) => sum + n, 0)).toBe(90);
    const covered = suite.card('amount').calibration;
    expect(covered.map(({ stated }) => stated)).toEqual([0.8, 0.95]);
    const coverage = suite.amount.measurements.find(({ metric }) => metric === 'coverage')?.value;
    expect(covered[0]?.observed).toBe(coverage);
    expect(suite.card('anomaly').calibration).toEqual([]);
  });

  test('is one page without a script, below 500 kB, with what others wrote escaped', async () => {
    const registry = memoryRegistry();
    const tags = {
      [lineageTags.source]: hostile,
      [lineageTags.run]: 'f'.repeat(32),
      [lineageTags.parent]: 'e'.repeat(64),
    };
    const version = await registry.register('transactions', suite, { by: 'nightly', tags });
    await registry.promote('transactions', 1, { by: 'ana', reason: `better ${hostile} | than before` });
    await registry.setAlias('transactions', 'staging', 1, { by: 'ben' });
    await registry.setAlias('transactions', 'staging', null, { by: 'ben' });
    const lineage = await modelLineage(registry, 'transactions', '@champion');
    expect(lineage).toMatchObject({
      source: hostile,
      runId: 'f'.repeat(32),
      parent: 'e'.repeat(64),
      version: version.id,
      number: 1,
      aliases: ['champion'],
    });
    expect(lineage.moves.map(({ alias, action }) => `${action} ${alias}`)).toEqual([
      'remove staging',
      'set staging',
      'promote champion',
    ]);
    for (const task of suite.tasks) {
      const card = cardWithLineage(suite.card(task), lineage);
      const page = modelCardHtml(card);
      expect(page.length).toBeLessThan(500_000);
      expect(page).not.toContain('<script');
      for (const { metric } of card.measurements) expect(page).toContain(metric);
      if (card.calibration.length > 0) expect(page).toContain('<svg');
      const markdown = modelCardMarkdown(card);
      for (const part of ['## Measured', '## Limits', '## History', version.id, 'promote', 'EUR (12 rows)']) {
        expect(markdown).toContain(part);
      }
      expect(markdown).toContain('than before');
      expect(JSON.parse(JSON.stringify(card))).toMatchObject({ task, lineage: { number: 1 } });
    }
  });
});

test('a card as Markdown keeps what others wrote in its cell, as text', async () => {
  const registry = memoryRegistry();
  await registry.register('transactions', suite, { by: 'nightly\r# Not a heading' });
  // By CommonMark a backslash before punctuation makes text of it, so that one before the other has to be one itself.
  const reason = 'a \\| b\r| c | <img src=x> [d](https://example.org) `e';
  await registry.promote('transactions', 1, { by: 'ana', reason });
  const lineage = await modelLineage(registry, 'transactions', 1);
  const markdown = modelCardMarkdown(cardWithLineage(suite.card('category'), lineage));
  expect(markdown.split(/[\r\n]/).at(-1)).toMatch(
    / \| ana \| a \\\\\\\| b \\\| c \\\| \\<img src=x> \\\[d\]\(https:\/\/example\.org\) \\`e \|$/,
  );
  expect(markdown).not.toMatch(/[\r\n]# Not/);
});

test('the page of a suite shows every figure of its report, and what others wrote as text', async () => {
  const page = suite.report.toHtml();
  for (const { task, metric, method } of suite.report.rows()) {
    expect(page).toContain(`<h2>${task}</h2>`);
    expect(page).toContain(metric);
    expect(page).toContain(method.slice(0, 20));
  }
  expect(page).not.toContain(hostile);
  expect(new TextEncoder().encode(page).length).toBeLessThan(500_000);
  const amountAlone = await train(rows, { budget: 'quick', tasks: ['amount'] });
  expect(amountAlone.report.toHtml()).not.toContain('<h2>category</h2>');
});
