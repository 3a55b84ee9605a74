import {
  addDays,
  createTransaction,
  memoryArtifactStore,
  type Transaction,
  tableFromRows,
} from '@titans/core';
import { describe, expect, test } from 'vitest';
import { train } from '../train.js';
import { loadModels } from './load.js';
import { modelCardMarkdown } from './model-card-markdown.js';
import { sketchPredictions } from './sketch-predictions.js';

/** Twelve weeks: a meal a day of 10 to 16, Friday 40 of fuel, and 700 on the first of the month. */
function account(firstDate: string, days: number): Transaction[] {
  return Array.from({ length: days }, (_, day) => {
    const date = addDays(firstDate as Transaction['date'], day);
    const meal = createTransaction({
      date,
      description: `Tesco store ${day % 3}`,
      amount: -10 - (day % 7),
      category: 'food',
    });
    const fuel = createTransaction({ date, description: 'Shell station', amount: -40, category: 'fuel' });
    const pay = createTransaction({ date, description: 'Salary', amount: 700, category: 'salary' });
    return [meal, ...(day % 7 === 4 ? [fuel] : []), ...(date.endsWith('-01') ? [pay] : [])];
  }).flat();
}

const learned = account('2024-01-01', 84);
const later = account('2024-03-25', 28);

describe('a trained suite', async () => {
  const suite = await train(tableFromRows(learned), { budget: 'quick' });
  const other = await train(tableFromRows(learned.slice(0, 60)), { budget: 'quick' });

  test('measures itself on rows given, each figure by hand', async () => {
    const rows = await suite.evaluate(tableFromRows(later), { history: tableFromRows(learned) });
    const value = (task: string, metric: string): number | undefined =>
      rows.find((row) => row.task === task && row.metric === metric)?.value;
    const answers = suite.category.predictBatch(
      later.map(({ description, amountMinor, type, paymentMethod, date }) => ({
        description,
        amount: amountMinor / 100,
        type,
        paymentMethod,
        date,
      })),
    );
    const right = answers.filter(({ category }, row) => category === later[row]?.category).length;
    expect(value('category', 'accuracy')).toBeCloseTo(right / later.length, 12);
    expect(value('category', 'accuracy')).toBeGreaterThan(0.9);
    expect(rows.find((row) => row.metric === 'accuracy')?.n).toBe(later.length);
    const days = suite.cashflow.forecast({ days: 28 });
    const actual = days.map(({ date }) =>
      later.filter((row) => row.date === date).reduce((sum, { amountMinor }) => sum + amountMinor / 100, 0),
    );
    const mae = days.reduce((sum, { amount }, day) => sum + Math.abs(amount - (actual[day] ?? 0)), 0) / 28;
    expect(value('cashflow', 'mae')).toBeCloseTo(mae, 9);
    expect(value('amount', 'mae')).toBeLessThan(100);
    expect(value('anomaly', 'average_precision')).toBeUndefined();
  });

  test('measures anomalies by the labels given', async () => {
    const odd = createTransaction({ date: '2024-04-22', description: 'Casino Royale', amount: -9000 });
    const rows = [...later, odd];
    const figures = await suite.evaluate(rows, {
      history: tableFromRows(learned),
      anomalies: rows.map((row) => (row === odd ? 1 : row === later[0] ? null : 0)),
    });
    const of = (metric: string) => figures.find((row) => row.task === 'anomaly' && row.metric === metric);
    expect(of('roc_auc')?.value).toBe(1);
    expect(of('average_precision')?.value).toBe(1);
    expect(of('recall')?.n).toBe(rows.length - 1);
  });

  test('is no better than itself', async () => {
    const comparisons = await suite.compare(suite, later, { history: tableFromRows(learned) });
    expect(comparisons.map(({ task }) => task)).toEqual(['category', 'amount', 'cashflow']);
    for (const { value, otherValue, pValue, better } of comparisons) {
      expect(value).toBe(otherValue);
      expect(pValue).toBe(1);
      expect(better).toBe('neither');
    }
  });

  test('compares days that both forecast', async () => {
    const comparisons = await suite.compare(other, later);
    const days = comparisons.find(({ task }) => task === 'cashflow');
    expect(days).toMatchObject({ metric: 'mae', test: 'Diebold-Mariano', n: 28 });
  });

  test('answers and explains one transaction by every task', () => {
    const query = { description: 'Shell station', amount: -40, date: '2024-04-05' };
    const answers = suite.predict(query);
    expect(answers.category).toEqual(suite.category.predict(query));
    expect(answers.anomaly).toEqual(suite.anomaly.predict(query));
    expect(suite.predictBatch([query, query])[1]).toEqual(answers);
    const explanations = suite.explain(query);
    expect(explanations.map(({ task }) => task)).toEqual(['category', 'amount', 'anomaly']);
    expect(explanations[0]?.version).toBe(suite.category.version);
    expect(explanations[0]?.answer).toMatch(/^fuel, \d/);
    expect(explanations[0]?.factors).toEqual(answers.category?.explanation);
  });

  test('has a card for each task, with what was measured', () => {
    for (const task of suite.tasks) {
      const card = suite.card(task);
      expect(card.measurements.map(({ interval: _, ...one }) => one)).toEqual(suite[task].measurements);
      expect(card.dataFingerprint).toBe(suite.report.dataFingerprint);
      const text = modelCardMarkdown(card);
      expect(text).toContain(card.version);
      for (const { name } of card.features) expect(text).toContain(name);
    }
  });

  test('prints its report, and why a task is missing', async () => {
    const text = suite.report.text();
    for (const { metric, method } of suite.report.rows()) {
      expect(text).toContain(metric);
      expect(text).toContain(method);
    }
    const without = await train(
      learned.map((row) => ({ ...row, category: null })),
      { budget: 'quick' },
    );
    expect(without.report.text()).toMatch(/category was not trained\. \S/);
    const short = await train(learned.slice(0, 30), { tasks: ['anomaly'], budget: 'quick' });
    expect(() => short.card('category')).toThrow('category');
  });

  test('answers categories from the lexicon until rows are labelled, and after loading too', async () => {
    const labelled = learned.map((row, index) => ({ ...row, category: index < 3 ? 'dining' : null }));
    const suite = await train(labelled, { budget: 'quick' });
    expect(suite.report.skipped).toEqual([expect.objectContaining({ task: 'category' })]);
    const store = memoryArtifactStore();
    await suite.save(store);
    for (const each of [suite, await loadModels(store)]) {
      expect(each.tasks).toContain('category');
      expect(each.category.trainedOn).toBe(0);
      const answer = (description: string) => each.category.predict({ description, amount: -20 });
      expect(answer('SHELL STATION 12')).toMatchObject({ category: 'fuel', source: 'lexicon' });
      expect(answer('Tesco store 1')).toMatchObject({ category: 'dining', source: 'memory' });
    }
  });

  test('wrong rows', async () => {
    await expect(suite.evaluate([])).rejects.toMatchObject({ code: 'DATA_INSUFFICIENT' });
    await expect(suite.evaluate(later, { anomalies: [0] })).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
    await expect(suite.evaluate(later, { anomalies: later.map(() => 2 as 1) })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    const signal = AbortSignal.abort();
    await expect(suite.evaluate(later, { signal })).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(suite.compare(other, later, { signal })).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

test('what is no table, transaction, option or place is refused with the name of it', async () => {
  const suite = await train(learned, { tasks: ['category'], budget: 'quick' });
  const refused = (field: string) => ({
    code: 'INVALID_ARGUMENT',
    details: expect.objectContaining({ field }),
  });
  for (const wrong of [null, 5, 'rows', {}, [null], [learned[0], 7]] as never[]) {
    await expect(train(wrong)).rejects.toMatchObject(refused('transactions'));
    await expect(sketchPredictions(suite, wrong)).rejects.toMatchObject(refused('transactions'));
  }
  const history = 5 as never;
  await expect(sketchPredictions(suite, later, { history })).rejects.toMatchObject(refused('transactions'));
  for (const options of [{ budgett: 'quick' }, { corection: [] }] as object[])
    await expect(train(learned, options)).rejects.toMatchObject(refused(Object.keys(options)[0] as string));
  await expect(train(learned, { tasks: 'category' as never })).rejects.toMatchObject(refused('tasks'));
  for (const place of [null, 5, {}] as never[]) {
    await expect(loadModels(place)).rejects.toMatchObject(refused('store'));
    await expect(suite.save(place)).rejects.toMatchObject(refused('store'));
  }
});
